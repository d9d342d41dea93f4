"""Reasons of small worlds against moving every activity and asking the checker."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from scheduler.analysis.holding import Direction
from scheduler.domain.plan import Placed, Plan
from scheduler.explaining.free import free_on
from scheduler.explaining.kinds import KINDS
from scheduler.explaining.reasons import OWN_DATES, reasons_for, scene_of
from tests.agreement.worlds import KINDS as RULE_KINDS
from tests.agreement.worlds import World, file_worlds
from tests.explaining.brute_force import beside, broken_by, some_plans

WAYS: tuple[Direction, ...] = ("earlier", "later")


def worlds_of_chunk(chunk: int, of: int) -> tuple[World, ...]:
    return file_worlds()[chunk::of]


def moves(chunk: int, of: int) -> Iterator[tuple[World, Plan, str, Direction]]:
    for world in worlds_of_chunk(chunk, of):
        for plan in some_plans(world):
            for name in plan.placed:
                for way in WAYS:
                    yield world, plan, name, way


def check_chunk(chunk: int, of: int) -> int:
    """Check every reason of some worlds; return how many there were."""
    told = 0
    for world, plan, name, way in moves(chunk, of):
        programme = world.programme
        scene = scene_of(programme, plan)
        assert scene.speaking.broken == ()
        reasons = reasons_for(scene, name, way)
        there = {at.start: at for at in beside(programme, plan, name, way)}
        case = f"{world.name}: {name} {way}"
        assert reasons, case
        for reason in reasons:
            told += 1
            if reason.on is None or reason.rule is None:
                continue
            at = there.get(reason.on) or off_its_days(plan, name, reason.on)
            broken = broken_by(programme, plan, name, at)
            if reason.kind == "objective_only":
                assert not broken, case
            else:
                assert reason.rule in broken, f"{case}: {reason.rule} at {reason.on}"
        hard = {r.rule for r in reasons if r.kind != "objective_only"}
        if not hard:
            assert reasons[0].on is not None
            assert not broken_by(programme, plan, name, there[reasons[0].on]), case
        # Nothing that is broken where the others are is left untold.
        for on in {r.on for r in reasons if r.kind not in {*OWN_DATES, "objective_only"}}:
            assert on is None or broken_by(programme, plan, name, there[on]) <= hard, case
        free = [s for s, at in there.items() if not broken_by(programme, plan, name, at)]
        assert free_on(scene, name, way) == (free[0] if free else None), case
    return told


def off_its_days(plan: Plan, name: str, start: date) -> Placed:
    here = plan.placed[name]
    return Placed(start=start, finish=max(start, here.finish - timedelta(days=1)))


def test_reasons_are_real_and_complete() -> None:
    assert check_chunk(3, 6) > 300


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [0, 1, 2, 4, 5])
def test_reasons_of_all_worlds_are_real_and_complete(chunk: int) -> None:
    assert check_chunk(chunk, 6) > 300


def test_every_kind_of_rule_is_some_kind_of_reason() -> None:
    assert set(KINDS) == set(RULE_KINDS)
