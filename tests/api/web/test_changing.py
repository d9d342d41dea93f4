"""A change made in a form is the change that a tool would send, and what is wrong is told at its field."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from api.web.changing.kinds import BY_ID, KINDS
from tests.api.routes.changing import in_force
from tests.api.routes.service import Service
from tests.api.web.analysed import WAYS_OUT
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
    "contract-end": {"day": "2024-04-30"},
    "contingency": {"weeks": "6"},
    "apart": {"other": "CSC", "weeks": "3"},
    "away": {"other": "CSC", "times": "september", "weeks": "3"},
    "bank-holidays": {"dates": "5 June 2023, 2023-06-06"},
    "closure": {"name": "Move of offices", "first": "2023-06-05", "last": "2023-06-09"},
    "closure-gone": {},
    "service": {"name": "Printers"},
    "extra-meeting": {"day": "2023-02-14"},
    "waived": {},
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


def test_a_contract_that_ends_later_moves_the_rules_that_name_its_last_day(
    service_on_sqlite: Service,
) -> None:
    programme, _ = in_force(service_on_sqlite)
    before = service_on_sqlite.client.get(f"/v1/programmes/{programme}").json()
    made = made_of(service_on_sqlite, "contract-end")
    assert made["contract"]["end_date"] == "2024-04-30"
    assert made["plan_until"] == "2024-06-30"
    old, new = json.dumps(before["rule_templates"]), json.dumps(made["rule_templates"])
    assert "2024-03-31" in old
    assert new == old.replace("2024-03-31", "2024-04-30")
    earlier = made_of(service_on_sqlite, "contract-end", day="2024-02-29")
    assert earlier["plan_until"] == before["plan_until"]


def test_weeks_in_reserve_are_working_days_and_what_eased_them_goes(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    eased = WAYS_OUT["recovery_options"][0]["patch"]
    asked = {"title": "Eased", "patch": eased, "plan": plan}
    assert service.client.post(
        f"/v1/programmes/{programme}/changes", json=asked, headers={"If-Match": '"1"'}
    ).is_success
    given = {**form_of(service, programme, "contingency"), "in_force": plan}
    assert send(service, programme, "contingency", given)[0] == 303
    made = service.client.get(f"/v1/programmes/{programme}").json()
    (rule,) = [rule for rule in made["rules"] if rule["kind"] == "schedule_contingency"]
    assert (rule["id"], rule["working_days"]) == ("contingency-8-weeks", 30)
    assert not made.get("adjustments")
    further = made_of(service, "contingency", rule="new", weeks="2")
    assert [
        rule["working_days"] for rule in further["rules"] if rule["kind"] == "schedule_contingency"
    ] == [40, 10]


def test_two_services_are_kept_apart_by_their_cutovers(service_on_sqlite: Service) -> None:
    made = made_of(service_on_sqlite, "apart", one="PAY", other="CSC")
    rule = made["rules"][-1]
    assert rule["calendar_days"] == 21
    assert rule["activities"] == {"kinds": ["cutover"], "scope": {"services": ["PAY"]}}
    assert rule["from_activities"] == {"kinds": ["cutover"], "scope": {"services": ["CSC"]}}
    assert rule["confirmed"] is False


def test_days_that_are_closed_are_entered_once_and_opened_again(
    service_on_sqlite: Service,
) -> None:
    dates = "5 June 2023, 2023-05-29"
    made = made_of(service_on_sqlite, "bank-holidays", dates=dates)
    closed = [(one["first"], one["last"]) for one in made["calendars"][0]["closures"]]
    assert closed.count(("2023-05-29", "2023-05-29")) == 1, "it was closed already"
    assert ("2023-06-05", "2023-06-05") in closed
    assert closed == sorted(closed)
    opened = made_of(service_on_sqlite, "closure-gone", closure="0|0")
    assert len(opened["calendars"][0]["closures"]) == len(closed) - 2
    made = made_of(service_on_sqlite, "closure")
    assert {"first": "2023-06-05", "last": "2023-06-09", "name": "Move of offices"} in made[
        "calendars"
    ][0]["closures"]


def test_closed_days_and_weeks_in_reserve_are_offered_in_words(
    service_on_sqlite: Service,
) -> None:
    programme, _ = in_force(service_on_sqlite)

    def offered(kind: str) -> list[str]:
        page = visit(service_on_sqlite, f"/programmes/{programme}/change/{kind}")
        return [option.text for option in page.all("option")]

    assert "1 May 2023, Early May bank holiday" in offered("closure-gone")
    assert "7 April 2023 to 10 April 2023, Easter" in offered("closure-gone")
    assert "8 weeks now: Eight weeks stay free before the contract end." in offered("contingency")


def test_a_further_service_is_like_another_and_joins_a_group(service_on_sqlite: Service) -> None:
    made = made_of(service_on_sqlite, "service", like="PAY", group="NETWORK")
    (like,) = [one for one in made["services"] if one["id"] == "PAY"]
    added = made["services"][-1]
    assert (added["id"], added["name"], added["group"]) == ("PRINTERS", "Printers", "NETWORK")
    assert added["durations"] == like["durations"]
    assert "yearly_cost" not in added


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("contract-end", {"day": "2024-03-31"}, "ends on 31 March 2024 already"),
        ("contract-end", {"day": "2020-01-01"}, "must end after that"),
        ("contingency", {"rule": "new", "weeks": "0"}, "changes nothing"),
        ("apart", {"one": "CSC"}, "Choose two different services"),
        ("bank-holidays", {"dates": "2023-05-29"}, "closed already"),
        ("bank-holidays", {"dates": "soon"}, "soon is no date"),
        ("service", {"name": "network"}, "There is a service network already"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    service_on_sqlite: Service, kind: str, given: dict[str, str], words: str
) -> None:
    programme, _ = in_force(service_on_sqlite)
    asked = {**form_of(service_on_sqlite, programme, kind), **given}
    status, html = send(service_on_sqlite, programme, kind, asked)
    assert status == 422
    assert words in Page(html).text


def test_a_rule_of_a_pattern_is_given_up_in_one_case_and_on_record(
    service_on_sqlite: Service,
) -> None:
    programme, _ = in_force(service_on_sqlite)
    page = visit(service_on_sqlite, f"/programmes/{programme}/change/waived")
    rule = first_of(page, "rule")
    (record,) = made_of(service_on_sqlite, "waived")["adjustments"]
    assert {"kind": "waived", "rule": rule}.items() <= record.items()
    # What a plan cannot do without is not offered.
    offered = {option.attributes["value"] for option in page.all("option")}
    assert "." in rule
    assert not {"placement", "route-decided.NETWORK", "cover.NET"} & offered


def test_one_more_meeting_is_a_day_of_its_body(service_on_sqlite: Service) -> None:
    made = made_of(service_on_sqlite, "extra-meeting", meeting="executive-meetings")
    (body,) = [one for one in made["date_sets"] if one["id"] == "executive-meetings"]
    assert body["dates"] == ["2023-02-14"]


def test_a_link_fills_a_form_in_and_nothing_is_told_to_be_wrong(
    service_on_sqlite: Service,
) -> None:
    programme, _ = in_force(service_on_sqlite)
    page = visit(
        service_on_sqlite, f"/programmes/{programme}/change/team-more?team=PM&people=2&odd=1"
    )
    chosen = [o.attributes["value"] for o in page.all("option") if "selected" in o.attributes]
    assert chosen[0] == "PM"
    (people,) = [f for f in page.all("input") if f.attributes.get("id") == "people"]
    assert people.attributes["value"] == "2"
    assert "There is a problem" not in page.text
