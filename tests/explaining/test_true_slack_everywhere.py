"""True slack of every small world and of random ones, against the list of all their plans.

A few in the ordinary run, all of them where slow tests run too.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

import pytest

from scheduler.analysis.holding import TrueSlack
from scheduler.asking.in_process import Answering
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.explaining.true_slack import true_slacks
from scheduler.explaining.work import Work
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, every_placement, plan_of
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import file_worlds

FILES = {world.name: world.programme for world in file_worlds()}
SEEDS = range(200)
MOST_PLACEMENTS = 900
Find = Callable[[str], TrueSlack]


def drawn(seed: int) -> ExpandedProgramme | None:
    """Return a random programme whose plans are quickly listed; else None."""
    programme = expand(Draw(seed).programme())
    for count, _ in enumerate(every_placement(programme)):
        if count > MOST_PLACEMENTS:
            return None
    return programme


def extremes(plans: Sequence[Plan]) -> dict[str, tuple[date, date]]:
    """Return between which days each activity starts in any plan."""
    starts = defaultdict(list)
    for plan in plans:
        for name, at in plan.placed.items():
            starts[name].append(at.start)
    return {name: (min(days), max(days)) for name, days in starts.items()}


def compared(programme: ExpandedProgramme) -> int:
    """Look at the slack of every activity of a plan in the middle; return how many there were."""
    plans = [plan_of(key) for key in sorted(checker_plans(programme))]
    if not plans:
        return 0
    plan, known = plans[len(plans) // 2], extremes(plans)
    work = Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))
    found = true_slacks(programme, plan, plan.placed, work)
    assert found.keys() == plan.placed.keys()
    for name, slack in found.items():
        assert (slack.earliest, slack.latest) == known[name], name
        assert (slack.earliest_known, slack.latest_known) == ("proved", "proved"), name
        assert slack.start == plan.placed[name].start
    return len(found)


def test_a_sample_of_worlds() -> None:
    sample = [FILES[name] for name in sorted(FILES)[7::40]]
    sample += [found for seed in SEEDS[:4] if (found := drawn(seed)) is not None]
    assert sum(map(compared, sample)) > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FILES))
def test_every_world_of_the_files(name: str) -> None:
    compared(FILES[name])


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_random_worlds(seed: int) -> None:
    programme = drawn(seed)
    if programme is not None:
        compared(programme)


@pytest.mark.slow
def test_there_are_at_least_two_hundred_worlds_with_a_plan() -> None:
    with_plan = sum(1 for programme in FILES.values() if checker_plans(programme))
    assert with_plan >= 200
