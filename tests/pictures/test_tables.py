"""A whole answer in a terminal: the sentence, the tables, and no name taken for markup."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.console import Console, RenderableType

from scheduler.domain.activities import ActivityPart
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.plan import Placed, Plan
from scheduler.interchange.plan_json import plan_in, plan_to_jsonable
from scheduler.pictures.headline import headline
from scheduler.pictures.outcome_tables import (
    concessions_table,
    issues_table,
    violations_table,
)
from scheduler.pictures.tables import render_answer
from scheduler.pictures.wording import counted, long_date, period, plain, short_date


def _printed(*parts: RenderableType, width: int = 80, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="")
    console = Console(file=file, width=width, color_system=None, highlight=False)
    for part in parts:
        console.print(part)
    file.flush()
    return raw.getvalue().decode(encoding)


def _answer(tiny: Any) -> dict[str, Any]:
    return {
        "outcome": "plan",
        "claim": "bound_confirmed_by_second_configuration",
        "objectives": [
            {
                "name": "schedule_contingency",
                "value": 63,
                "bound": 70,
                "tolerance": 20,
                "unit": "working days",
                "proved": True,
                "claim": "bound_confirmed_by_second_configuration",
            },
            {
                "name": "peak_change_load",
                "value": 40,
                "bound": None,
                "tolerance": 0,
                "unit": "load points",
                "proved": False,
                "claim": "feasible_checked",
            },
        ],
        "plan": {
            **plan_to_jsonable(tiny.expanded, tiny.plan, ()),
            "concessions": [
                {
                    "id": "AVOID",
                    "kind": "change_freeze",
                    "statement": "No [bold]decision[/bold] then.",
                    "activities": ["PAY.decision"],
                    "shortfall": 2,
                    "unit": "changes",
                    "price": 10,
                }
            ],
        },
        "clashes": [],
        "baselines": [
            {
                "name": "big bang on the end date",
                "feasible": False,
                "rules_broken": 3,
                "contingency_weeks": 0,
                "peak_change_load": 1234,
                "last_transfer": "2023-07-01",
            }
        ],
    }


def test_headline_says_when_how_early_and_how_sure(tiny: Any) -> None:
    # 3 April to 30 June, both included: 28 + 31 + 30 = 89 days, 12 whole weeks.
    assert headline(tiny.expanded, tiny.plan) == (
        "All services transferred by 3 April 2023, 12 weeks before the contract ends;"
        " calculated on likely durations, 1 assumption and 1 planning rule unconfirmed."
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 6, 24), "24 June 2023, 1 week before the contract ends"),
        (date(2023, 6, 25), "25 June 2023, 6 days before the contract ends"),
        (date(2023, 6, 30), "30 June 2023, 1 day before the contract ends"),
        (date(2023, 7, 1), "1 July 2023, the day after the contract ends"),
        (date(2023, 7, 3), "3 July 2023, 3 days after the contract ends"),
    ],
)
def test_headline_near_the_contract_end(tiny: Any, day: date, words: str) -> None:
    moved = {**tiny.plan.placed, "PAYC.transfer": Placed(start=day, finish=day)}
    assert words in headline(tiny.expanded, replace(tiny.plan, placed=moved))


def test_headline_of_a_plan_without_transfers(tiny: Any) -> None:
    words = headline(tiny.expanded, Plan(options={}, placed={}))
    assert words.startswith("No service transfer is in the plan")


def test_headline_counts_services_left_behind(tiny: Any) -> None:
    placed = {k: v for k, v in tiny.plan.placed.items() if k != "DESK.transfer"}
    words = headline(tiny.expanded, replace(tiny.plan, placed=placed))
    assert words.startswith("1 of 2 services transferred by 3 April 2023")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_answer_shows_everything_at_any_width(tiny: Any, width: int) -> None:
    parts = render_answer(_answer(tiny), tiny.expanded, width=width)
    text = _printed(*parts, width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    one_line = " ".join(text.split())
    for words in (
        "All services transferred by 3 April 2023",
        "confirmed by a second solve",
        "Service dates, by time",
        "Sourcing option per service group",
        "Peak change load per user group",
        "Aims, most important first",
        "Concessions: soft planning rules not fully met",
        "Against planning without optimising",
        "3 rules broken",
        "1,234",
        "No [bold]decision[/bold]",
    ):
        assert words in one_line or words.split()[0] in one_line


def test_service_dates_stand_in_order_of_transfer(tiny: Any) -> None:
    text = _printed(*render_answer(_answer(tiny), tiny.expanded, width=120), width=120)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    desk = lines.index("DESK Service desk USER INH - 6 Feb 2023 - - -")
    payroll = lines.index(
        "PAYC Council payroll PAY SHR 1 Mar 2023 3 Apr 2023 3 Apr 2023 28 Apr 2023 5 Jun 2023"
    )
    assert lines[payroll + 1] == "1 Apr 2023"
    assert desk < payroll
    assert "Payroll group PAY Shared service shared service, agreement, off the shelf 12" in lines
    # The heaviest week is the second of the first wave: 4 points times 10.
    assert "All staff 5,000 6 Mar 2023 40 30 Council payroll wave 1, 1 Mar" in lines
    assert "this plan all met 12 40" in lines
    # The last column is wider than what is left of the paper.
    assert "Schedule contingency 63 70 20 working days no better one exists, calculated twice" in (
        " ".join(lines)
    )
    assert "Peak change load 40 not known 0 load points a better plan may exist" in " ".join(lines)


def test_parts_of_long_work_are_told_with_their_dates(tiny: Any) -> None:
    name = "PAYC.build"
    parts = (
        ActivityPart(id="first", name="Interfaces", share_percent=50, deliverable="signed off"),
        ActivityPart(id="second", share_percent=50, owner="Payroll lead"),
    )
    document = tiny.expanded.document
    divided = tuple(
        replace(activity, parts=parts) if activity.id == name else activity
        for activity in document.activities
    )
    expanded = ExpandedProgramme(replace(document, activities=divided))
    text = _printed(*render_answer(_answer(tiny), expanded, width=120), width=120)
    assert "Parts of long work" in text
    assert "Interfaces" in text
    assert "signed off" in text
    assert "Payroll lead" in text
    assert short_date(tiny.plan.placed[name].finish) in text
    whole = _printed(*render_answer(_answer(tiny), tiny.expanded, width=120), width=120)
    assert "Parts of long work" not in whole


def test_answer_without_a_plan_shows_its_clash(tiny: Any) -> None:
    document = {
        "outcome": "infeasible",
        "plan": None,
        "clashes": [
            {
                "rules": ["XMAS", "CAP"],
                "statements": ["No change at [red]Christmas[/red].", "At most 30 points."],
                "minimal": True,
                "proved": True,
            }
        ],
    }
    text = " ".join(_printed(*render_answer(document, tiny.expanded)).split())
    assert text.startswith("No plan meets every planning rule; calculated on likely durations")
    assert "XMAS policy No change at [red]Christmas[/red]." in text
    assert "CAP estimate At most 30 points." in text
    assert "(proved by a second solve)" in text


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("feasible_checked", "better plans may exist"),
        ("bound_claimed_by_solver", "rest on one solve"),
        ("bound_confirmed_by_second_configuration", "confirmed by a second solve."),
        (None, "checked by dates alone."),
    ],
)
def test_no_more_is_claimed_than_is_known(tiny: Any, claim: str | None, words: str) -> None:
    said = render_answer({**_answer(tiny), "claim": claim}, tiny.expanded)[1]
    assert words in str(said)
    assert "1 soft planning rule is not fully met." in str(said)


def test_a_search_that_was_stopped_says_so(tiny: Any) -> None:
    nothing = {"outcome": "undecided", "plan": None, "solve": {"stopped_by": "request"}}
    assert "until the search was stopped" in str(render_answer(nothing, tiny.expanded)[0])
    stopped = {**_answer(tiny), "solve": {"stopped_by": "request"}}
    assert "stopped early, on request." in str(render_answer(stopped, tiny.expanded)[1])


@pytest.mark.parametrize(
    ("shortfall", "unit", "words"),
    [(1, "activity", "1 activity"), (2, "activity", "2 activities"), (1, "times", "1 time")],
)
def test_a_shortfall_is_counted_in_its_unit(shortfall: int, unit: str, words: str) -> None:
    concession = {"id": "AVOID", "shortfall": shortfall, "unit": unit, "points": 1}
    assert words in " ".join(_printed(concessions_table([concession])).split())


def test_undecided_claims_nothing(tiny: Any) -> None:
    text = _printed(*render_answer({"outcome": "undecided", "plan": None}, tiny.expanded))
    assert "no plan was found, and none was ruled out" in " ".join(text.split())


def test_a_terminal_without_unicode_gets_ascii(tiny: Any) -> None:
    parts = render_answer(_answer(tiny), tiny.expanded, width=80, ascii_only=True)
    assert _printed(*parts, encoding="ascii").isascii()


def test_plan_is_read_back_from_the_document(tiny: Any) -> None:
    assert plan_in(_answer(tiny)) == tiny.plan
    assert plan_in(_answer(tiny)["plan"]) == tiny.plan


def test_hostile_names_are_words_and_never_reach_the_terminal_raw(tiny: Any) -> None:
    document = tiny.expanded.document
    services = tuple(replace(s, name="[red]\x1b[2J\nx") for s in document.services)
    expanded = ExpandedProgramme(replace(document, services=services))
    text = _printed(*render_answer(_answer(tiny), expanded, width=140), width=140)
    assert "\x1b" not in text
    assert "[red] [2J x" in text


def test_violations_and_issues_name_rule_place_and_value() -> None:
    violation = {
        "rule": "XMAS",
        "kind": "change_freeze",
        "statement": "No change at Christmas.",
        "activities": ["PAYC.cutover_1"],
        "measured": date(2022, 12, 24),
        "allowed": "outside the freeze",
    }
    text = " ".join(_printed(violations_table([violation]), width=120).split())
    assert text.startswith("1 violation")
    assert "XMAS 24 Dec 2022 outside the freeze" in text
    assert "No change at Christmas. PAYC.cutover_1" in text
    narrow = _printed(violations_table([violation]), width=80)
    assert "PAYC.cutover_1" in narrow
    assert "…" not in narrow
    issue = Issue(code="unknown_service", path="/services[id=X]", message="no such [service]")
    text = " ".join(_printed(issues_table([issue]), width=120).split())
    assert text.startswith("1 problem")
    assert "error /services[id=X] no such [service] unknown_service" in text


def test_dates_and_numbers_in_peoples_form() -> None:
    assert short_date(date(2023, 11, 6)) == "6 Nov 2023"
    assert long_date(date(2023, 11, 6)) == "6 November 2023"
    assert period(date(2023, 11, 6), date(2023, 11, 6)) == "6 Nov 2023"
    assert (counted(1, "week"), counted(1200, "week")) == ("1 week", "1,200 weeks")
    assert plain("a\tb\x1bc") == "a b c"


def test_a_programme_that_lists_no_assumptions_is_not_taken_for_confirmed(tiny: Any) -> None:
    document = replace(tiny.expanded.document, assumptions=())
    rules = tuple(replace(rule, confirmed=None) for rule in document.rules)
    bare = ExpandedProgramme(replace(document, rules=rules, rule_templates=()))
    assert headline(bare, tiny.plan).endswith("on likely durations, no assumptions listed.")


@pytest.mark.parametrize("compared", [True, False])
def test_ways_that_there_was_no_time_to_try_are_named(tiny: Any, compared: bool) -> None:
    answer = _answer(tiny)
    if not compared:
        answer["baselines"] = []
    assert "Not tried" not in _printed(*render_answer(answer, tiny.expanded))
    answer["solve"] = {"not_compared": ["greedy list", "one [bold]group[/bold] at a time"]}
    printed = " ".join(_printed(*render_answer(answer, tiny.expanded)).split())
    assert (
        "Not tried in the time there was: greedy list, one [bold]group[/bold] at a time." in printed
    )
