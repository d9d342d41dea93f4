"""One test for each small world."""

from collections.abc import Callable

import pytest

from tests.agreement.worlds import (
    World,
    conditional_versions,
    file_worlds,
    precedence_variations,
    soft_versions,
)

SOURCES: dict[str, Callable[[], tuple[World, ...]]] = {
    "world": file_worlds,
    "varied_world": precedence_variations,
    "conditional_world": lambda: tuple(
        made for world in file_worlds() for made in conditional_versions(world)
    ),
    "soft_world": lambda: tuple(soft for world in file_worlds() for soft in soft_versions(world)),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hand every world of a kind of source to the tests that ask for it by name."""
    for name, worlds in SOURCES.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, worlds(), ids=lambda world: world.name)
