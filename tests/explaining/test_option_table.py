"""Option table, price list and backbone of small worlds against the list of all their plans."""

import threading
from dataclasses import replace

import pytest

from scheduler.asking.in_process import Answering
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.explaining.backbone import SOON, find_backbone, start_of
from scheduler.explaining.option_table import find_options
from scheduler.explaining.price_list import find_prices
from scheduler.explaining.units import units_of
from scheduler.explaining.work import Work
from scheduler.objectives import term_of
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.random_programmes import Draw

SEEDS = range(60)


def work() -> Work:
    return Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))


def costs(programme: ExpandedProgramme, plan: Plan) -> tuple[int, ...]:
    """Return a plan's levels, each the better the smaller."""
    terms = [term_of(level) for level in programme.document.objectives]
    return tuple(term.sign * term.measure(programme, plan) for term in terms)


def plans_of(programme: ExpandedProgramme) -> list[Plan]:
    return [plan_of(key) for key in checker_plans(programme)]


def exactly(programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return the programme without tolerances, within which any value is as good as the best."""
    levels = (replace(level, tolerance=0) for level in programme.document.objectives)
    return ExpandedProgramme(replace(programme.document, objectives=tuple(levels)))


WORLDS = [exactly(expand(Draw(seed).programme())) for seed in SEEDS]


def test_there_are_worlds_to_try() -> None:
    assert len(WORLDS) > 40
    assert sum(any(len(g.options) > 1 for g in w.document.service_groups) for w in WORLDS) > 20


@pytest.mark.parametrize("programme", WORLDS)
def test_every_option_has_the_best_plan_that_takes_it(programme: ExpandedProgramme) -> None:
    plans = plans_of(programme)
    table = find_options(programme, work())
    assert table.feasible is bool(plans)
    if table.best is None:
        return
    best = min(costs(programme, plan) for plan in plans)
    assert costs(programme, table.best.plan) == best
    for row in table.options:
        takers = [plan for plan in plans if plan.options[row.group] == row.option]
        assert row.fits is bool(takers), row
        assert row.proved, row
        if row.plan is not None:
            assert costs(programme, row.plan) == min(costs(programme, p) for p in takers)
            assert row.difference is not None
            for level, here, there in zip(
                programme.document.objectives, costs(programme, row.plan), best, strict=True
            ):
                assert row.difference[level.key] == term_of(level).sign * (here - there)


@pytest.mark.parametrize("programme", WORLDS[::4])
def test_one_unit_is_worth_what_the_best_plan_with_it_gains(programme: ExpandedProgramme) -> None:
    plans = plans_of(programme)
    found = find_prices(programme, work())
    assert found.feasible is bool(plans)
    if found.best is None:
        return
    best = min(costs(programme, plan) for plan in plans)
    units = {(unit.kind, unit.words): unit for unit in units_of(programme)}
    assert len(found.prices) == len(units)
    for row in found.prices:
        unit = units[row.kind, row.words]
        with_it = min(costs(unit.programme, plan) for plan in plans_of(unit.programme))
        pairs = zip(programme.document.objectives, best, with_it, strict=True)
        first = next(((lv, a - b) for lv, a, b in pairs if a != b), None)
        assert row.proved, row
        if first is None:
            assert row.better_by == 0
        else:
            assert (row.level, row.better_by) == (first[0].key, first[1])


@pytest.mark.parametrize("programme", WORLDS[::3])
def test_the_backbone_is_what_all_plans_near_the_best_share(programme: ExpandedProgramme) -> None:
    found = find_backbone(programme, work())
    plans = plans_of(programme)
    if not found.feasible:
        assert not plans
        return
    limits = dict(found.within)
    near = [
        plan
        for plan in plans
        if all(
            term_of(level).sign * (term_of(level).measure(programme, plan) - limits[level.key]) <= 0
            for level in programme.document.objectives
            if level.key in limits
        )
    ]
    for choice in found.choices:
        assert set(choice.possible) == {plan.options[choice.group] for plan in near}
        assert not choice.unknown
    for window in found.windows:
        starts = [p.placed[window.activity].start for p in near if window.activity in p.placed]
        assert (window.earliest, window.latest) == (
            min(starts, default=None),
            max(starts, default=None),
        )
    soon = {action.activity: action.within_calendar_days for action in found.actions}
    for name in (activity.id for activity in programme.document.activities):
        starts = [p.placed[name].start for p in near if name in p.placed]
        in_all = len(starts) == len(near)
        days = (max(starts) - start_of(programme)).days if starts else SOON[-1] + 1
        expected = next((n for n in SOON if days <= n), None) if in_all else None
        assert soon.get(name) == expected, name
