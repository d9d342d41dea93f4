"""The new plan changes as little as can be: the minimum of every level equals brute force."""

import queue
import threading
from typing import Any

import pytest

from scheduler.domain.plan import Plan
from scheduler.objectives import term_of
from scheduler.regenerating.in_force import carried_over, plan_in, stability_levels
from scheduler.regenerating.light import traffic_light
from scheduler.solver.child import answer
from scheduler.solver.messages import plan_from_message
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.regenerating.changed_worlds import ChangedWorld, changed_world

FEW, MANY = range(60), range(60, 1_500)


def planned_again(world: ChangedWorld) -> tuple[str, list[Plan], dict[str, dict[str, Any]]]:
    """Return the outcome, every plan told of and what was said of each level."""
    programme = world.programme
    hints: queue.Queue[Plan] = queue.Queue()
    assert world.after.baseline is not None
    hints.put(carried_over(programme, plan_in(world.after.baseline)))
    said: list[dict[str, Any]] = []
    settings = SearchSettings(workers=1, time_limit_seconds=30, confirm=False)
    answer(programme, settings, hints, said.append, threading.Event())
    outcome = next(m["outcome"] for m in said if m["type"] == "outcome")
    plans = [plan_from_message(m["plan"]) for m in said if m["type"] == "plan"]
    return outcome, plans, {m["level"]: m for m in said if m["type"] == "level"}


def disagreement(world: ChangedWorld) -> str:
    """Return how the plan made again differs from the best by brute force; nothing when equal."""
    programme = world.programme
    outcome, plans, levels = planned_again(world)
    least = world.least
    if least is None:
        return "" if outcome == "infeasible" else f"{outcome} where there is no plan"
    if outcome != "plan" or not all(verify(programme, plan).holds for plan in plans):
        return f"{outcome} where there is a plan, or a plan that is none"
    changed = world.changed_by(plans[-1])
    if changed != least:
        return f"changes {changed}, not {least}"
    for level, value in zip(stability_levels(programme.document), least, strict=True):
        told = levels[level.key]
        if not told["proved"] or told["bound"] != value:
            return f"{level.key}: {told}, not {value}"
        assert term_of(level).measure(programme, plans[-1]) == value
    return ""


def wrong_light(world: ChangedWorld) -> str:
    """Return how the traffic light is wrong in a state that it is certain of."""
    programme = world.programme
    assert world.after.baseline is not None
    light = traffic_light(programme, carried_over(programme, plan_in(world.after.baseline)))
    if light.state == "impossible":
        return "impossible, and there is a plan" if world.plans else ""
    if light.state == "feasible":
        held = light.plan is not None and verify(programme, light.plan).holds
        return "" if held and world.plans else "feasible, and there is no such plan"
    return ""


def tried(seeds: range) -> int:
    count = 0
    for seed in seeds:
        world = changed_world(seed)
        if world is not None:
            assert disagreement(world) == "", seed
            assert wrong_light(world) == "", seed
            count += 1
    return count


def test_the_new_plan_changes_no_more_than_it_must() -> None:
    assert tried(FEW) >= 20


@pytest.mark.slow
def test_so_it_is_in_many_more_worlds() -> None:
    assert tried(MANY) >= 500
