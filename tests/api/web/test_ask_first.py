"""Forms in which an analysis is asked for that a figure or a name is given for."""

import threading

import pytest

from api.web.ask_first import FORMS
from scheduler.analyses.overrun import find_overrun
from scheduler.asking.in_process import Answering
from scheduler.explaining.slipping import find_slipping
from scheduler.explaining.work import Work
from scheduler.interchange.plain_values import plain
from scheduler.interchange.risk_json import shares_plain
from scheduler.solver.settings import SearchSettings
from tests.api.routes.elsewhere import broken, written
from tests.api.routes.played_worker import later, small
from tests.api.routes.service import Service
from tests.api.web.arriving_at_analyses import held
from tests.api.web.visitor import press, pressed, visit


@pytest.mark.parametrize("kind", FORMS)
def test_every_form_is_led_to_and_asks_for_its_analysis(
    service_on_sqlite: Service, kind: str
) -> None:
    service, form = service_on_sqlite, FORMS[kind]
    plan = service.planned()
    place = f"/plans/{plan}/ask/{kind}"
    assert place in {a.attributes["href"] for a in visit(service, f"/plans/{plan}").all("a")}
    shown = visit(service, place)
    (asked,) = [t for t in shown.tags if t.attributes.get("id") == form.field.id]
    assert asked.attributes.get("value", "") == form.usual
    given = "NET.transfer" if kind == "slip" else "33"
    made = service.read_analysis(
        pressed(service, place, **{form.field.id: given}).removeprefix("/analyses/")
    )
    assert made["kind"] == kind
    assert str(made["settings"][form.setting]).removesuffix(".0") == given


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("hold", "", "nothing is given yet"),
        ("hold", "0", "must be a whole number from 1 to 99"),
        ("hold", "100", "must be a whole number from 1 to 99"),
        ("hold", "ninety", "must be a whole number from 1 to 99"),
        ("overrun", "301", "must be a whole number from 0 to 300"),
        ("resilience", "51", "must be a whole number from 0 to 50"),
        ("slip", "", "nothing is chosen yet"),
        ("slip", "no-such-activity", "Choose what slips from the list."),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    service_on_sqlite: Service, kind: str, value: str, said: str
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    given = {FORMS[kind].field.id: value}
    answer = press(service, f"/plans/{plan}/ask/{kind}", None, **given)
    assert answer.status_code == 422
    assert said in answer.text
    assert "There is a problem" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert service.client.get(f"/v1/plans/{plan}/analyses").json()["analyses"] == []


def test_there_is_no_form_of_another_kind_nor_without_a_plan(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.planned()
    assert service.client.get(f"/plans/{plan}/ask/latest").status_code == 404
    assert press(service, f"/plans/{plan}/ask/latest", target="9").status_code == 404
    none = service.plan()
    service.work(none).find_none()
    assert service.client.get(f"/plans/{none}/ask/slip").status_code == 409


def test_one_press_on_the_page_of_an_activity_asks_for_all_its_slips(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    page = visit(service, f"/plans/{plan}/activities/NET.transfer")
    (hidden,) = [t for t in page.all("input") if t.attributes["name"] == "activity"]
    address = pressed(service, f"/plans/{plan}/ask/slip", activity=hidden.attributes["value"])
    programme, found = small()
    ask = Answering(threading.Event(), SearchSettings(workers=1))
    document = plain(find_slipping(programme, found, "NET.transfer", Work(ask=ask)))
    worker = service.work(address.removeprefix("/analyses/"))
    worker.tell(
        "row", {"row": "slip_row", **{k: v for k, v in document["rows"][0].items() if k != "plan"}}
    )
    assert "3 months" in visit(service, address).text
    worker.know(document)
    page = visit(service, address)
    assert [row for row in ("3 months", "6 months", "12 months") if row in page.text]
    assert "What each slip does" in page.text
    assert "Fallback date" in page.text or "late and more" in page.text
    assert "Fallback date" not in visit(service, f"{address}?audience=public").text


def test_the_dial_is_told_as_a_table(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    address = pressed(service, f"/plans/{service.planned()}/ask/overrun", percent="35")
    found = find_overrun(*small(), (0, 35), samples=50)
    worker = service.work(address.removeprefix("/analyses/"))
    row = {"row": "overrun_row", **plain(found.rows[1])}
    worker.tell("row", row)
    assert "35 %" in visit(service, address).text
    worker.know(shares_plain(found))
    page = visit(service, address)
    assert "as estimated" in page.text
    assert "takes so much longer than estimated and nobody plans again" in page.text
    assert page.all("caption")[0].text == "If work takes longer"


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "resilience", "weakest": 51},
        {"kind": "resilience", "weakest": -1},
        {"kind": "latest", "weakest": 5},
        {"kind": "overrun", "percent": 301},
        {"kind": "risk", "percent": 30},
        {"kind": "latest", "activity": "NET.transfer"},
        {"kind": "slip", "activity": ""},
        {"kind": "slip", "activity": "no-such-activity"},
    ],
)
def test_what_cannot_be_asked_is_refused(
    service_on_sqlite: Service, body: dict[str, object]
) -> None:
    service = service_on_sqlite
    answer = service.client.post(f"/v1/plans/{service.planned()}/analyses", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "body_rejected"


def held_by(service: Service, **changes: object) -> str:
    """Return the page of an analysis that chose a plan; `changes` are made to its document."""
    address = held(service)
    document = service.read_analysis(address.removeprefix("/analyses/"))["document"]
    again = service.analysis("hold")
    point = {**document["points"][0], "is_given": False, **changes}
    service.work(again).know({**document, "points": [point], "chosen": 0})
    return f"/analyses/{again}"


def test_the_plan_that_holds_is_kept_once_and_can_be_approved(service: Service) -> None:
    address = held_by(service)
    shown = visit(service, address)
    assert "Keep this plan" in {tag.text for tag in shown.all("button")}
    kept = pressed(service, f"{address}/keep")
    assert kept == pressed(service, f"{address}/keep")
    made = service.read(kept.removeprefix("/plans/"))
    assert (made["outcome"], made["state"]) == ("plan", "completed")
    assert "“A plan that holds” in 90 of 100 runs" in visit(service, kept).text
    assert pressed(service, f"{kept}/decisions", decision="approved") == f"{kept}/hand-over"
    assert "approved" in visit(service, f"{kept}/hand-over").text
    assert "Keep this plan" not in visit(service, f"{address}?audience=public").text


def test_a_kept_plan_that_breaks_rules_says_which(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    kept = pressed(service, f"{held_by(service, plan=written(broken()))}/keep")
    assert service.read(kept.removeprefix("/plans/"))["outcome"] == "breaks_rules"
    assert "breaks" in visit(service, kept).text


def test_nothing_is_kept_of_what_chose_the_plan_that_is_there(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    for address in (held_by(service, is_given=True), f"/analyses/{service.analysis('latest')}"):
        assert "Keep this plan" not in visit(service, address).text
        assert press(service, f"{address}/keep").status_code == 404


def test_from_any_plan_a_change_goes_on_near_it(service_on_sqlite: Service) -> None:
    """Nobody has to put a plan in force before something may change."""
    service = service_on_sqlite
    plan = service.planned()
    programme = service.read(plan)["programme"]
    newer = service.ask(programme).json()["id"]
    worker = service.work(newer)
    worker.find(later())
    worker.finish(plan=later())
    way = f"/programmes/{programme}/change?in_force={plan}"
    assert way in {a.attributes["href"] for a in visit(service, f"/plans/{plan}").all("a")}
    form = f"/programmes/{programme}/change/freeze?in_force={plan}"
    assert form in {a.attributes["href"] for a in visit(service, way).all("a")}
    chosen = [
        o.attributes["value"]
        for o in visit(service, form).all("option")
        if "selected" in o.attributes
    ]
    assert plan in chosen
    # What is no plan of the programme changes nothing.
    strange = visit(service, f"/programmes/{programme}/change/freeze?in_force=pln_other")
    chosen = [o.attributes["value"] for o in strange.all("option") if "selected" in o.attributes]
    assert newer in chosen
    assert "in_force=" not in visit(service, f"/programmes/{programme}/change?in_force=x").html
