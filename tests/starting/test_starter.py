"""A sheet becomes a programme without errors, with a plan, and nothing of it passes for confirmed."""

import json
from dataclasses import replace
from datetime import date

import pytest

from scheduler.analysis.measures import unconfirmed_assumptions, unconfirmed_rules
from scheduler.interchange.valid_programme import valid_programme
from scheduler.planning import plan_exit
from scheduler.solver.settings import SearchSettings
from scheduler.starting.naming import ids_of
from scheduler.starting.sheet import KINDS, Sheet, SheetService, dates_in, services_in
from scheduler.starting.starter import programme_of

SHEET = Sheet(
    name="We leave",
    supplier="Supplier Ltd",
    plan_from=date(2026, 1, 5),
    end_date=date(2027, 9, 30),
    services=services_in("Network\nPayroll; Pay; payroll\nPensions; Pay; payroll\nPhones;;people")[
        0
    ],
)


def test_a_sheet_is_read_line_by_line_and_everything_wrong_told_at_once() -> None:
    services, wrong = services_in(
        "Network\n\n; group\nPayroll; Pay; payroll\nnetwork\nX;Y;z\na;b;people;d"
    )
    assert services == (
        SheetService(name="Network", group="Network", kind="technical"),
        SheetService(name="Payroll", group="Pay", kind="payroll"),
    )
    assert [told.split(":")[0] for told in wrong] == ["Line 3", "Line 5", "Line 6", "Line 7"]
    assert services_in("  \n")[1] == ("Write at least one service, each on a line of its own.",)
    assert dates_in("2026-02-03, 2026-01-06 soon") == (
        (date(2026, 1, 6), date(2026, 2, 3)),
        ("soon is no date such as 2022-10-04 or 4 October 2022.",),
    )


def test_a_sheet_becomes_a_programme_that_has_a_plan() -> None:
    valid = valid_programme(json.dumps(programme_of(SHEET)).encode())
    document = valid.expanded.document
    assert {service.name for service in document.services} == {
        "Network",
        "Payroll",
        "Pensions",
        "Phones",
    }
    assert len(document.service_groups) == 3
    answer = plan_exit(valid.expanded, SearchSettings(time_limit_seconds=30), with_baselines=False)
    assert answer.outcome == "plan"


def test_every_default_waits_to_be_confirmed_by_somebody_until_a_day() -> None:
    document = valid_programme(json.dumps(programme_of(SHEET)).encode()).document
    assert unconfirmed_assumptions(document) == len(document.assumptions) > 5
    for assumption in document.assumptions:
        assert assumption.owner
        assert assumption.confirm_by == date(2026, 3, 2)
    assert unconfirmed_rules(document) >= len(document.rules)
    for rule in document.rules:
        assert rule.confirmed is False
        assert rule.review_by == date(2026, 3, 2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["Ü", "1st line", "x" * 120, "A;B".replace(";", " & "), "Net-work (new)"]
)
def test_any_name_and_kind_makes_a_valid_programme(name: str, kind: str) -> None:
    services = (
        SheetService(name=name, group=name, kind=kind),  # type: ignore[arg-type]
        SheetService(name=f"{name}!", group=name, kind=kind),  # type: ignore[arg-type]
    )
    sheet = Sheet(
        name=name,
        supplier="S",
        plan_from=date(2026, 1, 5),
        end_date=date(2027, 9, 30),
        services=services,
        meetings=(date(2026, 2, 3), date(2026, 3, 3)),
    )
    assert valid_programme(json.dumps(programme_of(sheet)).encode()).warnings is not None


def test_dates_are_read_as_people_write_them() -> None:
    found, wrong = dates_in("5 January 2027, 2/2/2027\n2027-03-02 2027-04-06; 30 February 2027")
    assert [day.isoformat() for day in found] == [
        "2027-01-05",
        "2027-02-02",
        "2027-03-02",
        "2027-04-06",
    ]
    assert wrong == ("30 February 2027 is no date such as 2022-10-04 or 4 October 2022.",)


def test_what_sounds_like_payroll_is_not_guessed_to_be_or_not_to_be() -> None:
    found, wrong = services_in("Payroll\nSchools payroll; Pay\nFire payroll; Pay; people")
    assert [service.name for service in found] == ["Fire payroll"]
    assert "Payroll; Payroll; payroll" in wrong[0]
    assert "Schools payroll; Pay; payroll" in wrong[1]


def test_a_group_of_the_same_name_as_a_service_says_that_it_is_one() -> None:
    services, wrong = services_in(
        "Payroll; Payroll; payroll\nPhones;;people\nNetwork; Infrastructure\nServers; Infrastructure"
    )
    assert not wrong
    document = programme_of(replace(SHEET, services=services))
    assert [one["id"] for one in document["services"]] == [
        "PAYROLL",
        "PHONES",
        "NETWORK",
        "SERVERS",
    ]
    assert [one["id"] for one in document["service_groups"]] == [
        "PAYROLL_GROUP",
        "PHONES_GROUP",
        "INFRASTRUCTURE",
    ]
    expanded = valid_programme(json.dumps(document).encode()).expanded
    names = {activity.id for activity in expanded.document.activities}
    assert {"PAYROLL_GROUP.decision", "PAYROLL.build", "INFRASTRUCTURE.decision"} <= names


def test_names_that_begin_alike_are_numbered_and_no_id_is_given_twice() -> None:
    long = "Housing repairs and maintenance"
    assert ids_of(["A b", "A-b", "A b!"]) == {"A b": "A_B", "A-b": "A_B_2", "A b!": "A_B_3"}
    first = ids_of([f"{long} north", f"{long} south"])
    assert list(first.values()) == ["HOUSING_REPAIRS_AND_MAIN", "HOUSING_REPAIRS_AND_MAIN_2"]
    groups = ids_of([f"{long} west", "A", "A_GROUP"], ["A", *first.values()], otherwise="GROUP")
    assert list(groups.values()) == ["HOUSING_REPAIRS_AND_MAIN_GROUP", "A_GROUP", "A_GROUP_2"]
