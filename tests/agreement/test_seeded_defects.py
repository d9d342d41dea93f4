"""Every planted defect makes solver and checker differ on some small world.

A defect that nobody notices means that a boundary case is missing from `fixtures/small_worlds`.
"""

from collections.abc import Callable, Iterator

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from tests.agreement.defect import Defect
from tests.agreement.harness import disagreement, price_disagreement
from tests.agreement.planting import planted
from tests.agreement.seeded_defects import DEFECTS
from tests.agreement.worlds import World, file_worlds, precedence_variations, soft_versions

LEAST = 40
SAMPLED = 10
"""One of so many is planted in every run."""
Ask = Callable[[ExpandedProgramme], str]


@pytest.mark.parametrize("defect", DEFECTS[::SAMPLED], ids=lambda defect: defect.name)
def test_a_planted_defect_is_caught(defect: Defect) -> None:
    with planted(defect):
        assert caught_on(defect) is not None


@pytest.mark.slow
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_every_planted_defect_is_caught(defect: Defect) -> None:
    with planted(defect):
        assert caught_on(defect) is not None


def test_there_are_enough_defects() -> None:
    assert len(DEFECTS) >= LEAST
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS)


def caught_on(defect: Defect) -> str | None:
    """Return the first world on which a defect shows, those of its own kind first."""
    for ask, world in _questions(defect.kind):
        try:
            told = ask(world.programme)
        except Exception as error:  # noqa: BLE001  # a defect may raise anything
            told = repr(error)
        if told:
            return world.name
    return None


def _questions(kind: str) -> Iterator[tuple[Ask, World]]:
    near = [world for world in file_worlds() if world.kind == kind]
    far = [world for world in file_worlds() if world.kind != kind]
    yield from ((disagreement, world) for world in near)
    if kind == "precedence":
        yield from ((disagreement, world) for world in precedence_variations())
    yield from ((price_disagreement, soft) for world in near for soft in soft_versions(world))
    yield from ((disagreement, world) for world in (*far, *precedence_variations()))
    yield from ((price_disagreement, soft) for world in far for soft in soft_versions(world))
