"""The clash that the solver side names is the one that listing every plan by dates finds."""

import threading
from pathlib import Path

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.expansion.expand import expand
from scheduler.solver.clash import find_clash
from scheduler.solver.clock import Clock
from scheduler.solver.settings import SearchSettings
from tests.agreement.clashes import minimal_clashes
from tests.agreement.random_programmes import Draw
from tests.agreement.test_infeasible_fixtures import PROGRAMMES, expected_clash, programme_in

IN_CHUNK, CHUNKS = 30, 10


def found_clash(programme: ExpandedProgramme) -> frozenset[str]:
    found = find_clash(
        programme, SearchSettings(workers=1), Clock(60.0), lambda _: None, threading.Event()
    )
    assert found is not None
    assert found["minimal"]
    assert found["proved"]
    return frozenset(found["rules"])


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_an_infeasible_programme_yields_the_clash_beside_it(path: Path) -> None:
    assert found_clash(programme_in(path)) == expected_clash(path)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_random_programme_without_plan_yields_one_of_its_minimal_clashes(chunk: int) -> None:
    for seed in range(chunk * IN_CHUNK, (chunk + 1) * IN_CHUNK):
        programme = expand(Draw(seed).programme())
        clashes = minimal_clashes(programme)
        if clashes:
            assert found_clash(programme) in clashes, f"seed {seed}"
