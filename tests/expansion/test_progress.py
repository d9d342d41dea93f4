"""What has happened, written out as rules; the days are those of Easter 2023.

April   Mo Tu We Th Fr Sa Su
         3  4  5  6 (7  8  9)
       (10)11 12 13 14
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ActualDates, DateLimit, MovedLimit, SourcingChoice
from scheduler.domain.programme import Programme
from scheduler.domain.standing import Baseline, DatesInForce, DecidedOption, Progress
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme, write_programme
from scheduler.validation import find_issues
from tests.agreement.harness import solver_plans
from tests.rules.easter import april, event, lasting, programme, span, work

SETS = {"weekend": (april(8), april(9)), "late": (april(13),)}
OF = programme(
    work("build", lasting(3)),
    replace(work("move", lasting(2, "OWN"), lasting(4, "BOUGHT")), group="HRP"),
    event("live", dates="weekend"),
    event("done", dates="late"),
    span("both"),
    date_sets=SETS,
).document


def standing(
    *progress: Progress, known: int | None = 5, of: Programme = OF, **fields: Any
) -> ExpandedProgramme:
    status = None if known is None else april(known)
    return expand(replace(of, status_date=status, progress=progress, **fields))


def entry(
    activity: str, start: int | None, finish: int | None = None, left: int | None = None
) -> Progress:
    def on(day: int | None) -> date | None:
        return None if day is None else april(day)

    return Progress(
        activity=activity,
        actual_start=on(start),
        actual_finish=on(finish),
        remaining_working_days=left,
    )


def actual(of: ExpandedProgramme) -> dict[str, tuple[int, int | None, bool]]:
    return {
        rule.activity: (rule.start.day, rule.finish.day if rule.finish else None, rule.under_way)
        for rule in of.document.rules
        if isinstance(rule, ActualDates)
    }


def days(of: ExpandedProgramme, activity: str) -> list[int]:
    return [of.working_days(mode) for mode in of.activities[activity].modes]


def limit(of: ExpandedProgramme) -> DateLimit | None:
    found = [rule for rule in of.document.rules if rule.id == "status_date"]
    return found[0] if found and isinstance(found[0], DateLimit) else None


def test_finished_work_lasts_as_long_as_it_took() -> None:
    of = standing(entry("build", 4, 11), entry("move", 5, 5), known=11)
    assert actual(of) == {"build": (4, 11, False), "move": (5, 5, False)}
    assert days(of, "build") == [4]  # The 4th, 5th, 6th and 11th.
    assert days(of, "move") == [1, 1]


def test_work_under_way_goes_on_for_what_remains() -> None:
    # Begun on the 4th, known on the 5th; two more are the 6th and the 11th.
    of = standing(entry("build", 4, left=2))
    assert actual(of) == {"build": (4, 11, True)}
    assert days(of, "build") == [4]


@pytest.mark.parametrize(
    ("start", "known", "finish", "lasts"),
    [
        (4, 5, 6, 3),  # Two of three days are done; the 6th is left.
        (4, 6, 11, 4),  # All three are done and it is not over: a day more at least.
        (4, 8, 11, 4),
        (5, 5, 11, 3),
    ],
)
def test_without_an_estimate_what_its_duration_leaves(
    start: int, known: int, finish: int, lasts: int
) -> None:
    of = standing(entry("build", start), known=known)
    assert actual(of) == {"build": (start, finish, True)}
    assert days(of, "build") == [lasts]


def test_where_options_differ_the_last_day_is_open() -> None:
    of = standing(entry("move", 4), known=5)
    assert actual(of) == {"move": (4, None, False)}
    assert days(of, "move") == [3, 4]  # Two are done under OWN: one more at least.


def test_what_has_not_begun_can_be_estimated_anew() -> None:
    of = standing(entry("build", None, left=1))
    assert actual(of) == {}
    assert days(of, "build") == [1]


def test_an_event_on_another_day_than_its_dates_keeps_its_day() -> None:
    of = standing(entry("live", 8), entry("done", 11), known=11)
    assert actual(of) == {"live": (8, 8, False), "done": (11, 11, False)}
    assert of.activities["live"].dates == "weekend"
    assert of.date_sets[of.activities["done"].dates or ""] == (april(11),)
    assert of.date_sets["late"] == (april(13),)


def test_what_has_not_begun_starts_after_the_status_date() -> None:
    rule = limit(standing(entry("build", 4), known=5))
    assert rule is not None
    assert rule.start_not_before == april(6)
    # Not the span: it lies where other rules tie it, to what has happened too.
    assert rule.activities.activities == ("move", "live", "done")
    assert limit(standing(known=None)) is None
    assert limit(standing(known=1)) is None  # Before the horizon.


def test_more_than_the_horizon_has_leaves_no_plan() -> None:
    alone = replace(OF, activities=OF.activities[:1])
    assert len(solver_plans(standing(entry("build", 4, left=5), of=alone)).plans) == 3
    assert not solver_plans(standing(entry("build", 4, left=6), of=alone)).plans


@pytest.mark.parametrize(
    ("decided", "left"),
    [
        ([("OWN", "chosen")], ("OWN",)),
        ([("OWN", "withdrawn")], ("SHARED", "BOUGHT")),
        ([("OWN", "withdrawn"), ("BOUGHT", "chosen")], ("BOUGHT",)),
        ([("OWN", "withdrawn"), ("SHARED", "withdrawn"), ("BOUGHT", "withdrawn")], ()),
    ],
)
def test_decided_options(decided: list[tuple[str, Any]], left: tuple[str, ...]) -> None:
    options = tuple(
        DecidedOption(group="HRP", option=name, state=state, reason=f"{name} {state}")
        for name, state in decided
    )
    (rule,) = (
        rule
        for rule in standing(decided_options=options).document.rules
        if isinstance(rule, SourcingChoice) and rule.id.startswith("decided")
    )
    assert (rule.id, rule.basis, rule.options) == ("decided.HRP", "technical", left)
    assert rule.reason == " ".join(f"{name} {state}" for name, state in decided)


IN_FORCE = Baseline(
    dates={n: DatesInForce(start=april(6), finish=april(6)) for n in ("build", "move", "live")}
)


def test_frozen_weeks() -> None:
    of = standing(entry("build", 4), freeze_horizon_weeks=1, baseline=IN_FORCE)
    (rule,) = (rule for rule in of.document.rules if isinstance(rule, MovedLimit))
    assert rule.activities.activities == ("move", "live")  # A fact is kept by a rule of its own.
    assert (rule.at_most, rule.until) == (0, april(12))
    for made in (standing(baseline=IN_FORCE), standing(freeze_horizon_weeks=1)):
        assert not any(isinstance(rule, MovedLimit) for rule in made.document.rules)


WHOLE = replace(
    OF,
    activities=OF.activities[:-1],
    status_date=april(5),
    progress=(entry("build", 4, left=2), entry("move", 5), entry("done", 5)),
    decided_options=(DecidedOption(group="HRP", option="OWN", state="chosen"),),
    baseline=IN_FORCE,
    freeze_horizon_weeks=1,
)


def test_writing_out_twice_changes_nothing() -> None:
    once = expand(WHOLE).document
    assert expand(once).document == once
    assert read_programme(write_programme(once)) == once


def test_what_is_accepted_is_accepted_again_unchanged() -> None:
    first, issues = find_issues(WHOLE)
    assert first is not None, [issue.line() for issue in issues]
    again, _ = find_issues(first.document)
    assert again == first
