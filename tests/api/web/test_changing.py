"""A change made in a form is the change that a tool would send, and what is wrong is told at its field."""

from typing import Any
from urllib.parse import urlencode

import pytest

from api.web.changing.kinds import BY_ID, KINDS
from tests.api.routes.changing import in_force
from tests.api.routes.service import Service
from tests.api.web.visitor import BROWSER, Page, pressed, visit

FORM = {"Content-Type": "application/x-www-form-urlencoded", **BROWSER}
GIVEN = {
    "not-before": {"activity": "NET.transfer", "day": "2023-09-01"},
    "duration": {"likely": "30"},
    "dependency": {"before": "NET.transfer", "after": "CSC.transfer", "lag": "5"},
    "team": {"team": "PM", "first": "2023-05-01", "last": "2023-05-12", "people": "1"},
    "team-more": {"team": "PM", "first": "2023-05-01", "last": "2023-05-12", "people": "0.5"},
    "freeze": {"name": "Election", "first": "2023-05-01", "last": "2023-05-07", "group": "all"},
    "meeting": {},
    "option": {},
    "freeze-moved": {"first": "2022-12-20"},
    "load-limit": {"at_most": "760"},
    "rule-gone": {},
    "promise": {"level": "published"},
    "confirmed": {},
    "commitment": {"activity": "NET.transfer", "day": "2023-10-01", "level": "published"},
}
"""What each form is given; a choice that is left out is the first one offered."""


def form_of(service: Service, programme: str, kind: str) -> dict[str, str]:
    """Return what a person would send: hidden fields as they are, the rest filled in."""
    page = visit(service, f"/programmes/{programme}/change/{kind}")
    hidden = {
        field.attributes["name"]: field.attributes["value"]
        for field in page.all("input")
        if field.attributes["type"] == "hidden"
    }
    first = {field.id: first_of(page, field.id) for field in BY_ID[kind].fields if field.offers}
    return {**hidden, **first, "reason": "The supplier says so", **GIVEN[kind]}


def first_of(page: Page, field: str) -> str:
    """Return the first real choice of a list."""
    place = next(i for i, tag in enumerate(page.tags) if tag.attributes.get("id") == field)
    following = [t for t in page.tags[place:] if t.name == "option" and t.attributes["value"]]
    return following[0].attributes["value"] if following else ""


def send(service: Service, programme: str, kind: str, given: dict[str, str]) -> tuple[int, str]:
    """Send a form; return the status and where it leads, or the page."""
    answer = service.client.post(
        f"/programmes/{programme}/change/{kind}", content=urlencode(given), headers=FORM
    )
    return answer.status_code, answer.headers.get("Location", answer.text)


def test_every_kind_has_a_form_that_is_offered(service_on_sqlite: Service) -> None:
    programme, _ = in_force(service_on_sqlite)
    page = visit(service_on_sqlite, f"/programmes/{programme}/change")
    offered = {link.attributes["href"] for link in page.all("a")}
    for kind in KINDS:
        assert f"/programmes/{programme}/change/{kind.id}" in offered


@pytest.mark.parametrize("kind", list(BY_ID))
def test_a_change_makes_a_revision_and_a_plan_that_stays_near(
    service_on_sqlite: Service, kind: str
) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    given = form_of(service, programme, kind)
    if kind == "promise" or (kind == "meeting" and not given[kind]):
        pytest.skip("the small programme has none")
    status, place = send(service, programme, kind, {**given, "in_force": plan})
    assert status == 303, place
    made = service.read(place.removeprefix("/plans/"))
    assert made["revision"] == 2
    assert made["settings"]["in_force"] == plan
    history = visit(service, f"/programmes/{programme}").text
    assert f"{BY_ID[kind].title}: The supplier says so" in history
    # Sent twice it is one change.
    assert send(service, programme, kind, {**given, "in_force": plan}) == (303, place)


@pytest.mark.parametrize("kind", list(BY_ID))
def test_an_empty_form_is_told_at_every_field(service_on_sqlite: Service, kind: str) -> None:
    service = service_on_sqlite
    programme, _ = in_force(service)
    status, html = send(service, programme, kind, {"revision": "1"})
    assert status == 422
    page = Page(html)
    needed = [field.id for field in BY_ID[kind].fields if not field.optional]
    pointed = [a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith("#")]
    assert pointed[1:] == [f"#{field}" for field in needed]
    for field in needed:
        (shown,) = [tag for tag in page.tags if tag.attributes.get("id") == field]
        assert shown.attributes["aria-invalid"] == "true"
        assert f"{field}-error" in shown.attributes["aria-describedby"]
    assert "Error: " in page.all("title")[0].text


def test_a_change_that_cannot_be_is_told_in_words(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    given = {**form_of(service, programme, "dependency"), "after": "NET.transfer"}
    status, html = send(service, programme, "dependency", {**given, "in_force": plan})
    assert status == 422
    assert "There is a problem" in Page(html).text


def test_a_programme_that_was_changed_meanwhile_is_not_changed_unseen(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    given = {**form_of(service, programme, "freeze"), "in_force": plan}
    assert send(service, programme, "freeze", given)[0] == 303
    status, html = send(service, programme, "freeze", {**given, "key": "other", "name": "B"})
    assert status == 422
    assert "meanwhile" in Page(html).text


def test_a_plan_is_accepted_and_the_next_change_told_against_it(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    assert pressed(service, f"/plans/{plan}/accept") == f"/plans/{plan}"
    assert "This plan is in force" in visit(service, f"/plans/{plan}").text
    page = visit(service, f"/programmes/{programme}/change/freeze")
    (chosen,) = [o for o in page.all("option") if "selected" in o.attributes]
    assert chosen.attributes["value"] == plan


def test_a_change_is_taken_back(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    given = {**form_of(service, programme, "freeze"), "in_force": plan}
    _, place = send(service, programme, "freeze", given)
    assert pressed(service, f"{place}/discard") == f"/programmes/{programme}"
    now = service.client.get(f"/v1/programmes/{programme}")
    before = service.client.get(f"/v1/programmes/{programme}/revisions/1")
    assert now.headers["ETag"] == '"3"'
    assert now.json() == before.json()
    again = service.client.post(f"{place}/discard", headers=BROWSER)
    assert again.status_code in {409, 412}


def made_of(service: Service, kind: str, **given: str) -> dict[str, Any]:
    """Send a form of the small programme; return the programme that comes of it."""
    programme, plan = in_force(service)
    asked = {**form_of(service, programme, kind), "in_force": plan, **given}
    status, place = send(service, programme, kind, asked)
    assert status == 303, place
    found: dict[str, Any] = service.client.get(f"/v1/programmes/{programme}").json()
    return found


def test_a_freeze_moves_by_one_of_its_days_or_is_lifted(service_on_sqlite: Service) -> None:
    moved = made_of(service_on_sqlite, "freeze-moved", freeze="2|0", first="2023-03-20", last="")
    freezes = [rule for rule in moved["rules"] if rule["kind"] == "change_freeze"]
    assert freezes[1]["windows"][0] == {"first": "2023-03-20", "last": "2023-04-23", "name": "2023"}
    lifted = made_of(service_on_sqlite, "freeze-moved", freeze="2|0", first="", last="")
    freezes = [rule for rule in lifted["rules"] if rule["kind"] == "change_freeze"]
    assert [window["name"] for window in freezes[1]["windows"]] == ["2024"]


def test_a_promise_becomes_firmer_and_ends(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    for kind, given in (
        ("commitment", {}),
        ("promise", {"promise": "0", "level": "contracted"}),
        ("promise", {"promise": "0", "level": "none"}),
    ):
        asked = {**form_of(service, programme, kind), "in_force": plan, **given}
        assert send(service, programme, kind, asked)[0] == 303
        document = service.client.get(f"/v1/programmes/{programme}").json()
        promised = document.get("commitments", [])
        expected = {"contracted": ["contracted"], "none": []}.get(given.get("level", ""))
        assert [one["level"] for one in promised] == (["published"] if not given else expected)


def test_what_is_confirmed_is_asked_no_more_and_law_cannot_be_dropped(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, _ = in_force(service)
    before = service.client.get(f"/v1/programmes/{programme}").json()
    page = visit(service, f"/programmes/{programme}/change/rule-gone")
    offered = {o.attributes["value"] for o in page.all("option")} - {""}
    laws = {str(at) for at, rule in enumerate(before["rules"]) if rule.get("basis") == "law"}
    assert offered
    assert not offered & laws
    document = made_of(service, "confirmed")
    (confirmed,) = [one for one in document["assumptions"] if one.get("confirmed")][:1]
    assert confirmed["source"] == "The supplier says so"


def test_people_who_join_are_on_top_of_those_who_are_there_and_leave_again(
    service_on_sqlite: Service,
) -> None:
    programme, _ = in_force(service_on_sqlite)
    before = service_on_sqlite.client.get(f"/v1/programmes/{programme}").json()
    (had,) = [team["capacity"] for team in before["teams"] if team["id"] == "PM"]
    document = made_of(service_on_sqlite, "team-more")
    (has,) = [team["capacity"] for team in document["teams"] if team["id"] == "PM"]
    usual = had[0]["hundredths"]
    assert [(one["first"], one["hundredths"]) for one in has if one["first"] >= "2023-05-01"][
        :2
    ] == [
        ("2023-05-01", usual + 50),
        ("2023-05-13", usual),
    ]
