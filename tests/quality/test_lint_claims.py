"""What a lint claims holds for every plan: of all small worlds, and of programmes drawn at random."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.choice import Choice
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    ConsumableUse,
    DateLimit,
    Decision,
    Hypercare,
    NotAtOnce,
    Precedence,
    Rule,
    TeamCapacity,
)
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.services import SourcingOption
from scheduler.expansion.expand import expand
from scheduler.quality.cannot_bind import NeverBinding
from scheduler.quality.dominated import dominated_options
from scheduler.quality.redundant import redundant_links
from scheduler.quality.schedule import LinkType
from scheduler.rules.conditional import breaches_of
from scheduler.verification.verify import verify
from tests.agreement.harness import checker_plans, every_placement
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import World, conditional_versions, file_worlds
from tests.rules.easter import april, chosen, event, lasting, programme, work

WORLDS = file_worlds()
MOST_PLACEMENTS = 900
_DRAWN = 60


def without(of: ExpandedProgramme, names: set[str]) -> ExpandedProgramme:
    rules = tuple(rule for rule in of.document.rules if rule.id not in names)
    return ExpandedProgramme(replace(of.document, rules=rules))


def never_binding(of: ExpandedProgramme) -> tuple[Rule, ...]:
    tells = NeverBinding(of)
    return tuple(rule for rule in of.document.rules if tells.why(rule))


def assert_claims_hold(of: ExpandedProgramme) -> int:
    """Take out all that lints call without effect, at once; return how much that was."""
    free = never_binding(of)
    implied = redundant_links(of)
    placements = list(every_placement(of))
    for rule in free:
        for placed in placements:
            assert not list(breaches_of(rule, of, placed)), (rule, placed)
    left = without(of, {*implied, *(rule.id for rule in free)})
    for placed in placements:
        assert verify(of, placed).holds == verify(left, placed).holds, (implied, placed)
    return len(free) + len(implied)


@pytest.mark.parametrize("world", WORLDS[::5], ids=lambda w: w.name)
def test_without_what_is_called_free_a_small_world_has_the_same_plans(world: World) -> None:
    assert_claims_hold(world.programme)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(8))
def test_so_it_is_in_every_small_world_under_conditions_too(chunk: int) -> None:
    for world in WORLDS[chunk::8]:
        for each in (world, *conditional_versions(world)):
            assert_claims_hold(each.programme)


def test_small_worlds_have_something_to_claim() -> None:
    free = [rule.kind for world in WORLDS for rule in never_binding(world.programme)]
    assert {"team_capacity", "precedence"} & set(free)
    assert len(set(free)) >= 5


def drawn(seeds: range) -> Iterator[ExpandedProgramme]:
    for seed in seeds:
        of = expand(Draw(seed).programme())
        if sum(1 for _ in every_placement(of)) <= MOST_PLACEMENTS:
            yield of


@pytest.mark.parametrize("first", [0, pytest.param(1_000, marks=pytest.mark.slow)])
def test_in_programmes_drawn_at_random_too(first: int) -> None:
    count = 25 if first == 0 else 400
    assert sum(assert_claims_hold(of) for of in drawn(range(first, first + count))) > 0


def linked(seed: int) -> ExpandedProgramme:
    """Return three activities under options, tied by five links of every sort."""
    random = Random(seed)
    names = ("one", "two", "three")

    def some_activity(name: str) -> Activity:
        if random.random() < 0.3:
            return event(name)
        lengths = (lasting(random.randint(1, 3), "OWN"), lasting(random.randint(1, 3), "SHARED"))
        modes = lengths if random.random() < 0.4 else (lasting(random.randint(1, 3)),)
        calendar = random.choice((None, None, "supplier"))
        return work(name, *modes, calendar=calendar, service="PAY")

    def some_rule(at: int) -> Rule:
        before, after = random.sample(names, 2)
        if names.index(before) > names.index(after) and random.random() < 0.9:
            before, after = after, before
        when = (Choice(group="HRP", options=("OWN",)),) if random.random() < 0.2 else ()
        if random.random() < 0.3 and forms[before] == "event":
            return Decision(
                id=f"rule{at}",
                meeting=before,
                takes_effect=chosen(after),
                paper_deadline_calendar_days=0,
                call_in_working_days=random.randint(0, 2),
                when=when,
            )
        return Precedence(
            id=f"rule{at}",
            before=before,
            after=after,
            link=random.choice(("FS", "FS", "SS", "FF", "SF")),
            min_lag=random.choice((0, 0, 1, 1, 2, 3, -1)),
            max_lag=random.choice((None, None, None, None, 4)),
            lag_unit=random.choice(("working_days", "calendar_days")),
            when=when,
        )

    activities = [some_activity(name) for name in names]
    forms = {activity.id: activity.form for activity in activities}
    made = programme(*activities, first=april(3), last=april(14))
    return expand(replace(made.document, rules=tuple(some_rule(at) for at in range(5))))


@pytest.mark.parametrize("first", [0, pytest.param(5_000, marks=pytest.mark.slow)])
def test_an_implied_link_may_be_taken_out(first: int) -> None:
    found = 0
    for seed in range(first, first + (_DRAWN if first == 0 else 8 * _DRAWN)):
        of = linked(seed)
        implied = redundant_links(of)
        if not implied:
            continue
        found += len(implied)
        gone = [rule for rule in of.document.rules if rule.id in implied]
        kept = [rule for rule in of.document.rules if rule.id not in implied]
        for placed in every_placement(of):
            if all(_met(rule, of, placed) for rule in kept):
                assert all(_met(rule, of, placed) for rule in gone), (seed, implied, placed)
    assert found >= _DRAWN // 2


def _met(rule: Rule, of: ExpandedProgramme, by: Plan) -> bool:
    return not any(True for _ in breaches_of(rule, of, by))


def optional(seed: int) -> ExpandedProgramme:
    """Return two pieces of work of three options that differ a little, under rules of many kinds."""
    random = Random(seed)
    names = ("one", "two")

    def some_mode(option: str) -> Mode:
        days, asked = random.randint(1, 3), random.randint(1, 2)
        return replace(lasting(days, option, TEAM=asked), consumes={})

    def some_rule(at: int) -> Rule:
        before, after = random.sample((*names, "live"), 2)
        links: tuple[LinkType, ...] = ("FS", "FS", "FS", "SS", "FF")
        link = random.choice(links)
        most = random.choice((None, None, None, 2))
        match random.randint(0, 5):
            case 0:
                day = april(random.randint(10, 14))
                return DateLimit(id=f"r{at}", activities=chosen(*names), finish_not_after=day)
            case 1:
                return NotAtOnce(id=f"r{at}", activities=chosen(*names))
            case 2:
                return Hypercare(id=f"r{at}", transfer="live", hypercare="two")
            case _:
                return Precedence(id=f"r{at}", before=before, after=after, link=link, max_lag=most)

    team = Team(id="TEAM", capacity=(CapacityPeriod(first=april(3), hundredths=2),))
    options = ("OWN", "SHARED", "BOUGHT")
    activities = [
        work(name, *(some_mode(option) for option in options), service="PAY") for name in names
    ]
    made = programme(*activities, event("live"), teams=(team,))
    group = replace(
        made.document.service_groups[0],
        options=tuple(
            SourcingOption(id=name, appraisal=random.randint(1, 3), risk=2) for name in options
        ),
    )
    rules = (TeamCapacity(id="team", team="TEAM"), *(some_rule(at) for at in range(2)))
    return expand(replace(made.document, service_groups=(group,), rules=rules))


@pytest.mark.parametrize("first", [0, pytest.param(500, marks=pytest.mark.slow)])
def test_every_plan_of_a_dominated_option_is_one_of_the_other(first: int) -> None:
    found = 0
    for seed in range(first, first + (20 if first == 0 else 300)):
        of = optional(seed)
        pairs = list(dominated_options(of))
        if not pairs:
            continue
        found += len(pairs)
        starts: dict[str, set[tuple[object, ...]]] = {}
        for options, placed in checker_plans(of):
            begun = tuple((name, start) for name, start, _ in placed)
            starts.setdefault(dict(options)["HRP"], set()).add(begun)
        for _, worse, better in pairs:
            assert starts.get(worse, set()) <= starts.get(better, set()), (seed, worse, better)
    assert found >= 5


def test_every_amount_that_is_never_used_up_is_told() -> None:
    kinds = {type(rule) for world in WORLDS for rule in never_binding(world.programme)}
    assert {TeamCapacity, ConsumableUse} & kinds
