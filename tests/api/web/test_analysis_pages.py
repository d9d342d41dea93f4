"""The page of a plan starts analyses, and their pages show what was found so far."""

import pytest

from api.jobs.row_words import row_data
from scheduler.analyses.by_kind import ANALYSES
from scheduler.answers import Clash
from scheduler.explaining.contingency import aims_of
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.analysed import OPTION, WAYS_OUT, WHY_NONE, held_plan, tell_dates
from tests.api.web.arriving_at_analyses import (
    assessed,
    contingency_priced,
    held,
    simulated,
    slipped,
    weighed,
)
from tests.api.web.visitor import press, pressed, visit


def test_an_analysis_is_asked_for_watched_stopped_and_kept(service: Service) -> None:
    plan = service.planned()
    shown = visit(service, f"/plans/{plan}")
    buttons = [tag.text for tag in shown.all("button")]
    assert "Latest decision dates" in buttons
    assert "What holds these dates" in buttons
    address = pressed(service, f"/plans/{plan}/analyses?kind=latest")
    analysis = address.removeprefix("/analyses/")
    assert "Waiting to begin." in visit(service, address).text
    worker = service.work(analysis)
    tell_dates(worker)
    shown = visit(service, address)
    assert "2 results so far, from 3 questions answered." in shown.text
    # The last date at which a plan exists, as the terminal words it.
    assert "24 January 2023" in shown.text
    assert "Expiry of sourcing options" in shown.text
    (following,) = [tag for tag in shown.tags if "data-events" in tag.attributes]
    assert following.attributes["data-events"] == f"/v1/analyses/{analysis}/events?after=5"
    assert [script.attributes["src"] for script in shown.all("script")] == ["/static/progress.js"]
    (fresh,) = [tag for tag in shown.all("meta") if "http-equiv" in tag.attributes]
    assert "noscript" in fresh.inside
    assert pressed(service, f"{address}/stop") == address
    assert "Stopping" in visit(service, address).text
    document = {"feasible": True, "decisions": [], "givens": [], "options": [], "calendar": []}
    worker.know(document, "cancelled")
    ended = visit(service, address)
    assert "It was stopped before all was known." in ended.text
    assert not ended.all("script")
    assert "1. Latest decision dates Stopped" in visit(service, f"/plans/{plan}").text


def test_what_was_told_stands_where_no_worker_could_end_it(service_on_sqlite: Service) -> None:
    analysis = service_on_sqlite.analysis()
    tell_dates(service_on_sqlite.work(analysis))
    service_on_sqlite.client.post(f"/v1/analyses/{analysis}/cancel")
    service_on_sqlite.work_on_nothing(analysis)
    shown = visit(service_on_sqlite, f"/analyses/{analysis}")
    assert "Stopped" in shown.text
    assert "24 January 2023" in shown.text


def test_what_holds_the_dates_is_said_in_sentences_and_a_table(service_on_sqlite: Service) -> None:
    analysis = service_on_sqlite.analysis("explanation")
    service_on_sqlite.work(analysis).know(held_plan())
    shown = visit(service_on_sqlite, f"/analyses/{analysis}")
    assert "Complete" in shown.text
    for paragraph in held_plan()["services"].values():
        assert " ".join(paragraph.split()) in shown.text
    captions = [caption.text for caption in shown.all("caption")]
    assert captions[0] == "What holds each date"
    assert shown.text.count("PAY.transfer") > 0


def test_without_a_plan_only_why_can_be_asked(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.plan()
    service.work(plan).find_none()
    shown = visit(service, f"/plans/{plan}")
    asking = [
        form.attributes["action"]
        for form in shown.all("form")
        if "analyses" in form.attributes["action"]
    ]
    assert asking == [f"/plans/{plan}/analyses?kind=explanation"]
    assert "Find ways to a plan" in shown.text
    address = pressed(service, asking[0])
    service.work(address.removeprefix("/analyses/")).know(WHY_NONE)
    found = visit(service, address)
    assert "No plan meets both of these" in found.text
    assert "Every other clash shares a planning rule with one of these." in found.text


@pytest.mark.parametrize("kind", sorted(set(ANALYSES) - {"explanation"}))
def test_that_no_plan_exists_is_said_of_every_other_kind(
    service_on_sqlite: Service, kind: str
) -> None:
    plan = service_on_sqlite.plan()
    service_on_sqlite.work(plan).find_none()
    analysis = service_on_sqlite.analyse(plan, kind).json()["id"]
    service_on_sqlite.work(analysis).know({"feasible": False})
    assert "No plan exists." in visit(service_on_sqlite, f"/analyses/{analysis}").text


def test_a_plan_that_is_made_offers_none_and_forms_of_others_are_refused(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    plan = service.plan()
    assert "Reasons" not in visit(service, f"/plans/{plan}").text
    assert press(service, f"/plans/{plan}/analyses?kind=latest").status_code == 409
    done = service.planned()
    other = {"Origin": "http://elsewhere"}
    assert press(service, f"/plans/{done}/analyses?kind=latest", other).status_code == 403
    assert press(service, f"/plans/{done}/analyses?kind=magic").status_code == 422
    assert service.client.get(f"/v1/plans/{done}/analyses").json()["analyses"] == []


def test_a_recovery_option_is_taken_by_its_button_and_once(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.plan()
    service.work(plan).find_none()
    analysis = service.analyse(plan, "explanation").json()["id"]
    service.work(analysis).know(WAYS_OUT)
    page = visit(service, f"/analyses/{analysis}")
    assert "Take recovery option 1" in page.text
    place = pressed(service, f"/analyses/{analysis}/options/1")
    made = service.read(place.removeprefix("/plans/"))
    assert made["revision"] == 2
    stored = service.client.get(f"/v1/programmes/{made['programme']}").json()
    assert [one["id"] for one in stored["adjustments"]] == ["four-weeks"]
    assert pressed(service, f"/analyses/{analysis}/options/1") == place
    assert press(service, f"/analyses/{analysis}/options/2").status_code == 404


def test_what_more_contingency_costs_is_asked_for_and_told_row_by_row(service: Service) -> None:
    plan = service.planned()
    offered = {tag.text for tag in visit(service, f"/plans/{plan}").all("button")}
    assert "What more contingency costs" in offered
    address = pressed(service, f"/plans/{plan}/analyses?kind=contingency")
    worker = service.work(address.removeprefix("/analyses/"))
    programme, _ = small()
    aims = [{**aim, "maximise": False} for aim in ({"name": "risk", "unit": "points"},)]
    names = [aim.name for aim in aims_of(programme)]
    row = {
        "weeks": 13,
        "last_day": "2024-01-01",
        "fits": True,
        "kept_free": 14,
        "last_transfer": "2024-01-01",
        "values": dict.fromkeys(names, 3),
        "difference": dict.fromkeys(names, 1),
        "proved": False,
        "confirmed": False,
    }
    worker.tell("row", {"row": "contingency_row", **row})
    shown = visit(service, address)
    assert "13 weeks 14 weeks in this plan yes 1 January 2024" in shown.text
    assert "3 (+1)" in shown.text
    none = {**row, "weeks": 26, "fits": False, "values": None, "difference": None}
    none |= {"kept_free": None, "last_transfer": None}
    worker.know({"feasible": True, "aims": aims, "rows": [{**row, "values": {"risk": 3}}, none]})
    shown = visit(service, address)
    assert "13 weeks can be kept free. No plan keeps 26 weeks free." in shown.text
    assert "What more contingency costs" in shown.all("h1")[0].text
    public = visit(service, f"{address}?audience=public")
    assert "13 weeks" not in public.text


def test_a_simulation_has_a_curve_and_its_sentence(service: Service) -> None:
    page = simulated(service)
    shown = visit(service, page)
    assert "all services are transferred by the contract end" in shown.text
    (picture,) = shown.all("img")
    curve = service.client.get(picture.attributes["src"] or "")
    assert curve.status_code == 200
    assert curve.headers["Content-Type"] == "image/svg+xml"
    assert visit(service, f"{page}?audience=public").all("img") == []


def test_what_the_end_date_survives_is_told_weakest_first(service: Service) -> None:
    page = slipped(service)
    shown = visit(service, page)
    assert "What the end date survives" in shown.all("h1")[0].text
    assert "in the order of the plan all is in time by" in shown.text
    assert "Planned again" in shown.text
    assert "0 at least" in shown.text
    assert "in the order of the plan" not in visit(service, f"{page}?audience=public").text


def test_what_is_planned_again_is_told_as_it_is_found(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    analysis = service.analysis("resilience")
    row = {"activity": "A", "name": "Build", "survived": 7, "none_at": 8, "confirmed": True}
    service.work(analysis).tell("row", {"row": "replanned_slip", **row, "tried": 260})
    shown = visit(service, f"/analyses/{analysis}")
    assert "Build (A) 7" in shown.text
    public = visit(service, f"/analyses/{analysis}?audience=public")
    assert "Build" not in public.text


def test_only_a_simulation_has_a_curve(service: Service) -> None:
    analysis = assessed(service).rpartition("/")[2]
    answer = service.client.get(f"/v1/analyses/{analysis}/curve.svg")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_picture")


def test_a_plan_that_holds_is_asked_for_with_a_target_watched_and_told(service: Service) -> None:
    plan = service.planned()
    buttons = [tag.text for tag in visit(service, f"/plans/{plan}").all("button")]
    assert "A plan that holds in 80 of 100 runs" in buttons
    address = pressed(service, f"/plans/{plan}/analyses?kind=hold&target=80")
    analysis = address.removeprefix("/analyses/")
    settings = service.client.get(f"/v1/analyses/{analysis}").json()["settings"]
    assert settings["target_percent"] == 80
    row = {"row": "hold_tried", "number": 2, "percent": 81.75}
    service.work(analysis).tell("row", row)
    assert "2 81.8 %" in visit(service, address).text
    assert "81.8" not in visit(service, f"{address}?audience=public").text


@pytest.mark.parametrize("target", ["0", "101", "nine"])
def test_a_target_that_is_none_is_refused(service_on_sqlite: Service, target: str) -> None:
    plan = service_on_sqlite.planned()
    asked = {"kind": "hold", "target_percent": target if target == "nine" else int(target)}
    answer = service_on_sqlite.client.post(f"/v1/plans/{plan}/analyses", json=asked)
    assert answer.status_code == 422
    assert "/target_percent" in answer.text


def test_a_plan_that_holds_is_told_in_a_sentence_first(service: Service) -> None:
    page = held(service)
    shown = visit(service, page)
    assert "A plan that holds" in shown.all("h1")[0].text
    assert "of 200 fresh runs" in shown.text
    assert "Plans that hold, and their price" in shown.text
    assert "fresh runs" not in visit(service, f"{page}?audience=public").text


def test_two_aims_are_chosen_on_a_page_of_their_own(service: Service) -> None:
    plan = service.planned()
    place = f"/plans/{plan}/weigh"
    assert place in {a.attributes["href"] for a in visit(service, f"/plans/{plan}").all("a")}
    form = visit(service, place)
    chosen = [o.attributes["value"] for o in form.all("option") if "selected" in o.attributes]
    assert chosen == ["schedule_contingency", "peak_change_load"]
    same = press(service, place, first="spread", second="spread")
    assert same.status_code == 422
    assert "Choose another aim than the first" in same.text
    for first in ("", "dates_moved", "speed"):
        assert press(service, place, first=first, second="spread").status_code == 422
    address = pressed(service, place, first="spread", second="peak_change_load")
    made = service.read_analysis(address.removeprefix("/analyses/"))
    asked = {name: made["settings"][name] for name in ("kind", "first", "second")}
    assert asked == {"kind": "frontier", "first": "spread", "second": "peak_change_load"}
    worker = service.work(address.removeprefix("/analyses/"))
    row = {"row": "frontier_row", "first": 3, "second": 40, "proved": False, "last_transfer": None}
    worker.tell("row", row)
    assert "Plan 1 3 40 best found" in visit(service, address).text


def test_what_was_weighed_is_a_picture_a_table_and_ways_onwards(service: Service) -> None:
    address = weighed(service)
    shown = visit(service, address)
    assert "3 plans, not all there are." in shown.text
    assert "The plan at hand has 65 working days and 55 load points." in shown.text
    assert {"proved", "best found"} <= {tag.text for tag in shown.all("td")}
    assert {"Plan 1", "Plan 2", "Plan 3", "The plan at hand"} <= {t.text for t in shown.all("th")}
    rings = [g for g in shown.all("g") if g.attributes.get("class") == "at-hand"]
    assert len(rings) == 1
    # 60, 70 and 80 working days are 12, 14 and 16 weeks.
    onwards = [h for a in shown.all("a") if "contingency?weeks=" in (h := a.attributes["href"])]
    assert [h.rpartition("=")[2] for h in onwards] == ["12", "14", "16"]
    form = visit(service, str(onwards[0]))
    (weeks,) = [i for i in form.all("input") if i.attributes.get("id") == "weeks"]
    assert weeks.attributes["value"] == "12"
    public = visit(service, f"{address}?audience=public")
    assert "at hand" not in public.text
    assert "Nothing that is told in public" in public.text


def test_the_price_of_contingency_is_drawn(service: Service) -> None:
    shown = visit(service, contingency_priced(service))
    (picture,) = [d for d in shown.all("div") if d.attributes.get("role") == "img"]
    drawn = {tag.text for tag in shown.all("text")}
    assert {"13 weeks", "26 weeks", "no plan", "proved", "42", "1 Dec 2023"} <= drawn
    assert "13 weeks can be kept free." in (picture.attributes["aria-label"] or "")
    links = [a.attributes["href"] for a in shown.all("a") if "?weeks=" in a.attributes["href"]]
    assert [link.rpartition("=")[2] for link in links] == ["13"]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "frontier", "first": "risk", "second": "risk"},
        {"kind": "frontier", "first": "dates_moved"},
        {"kind": "frontier", "points": 1},
        {"kind": "frontier", "points": 21},
        {"kind": "latest", "first": "risk"},
        {"kind": "risk", "points": 8},
    ],
)
def test_what_cannot_be_weighed_is_refused(service: Service, body: dict[str, object]) -> None:
    answer = service.client.post(f"/v1/plans/{service.planned()}/analyses", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "body_rejected"


def test_the_first_page_of_a_plan_compares_options_once_that_was_worked_out(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    before = visit(service, f"/plans/{plan}")
    assert "Compare the options" in {tag.text for tag in before.all("button")}
    address = pressed(service, f"/plans/{plan}/analyses?kind=options")
    option = service.read(plan)["plan"]["options"]["PAYROLL"]
    row = {"group": "PAYROLL", "option": option, "fits": True, "appraisal": 3, "objectives": []}
    row |= {"last_transfer": "2023-12-01", "difference": None, "proved": False}
    row |= {"measures": {"cost": 1234, "risk": 12}}
    document = {"feasible": True, "best": {"levels": []}, "options": [row]}
    service.work(address.removeprefix("/analyses/")).know(document)
    after = visit(service, f"/plans/{plan}")
    assert "Compare the options" not in {tag.text for tag in after.all("button")}
    headings = {tag.text for tag in after.all("th")}
    assert {"Cost (pounds)", "Risk of the options (risk points)", "Proved"} <= headings
    assert "in this plan fits 3 1 December 2023 1,234 12 no" in after.text
    assert address in {a.attributes["href"] for a in after.all("a")}


def test_ways_to_a_plan_and_clashes_stand_there_as_they_are_found(service: Service) -> None:
    plan = service.plan()
    service.work(plan).find_none()
    analysis = pressed(service, f"/plans/{plan}/analyses?kind=explanation")
    worker = service.work(analysis.removeprefix("/analyses/"))
    for proved in (False, True):
        rules, words = ("XMAS", "END"), ("one", "two")
        clash = Clash(rules=rules, statements=words, minimal=True, proved=proved)
        worker.tell("row", row_data(clash))
    (change,) = OPTION["changes"]
    worker.tell("row", {"row": "recovery_option", **OPTION, "changes": [change]})
    shown = visit(service, analysis)
    assert "Recovery option 1 of 1: 20 points" in shown.text
    assert "Four weeks instead of eight stay free." in shown.text
    assert "proved by a second solve" in shown.text
    assert "not yet proved" not in shown.text
    public = visit(service, f"{analysis}?audience=public")
    assert "Recovery option" not in public.text
