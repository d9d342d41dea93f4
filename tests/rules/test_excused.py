"""Rules that facts have broken give way as little as can be, so that the rest can be planned."""

from dataclasses import replace
from random import Random

import pytest

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.choice import OptionFilter
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import (
    ActualDates,
    ChoiceLimit,
    Continuity,
    DateLimit,
    NotAtOnce,
    Precedence,
    RollingLimit,
    Rule,
    Separation,
    SourcingChoice,
    TeamCapacity,
)
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.standing import Baseline, Progress
from scheduler.expansion.expand import expand
from scheduler.rules.conditional import breaches_of
from scheduler.rules.excused import Excuse, without_broken
from scheduler.verification.verify import verify
from tests.agreement.harness import every_placement
from tests.agreement.worlds import World, file_worlds
from tests.rules.easter import april, chosen, event, lasting, plan, programme, work

ICT = Team(id="ICT", capacity=(CapacityPeriod(first=april(1), hundredths=100),))


def under_way(
    *rules: Rule, known: int = 6, **happened: int | tuple[int, int]
) -> tuple[ExpandedProgramme, tuple[Excuse, ...]]:
    """Return what is left to bind of rules about some work and events, by the 6th."""
    of = programme(
        *(event(name, load=1) for name in ("one", "two", "three")),
        *(work(name, lasting(2, ICT=100)) for name in ("build", "test", "train")),
        teams=(ICT,),
    ).document
    progress = []
    for name, days in happened.items():
        first, last = days if isinstance(days, tuple) else (days, days)
        progress.append(
            Progress(activity=name, actual_start=april(first), actual_finish=april(last))
        )
    document = replace(of, rules=rules, status_date=april(known), progress=tuple(progress))
    return without_broken(expand(document))


def met(of: ExpandedProgramme, rule: str, by: Plan) -> bool:
    return rule not in {violation.rule for violation in verify(of, by).violations}


def test_where_nothing_has_begun_nothing_gives_way() -> None:
    of, excuses = under_way(
        RollingLimit(id="R", activities=chosen("one"), at_most=0, calendar_days=1)
    )
    assert excuses == ()
    assert not met(of, "R", plan(one=8))


@pytest.mark.parametrize(("day", "kept"), [(7, False), (8, False), (9, True)])
def test_what_comes_keeps_its_distance_from_the_later_of_two(day: int, kept: bool) -> None:
    # The 5th and 6th are a day apart where three are asked: the next is free from the 9th on.
    rule = Separation(
        id="R",
        activities=chosen("one", "two", "three"),
        from_activities=chosen("one", "two", "three"),
        calendar_days=3,
    )
    of, (excuse,) = under_way(rule, one=5, two=6)
    assert (excuse.rule, excuse.measured, excuse.allowed, excuse.given_up) == ("R", 1, 3, False)
    assert met(of, "R", plan(one=5, two=6, three=day)) is kept


def test_a_distance_from_the_earlier_of_two_is_kept_where_only_that_is_asked() -> None:
    rule = Separation(
        id="R", activities=chosen("one"), from_activities=chosen("two", "three"), calendar_days=4
    )
    of, _ = under_way(rule, one=5, two=6)
    assert not met(of, "R", plan(one=5, two=6, three=8))
    assert met(of, "R", plan(one=5, two=6, three=9))


@pytest.mark.parametrize(("day", "kept"), [(8, False), (9, False), (10, True)])
def test_a_count_over_some_days_goes_on_for_what_comes(day: int, kept: bool) -> None:
    # Two in four days where one is allowed: another one is allowed from the 10th, not from the 9th.
    rule = RollingLimit(
        id="R", activities=chosen("one", "two", "three"), at_most=1, calendar_days=4
    )
    of, (excuse,) = under_way(rule, one=5, two=6)
    assert (excuse.measured, excuse.allowed) == (2, 1)
    assert met(of, "R", plan(one=5, two=6, three=day)) is kept


def test_what_goes_on_stays_apart_from_what_comes() -> None:
    # Build goes on to the 11th; test, begun beside it, was over on the 5th.
    rule = NotAtOnce(id="R", activities=chosen("build", "test", "train"))
    of, _ = under_way(rule, build=(4, 11), test=(5, 5), known=11)
    assert not met(of, "R", plan(build=(4, 11), test=(5, 5), train=(11, 12)))
    assert met(of, "R", plan(build=(4, 11), test=(5, 5), train=(12, 13)))


def test_a_date_limit_still_binds_the_others() -> None:
    rule = DateLimit(id="R", activities=chosen("one", "two"), finish_not_after=april(5))
    of, (excuse,) = under_way(rule, one=6)
    assert excuse.activities == ("one",)
    assert met(of, "R", plan(one=6))
    assert not met(of, "R", plan(one=6, two=8))


def test_a_link_is_overridden_where_its_successor_has_begun_first() -> None:
    rule = Precedence(id="R", before="build", after="test", min_lag=0)
    of, (excuse,) = under_way(rule, test=(5, 6))
    assert excuse.given_up
    assert met(of, "R", plan(test=(5, 6), build=(11, 12)))


def test_a_link_that_can_still_be_kept_binds() -> None:
    rule = Precedence(id="R", before="build", after="test", min_lag=0)
    of, excuses = under_way(rule, build=(4, 5))
    assert excuses == ()
    assert not met(of, "R", plan(build=(4, 5), test=(5, 6)))


def test_people_who_were_there_are_counted_on_those_days_alone() -> None:
    # Build and test both had one person on the 5th and 6th where there is one.
    of, (excuse,) = under_way(TeamCapacity(id="R", team="ICT"), build=(5, 6), test=(5, 6))
    assert not excuse.given_up
    assert met(of, "R", plan(build=(5, 6), test=(5, 6)))
    assert not met(of, "R", plan(build=(5, 6), test=(5, 6), train=(6, 11)))


def test_a_choice_is_never_broken_by_what_has_happened() -> None:
    base = programme(event("one")).document
    choice = SourcingChoice(id="R", group="HRP", options=("SHARED",))
    document = replace(
        base,
        rules=(choice,),
        baseline=Baseline(options={"HRP": "OWN"}),
        status_date=april(6),
        progress=(Progress(activity="one", actual_start=april(5), actual_finish=april(5)),),
    )
    of, excuses = without_broken(expand(document))
    assert excuses == ()
    assert choice in of.document.rules


def test_a_limit_on_choices_binds_though_the_plan_in_force_did_not_keep_it() -> None:
    rule = ChoiceLimit(id="R", sourced_by=OptionFilter(options=("OWN",)), at_most=0)
    base = programme(event("one")).document
    document = replace(base, rules=(rule,), baseline=Baseline(options={"HRP": "OWN"}))
    done = Progress(activity="one", actual_start=april(5), actual_finish=april(5))
    _, excuses = without_broken(expand(replace(document, status_date=april(6), progress=(done,))))
    assert excuses == ()


def test_what_something_to_come_can_still_mend_binds() -> None:
    # There is no transfer yet, and a cutover has been made.
    rule = Continuity(id="R", service="PAY", transfer="one", cutovers=("two",))
    _, excuses = under_way(rule, two=5)
    assert excuses == ()


def test_work_under_way_that_began_too_early_can_go_on() -> None:
    rule = DateLimit(id="R", activities=chosen("build"), start_not_before=april(6))
    base = programme(work("build", lasting(3))).document
    document = replace(
        base,
        rules=(rule,),
        status_date=april(5),
        progress=(Progress(activity="build", actual_start=april(5)),),
    )
    of, (excuse,) = without_broken(expand(document))
    assert excuse.given_up
    assert verify(of, plan(build=(5, 11))).holds


MOST_PLANS = 120


def begun(world: World, random: Random) -> ExpandedProgramme | None:
    """Return the world with the beginning of any placement of it made facts, rules broken or not."""
    document = world.programme.document
    placements = list(every_placement(world.programme))
    way = random.choice(placements)
    days = [document.plan_from, *(at.start for at in way.placed.values())]
    status = random.choice(days)
    progress = tuple(
        Progress(
            activity=name,
            actual_start=at.start,
            actual_finish=at.finish if at.finish <= status else None,
            remaining_working_days=None,
        )
        for name, at in way.placed.items()
        if at.start <= status and world.programme.activities[name].form != "span"
    )
    if not progress or world.kind == "actual_dates":
        return None
    baseline = document.baseline or Baseline(options=dict(way.options))
    return expand(replace(document, status_date=status, progress=progress, baseline=baseline))


def test_facts_are_kept_and_no_fact_alone_keeps_the_rest_from_being_planned() -> None:
    random = Random(1)
    seen = given_way = 0
    for world in file_worlds():
        of = begun(world, random)
        if of is None:
            continue
        left, excuses = without_broken(of)
        given_way += bool(excuses)
        ids = {rule.id for rule in left.document.rules}
        assert {r.id for r in of.document.rules if r.id not in ids} == {
            excuse.rule for excuse in excuses if excuse.given_up
        }
        facts = {r.activity: r for r in of.document.rules if r.kind == "actual_dates"}
        for way in list(every_placement(of))[:MOST_PLANS]:
            before, after = verify(of, way), verify(left, way)
            # What is accepted keeps to the facts, and to every rule that none of them broke.
            if after.holds:
                assert all(way.placed[n].start == facts[n].start for n in facts if n in way.placed)
            excused = {excuse.rule for excuse in excuses}
            refused = {v.rule for v in before.violations} - excused
            assert refused == {v.rule for v in after.violations} - excused, world.name
            seen += 1
    assert given_way > 20
    assert seen > 1000


def _options(of: ExpandedProgramme) -> dict[str, str]:
    baseline = of.document.baseline
    assert baseline is not None
    return baseline.options


def test_a_rule_of_facts_alone_is_met_by_them_once_it_has_given_way() -> None:
    random = Random(2)
    for world in file_worlds():
        of = begun(world, random)
        if of is None:
            continue
        left, _ = without_broken(of)
        _, more = without_broken(left)
        assert more == (), (world.name, [excuse.rule for excuse in more])
        done = {r.activity: r for r in left.document.rules if isinstance(r, ActualDates)}
        facts = {n: Placed(start=r.start, finish=r.finish) for n, r in done.items() if r.finish}
        for rule in left.document.rules:
            about = activities_of(rule, left)
            if about and about <= facts.keys() and rule.price is None and rule.kind != "placement":
                assert not list(breaches_of(rule, left, Plan(options=_options(of), placed=facts)))
