"""Every kind of planning rule is said to be simulated, or not, or in part."""

from typing import get_args

from scheduler.rules import RULES
from scheduler.simulation.ruling import NOT_SIMULATED, ROUGHLY, SIMULATED, not_simulated
from tests.simulation.small import Small, chain, serial
from tests.simulation.test_exact import lincolnshire

KINDS = {get_args(kind.declares.__annotations__["kind"])[0] for kind in RULES}


def test_each_kind_is_spoken_of_once() -> None:
    told = [*SIMULATED, *NOT_SIMULATED, *ROUGHLY]
    assert sorted(told) == sorted(KINDS)


def test_only_what_the_programme_has_is_told_of() -> None:
    programme = Small({"A": (1, 2, 3)}, links=chain("A")).programme()
    told = not_simulated(programme, serial(programme, "A"))
    assert set(told).isdisjoint(NOT_SIMULATED.values())
    assert {NOT_SIMULATED[kind] for kind in ("budget", "fallback_slot")} <= set(
        not_simulated(*lincolnshire())
    )
