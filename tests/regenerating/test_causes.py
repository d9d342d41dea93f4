"""Causes force a move, and none of them can be left out: compared with brute force."""

import json
import threading
from itertools import combinations

import pytest

from scheduler.asking.in_process import Answering
from scheduler.domain.plan import Plan
from scheduler.errors import ProgrammeRejected
from scheduler.explaining.work import Work
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.programme_json import to_jsonable
from scheduler.interchange.valid_programme import valid_programme
from scheduler.regenerating.causes import Causes, Kept, WhyMoved
from scheduler.regenerating.comparison import compare
from scheduler.regenerating.input_changes import InputChange, with_changes
from scheduler.rules.conditional import breaches_of
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, plan_of
from tests.regenerating.changed_worlds import ChangedWorld, changed_world

FEW, MANY = range(1_000, 1_120), range(1_120, 9_000)


def plans_with(before: JsonValue, changes: tuple[InputChange, ...]) -> list[Plan]:
    document = json.dumps(with_changes(before, changes)).encode()
    return [plan_of(key) for key in checker_plans(valid_programme(document).expanded)]


def subsets(changes: tuple[InputChange, ...]) -> list[tuple[InputChange, ...]]:
    return [some for size in range(len(changes) + 1) for some in combinations(changes, size)]


def is_programme(before: JsonValue, changes: tuple[InputChange, ...]) -> bool:
    """Tell whether some changes alone make a programme: random rules may say nothing that counts."""
    try:
        valid_programme(json.dumps(with_changes(before, changes)).encode())
    except ProgrammeRejected:
        return False
    return True


def keeps(kept: Kept, plan: Plan, world: ChangedWorld) -> bool:
    return not any(any(breaches_of(w, world.programme, plan)) for w in kept.wishes)


def found_in(world: ChangedWorld) -> tuple[int, str]:
    """Return how many moves were explained, and how one was wrong."""
    if not world.plans:
        return 0, ""
    plan = min(world.plans, key=world.changed_by)
    before, after = to_jsonable(world.before), to_jsonable(world.after)
    settings = SearchSettings(workers=1, time_limit_seconds=20)
    work = Work(ask=Answering(threading.Event(), settings), seconds=20)
    finder = Causes(before=before, after=after, programme=world.programme, plan=plan, work=work)
    comparison = compare((world.programme, world.in_force), (world.programme, plan))
    ruled = tuple(change for change in finder.changes if change.field == "rules")
    if not all(is_programme(before, some) for some in subsets(ruled)):
        return 0, ""
    for kept, why in zip(finder.kept(comparison), finder.of(comparison), strict=True):
        wrong = _wrong(kept, why, before, ruled, world)
        if wrong:
            return 0, f"{why.of}: {wrong}"
    return len(finder.kept(comparison)), ""


def _wrong(
    kept: Kept,
    why: WhyMoved,
    before: JsonValue,
    ruled: tuple[InputChange, ...],
    world: ChangedWorld,
) -> str:
    could_stay = any(keeps(kept, plan, world) for plan in world.plans)
    if could_stay:
        right = why.finding == "by choice" and why.plan is not None
        right = right and keeps(kept, why.plan, world)  # type: ignore[arg-type]
        return "" if right else f"{why.finding} where it could stay"
    if why.finding != "forced" or not why.minimal or not why.proved:
        return f"{why} where it is forced"
    if any(keeps(kept, plan, world) for plan in plans_with(before, why.causes)):
        return f"{why.causes} do not force it"
    for fewer in combinations(why.causes, max(0, len(why.causes) - 1)):
        if not any(keeps(kept, plan, world) for plan in plans_with(before, fewer)):
            return f"{fewer} force it as well"
    return "" if all(c in ruled for c in why.causes) else "a change that forces nothing"


def tried(seeds: range) -> int:
    count = 0
    for seed in seeds:
        world = changed_world(seed, promised=1.0)
        if world is not None:
            explained, wrong = found_in(world)
            assert wrong == "", seed
            count += explained
    return count


def test_causes_are_sufficient_and_minimal() -> None:
    assert tried(FEW) >= 5


@pytest.mark.slow
def test_so_they_are_in_many_more_worlds() -> None:
    assert tried(MANY) >= 500
