"""Programmes of plans near one: what they wish for, and how far they let anything move."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ActualDates, DateLimit, TargetDate
from scheduler.objectives import term_of
from scheduler.simulation.region import Region, near_plan, near_with_its_levels
from scheduler.verification.verify import verify
from tests.simulation.test_exact import lincolnshire

LATE = {"ACF.transfer": 0.5, "HST.build": 0.9, "HST.cutover_1": 0.02, "APP.cutover_1": 0.001}


def wishes_of(programme: ExpandedProgramme) -> Mapping[str, tuple[int, date]]:
    return {
        rule.activities.activities[0]: (rule.price.points, rule.target)
        for rule in programme.document.rules
        if isinstance(rule, TargetDate) and rule.price is not None
    }


def limits_of(programme: ExpandedProgramme) -> Mapping[str, date | None]:
    return {
        rule.activities.activities[0]: rule.finish_not_after
        for rule in programme.document.rules
        if isinstance(rule, DateLimit) and rule.id.startswith("near: ")
    }


def test_nothing_is_wished_for_but_that_events_that_make_a_plan_late_are_earlier() -> None:
    programme, plan = lincolnshire()
    made = near_plan(programme, plan, LATE, Region(earlier=None, later=91))
    first = programme.document.plan_from
    assert wishes_of(made) == {"ACF.transfer": (50, first), "HST.cutover_1": (2, first)}
    assert [level.name for level in made.document.objectives] == ["concessions"]
    # The plan is one of them, and pays for every day since the first of the horizon.
    assert verify(made, plan).holds
    days = (plan.placed["ACF.transfer"].start - first).days
    cutover = (plan.placed["HST.cutover_1"].start - first).days
    paid = term_of(made.document.objectives[0]).measure(made, plan)
    assert paid == 50 * days + 2 * cutover


def test_so_many_days_earlier_is_all_that_is_wished_for() -> None:
    programme, plan = lincolnshire()
    made = near_plan(programme, plan, LATE, Region(earlier=28, later=91))
    points, target = wishes_of(made)["ACF.transfer"]
    assert (points, (plan.placed["ACF.transfer"].start - target).days) == (50, 28)


def test_nothing_comes_later_than_so_many_days_and_what_makes_it_late_less() -> None:
    programme, plan = lincolnshire()
    limits = limits_of(near_plan(programme, plan, LATE, Region(earlier=None, later=100)))
    done = {r.activity for r in programme.document.rules if isinstance(r, ActualDates)}
    events = {
        a.id
        for a in programme.document.activities
        if a.form == "event" and a.id in plan.placed and a.id not in done
    }
    assert limits.keys() == events
    more = {
        name: (last - plan.placed[name].start).days
        for name, last in limits.items()
        if last is not None
    }
    assert more["ACF.transfer"] == 0
    assert more["HST.cutover_1"] == 92
    assert more["APP.cutover_1"] == 100
    assert max(more.values()) == 100
    last_day = programme.document.plan_until
    assert all(last is not None and last <= last_day for last in limits.values())


def test_with_its_own_levels_no_event_may_come_later() -> None:
    programme, plan = lincolnshire()
    made = near_with_its_levels(programme, plan)
    names = [level.name for level in programme.document.objectives]
    assert [level.name for level in made.document.objectives] == names
    assert all(level.tolerance == 0 for level in made.document.objectives)
    limits = limits_of(made)
    assert all(limits[name] == plan.placed[name].start for name in limits)
    assert verify(made, plan).holds


def test_variants_differ_and_are_the_same_for_the_same_number() -> None:
    programme, plan = lincolnshire()
    region = Region(earlier=None, later=100)
    made = [near_plan(programme, plan, LATE, region, number) for number in (0, 3, 3, 4)]
    told = [(wishes_of(one), limits_of(one)) for one in made]
    assert told[1] == told[2]
    assert told[0] == (wishes_of(near_plan(programme, plan, LATE, region)), told[0][1])
    assert told[0] != told[1] != told[3]
    for one in made:
        # The plan itself is always one of them, and nothing may come later than the region says.
        assert verify(one, plan).holds
        more = [(d - plan.placed[n].start).days for n, d in limits_of(one).items() if d]
        assert 0 <= min(more) <= max(more) <= 100
