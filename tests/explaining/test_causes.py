"""Causes by dates alone, worked by hand over Easter 2023 (see tests/rules/easter.py)."""

from dataclasses import replace

import pytest

from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    ChangeFreeze,
    DateLimit,
    Precedence,
    Rule,
    SourcingChoice,
    TeamCapacity,
)
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.values import Price, Window
from scheduler.expansion.expand import expand
from scheduler.explaining.causes import find_causes
from scheduler.explaining.seen import Seen
from scheduler.explaining.told import cause_of
from scheduler.explaining.windows import Windows
from tests.agreement.harness import checker_plans
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import World, file_worlds
from tests.rules.easter import april, chosen, event, lasting, programme, work

PAIR = (
    Team(id="PAIR", name="The pair", capacity=(CapacityPeriod(first=april(3), hundredths=200),)),
)


def made(*activities: Activity, rules: tuple[Rule, ...]) -> ExpandedProgramme:
    of = programme(*activities, teams=PAIR)
    return ExpandedProgramme(replace(of.document, rules=rules))


def seen(*activities: Activity, rules: tuple[Rule, ...]) -> Seen:
    return next(find_causes(made(*activities, rules=rules)))


def by(day: int, *names: str, name: str = "BY") -> DateLimit:
    return DateLimit(id=name, activities=chosen(*names), finish_not_after=april(day))


def after(day: int, *names: str, name: str = "AFTER") -> DateLimit:
    return DateLimit(id=name, activities=chosen(*names), start_not_before=april(day))


def test_a_chain_that_is_too_long_for_its_window() -> None:
    # Three working days from Monday 3rd end on the 5th, two more on the 11th: over Easter.
    cause = seen(
        work("BUILD", lasting(3)),
        work("TEST", lasting(2)),
        event("GO"),
        rules=(
            Precedence(id="FIRST", before="BUILD", after="TEST"),
            Precedence(id="THEN", before="TEST", after="GO"),
            by(10, "GO"),
        ),
    )
    assert cause.rules == ("FIRST", "THEN", "BY")
    told = cause.cause
    assert (told.kind, told.unit) == ("window", "calendar days")
    assert (told.needed, told.there, told.short) == (9, 7, 2)
    assert told.activities == ("BUILD", "TEST", "GO")
    assert told.words == (
        "GO can start on 12 Apr 2023 at the earliest, and must on 10 Apr 2023 at the latest: "
        "2 days short. From 3 Apr 2023 on, when BUILD can begin, through TEST it takes "
        "9 calendar days; there are 7."
    )


def test_a_clash_says_of_how_many_days_the_whole_programme_is_short() -> None:
    # Without the meeting on Wednesday 5th three working days end on the 5th: 2 days short. With
    # it they end on Tuesday 11th, after Easter, and two more on the 13th: 4 days short.
    chain = (
        Precedence(id="FIRST", before="BUILD", after="TEST"),
        Precedence(id="THEN", before="TEST", after="GO"),
        by(10, "GO"),
    )
    work_of = (work("BUILD", lasting(3)), work("TEST", lasting(2)), event("GO"))
    of = made(*work_of, rules=(*chain, after(5, "BUILD")))
    whole = next(find_causes(of)).cause
    assert whole.short == 4
    told = cause_of(("FIRST", "THEN", "BY"), of)
    assert told is not None
    # The figures are those of the clash; the words tell both, the whole in its own words.
    assert told.short == 2
    assert told.words == (
        "GO can start on 12 Apr 2023 at the earliest, and must on 10 Apr 2023 at the latest: "
        "2 days short. From 3 Apr 2023 on, when BUILD can begin, through TEST it takes "
        "9 calendar days; there are 7. So by these rules alone. By every rule of the programme: "
        f"{whole.words}"
    )
    assert "GO can start on 14 Apr 2023 at the earliest" in whole.words
    # Where the programme is short of no more, nothing is said twice.
    alone = cause_of(("FIRST", "THEN", "BY"), made(*work_of, rules=chain))
    assert alone == next(find_causes(made(*work_of, rules=chain))).cause


def test_a_chain_that_fits_to_the_day_is_no_cause() -> None:
    rules = (Precedence(id="FIRST", before="BUILD", after="GO"), by(6, "GO"))
    assert not list(find_causes(made(work("BUILD", lasting(3)), event("GO"), rules=rules)))
    late = (rules[0], by(5, "GO"))
    assert list(find_causes(made(work("BUILD", lasting(3)), event("GO"), rules=late)))


def test_an_activity_without_a_date() -> None:
    frozen = (Window(first=april(3), last=april(9)),)
    cause = seen(
        event("GO"),
        rules=(
            ChangeFreeze(id="FREEZE", activities=chosen("GO"), windows=frozen),
            by(9, "GO"),
        ),
    )
    assert (cause.cause.kind, set(cause.rules)) == ("dates", {"FREEZE", "BY"})
    assert cause.cause.words == (
        "No day from 3 Apr 2023 to 14 Apr 2023 is left for GO: each is barred by a rule."
    )


def test_a_circle_of_waiting() -> None:
    cause = seen(
        work("ONE", lasting(1)),
        work("OTHER", lasting(1)),
        rules=(
            Precedence(id="THERE", before="ONE", after="OTHER"),
            Precedence(id="BACK", before="OTHER", after="ONE"),
        ),
    )
    assert (cause.cause.kind, set(cause.rules)) == ("circle", {"THERE", "BACK"})


def test_a_team_short_of_effort() -> None:
    # Of 3rd to 6th April, two people have eight days; three activities of three days need nine.
    team = TeamCapacity(id="TEAM", team="PAIR")
    names = ("A", "B", "C")
    works = [work(name, lasting(3, PAIR=100)) for name in names]
    cause = seen(*works, rules=(team, by(6, *names)))
    told = cause.cause
    assert (told.kind, told.team, told.unit) == ("effort", "PAIR", "hundredths of a person-day")
    assert (told.needed, told.there, told.short) == (900, 800, 100)
    assert (told.first, told.last) == (april(3), april(6))
    assert set(cause.rules) == {"TEAM", "BY"}
    assert told.words == (
        "The pair: 3 activities between 3 Apr 2023 and 6 Apr 2023 need 9 person-days; there are "
        "8 person-days: 1 person-day short. They are A, B and C."
    )
    # With a day more, the 11th, there are ten.
    assert not list(find_causes(made(*works, rules=(team, by(11, *names)))))


def test_effort_is_counted_from_the_day_on_which_work_can_begin() -> None:
    # From the 5th to the 11th two people have six days on three: the 5th, 6th and 11th.
    names = ("A", "B", "C", "D")
    works = [work(name, lasting(2, PAIR=100)) for name in names]
    rules = (TeamCapacity(id="TEAM", team="PAIR"), by(11, *names), after(5, *names))
    cause = seen(*works, rules=rules)
    assert (cause.cause.needed, cause.cause.there) == (800, 600)
    assert set(cause.rules) == {"TEAM", "BY", "AFTER"}


def test_the_shortest_mode_counts_unless_a_rule_of_sourcing_leaves_a_longer_one() -> None:
    build = work("BUILD", lasting(2, "OWN"), lasting(4, "SHARED", "BOUGHT"), service="PAY")
    rules = (Precedence(id="FIRST", before="BUILD", after="GO"), by(5, "GO"))
    assert not list(find_causes(made(build, event("GO"), rules=rules)))
    shared = SourcingChoice(id="SHARED-ONLY", group="HRP", options=("SHARED",))
    cause = next(find_causes(made(build, event("GO"), rules=(*rules, shared))))
    assert set(cause.rules) == {"FIRST", "BY", "SHARED-ONLY"}


def test_a_soft_rule_is_no_cause() -> None:
    limit = replace(by(4, "GO"), price=Price(points=5))
    rules = (Precedence(id="FIRST", before="BUILD", after="GO"), limit)
    assert not list(find_causes(made(work("BUILD", lasting(3)), event("GO"), rules=rules)))


@pytest.mark.parametrize("world", file_worlds(), ids=lambda world: world.name)
def test_bounds_leave_every_plan_of_a_small_world_in(world: World) -> None:
    _agrees_with_every_plan(world.programme)


@pytest.mark.parametrize("seed", range(120))
def test_bounds_leave_every_plan_of_a_random_programme_in(seed: int) -> None:
    _agrees_with_every_plan(expand(Draw(seed).programme()))


def _agrees_with_every_plan(of: ExpandedProgramme) -> None:
    plans = checker_plans(of)
    if not plans:
        return
    windows = Windows(of)
    assert windows.impossible is None
    assert not list(find_causes(of))
    for _, placed in plans:
        for name, first, last in placed:
            for starts, day in ((True, first), (False, last + ONE_DAY)):
                if (name, starts) in windows.earliest:
                    early, late = windows.earliest[name, starts], windows.latest[name, starts]
                    assert early.day <= day <= late.day
