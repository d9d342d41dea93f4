"""Damaged files of planning tools are read or refused, and what is read is written again."""

from pathlib import Path

import pytest

from scheduler.exchange.mspdi.read import read_mspdi
from scheduler.exchange.mspdi.write import write_mspdi
from tests.exchange.mutations import DAMAGES, damaged, outcomes

SAMPLES = Path("fixtures/exchange")
MSPDI = [
    path.read_bytes() for path in sorted(SAMPLES.glob("*.xml")) if b"<Project" in path.read_bytes()
]


def _through(content: bytes) -> None:
    """Read, write, and read again: what came in comes out the same, or with losses."""
    project = read_mspdi(content).project
    written = write_mspdi(project)
    again = read_mspdi(written.content).project
    assert written.losses or again == project


@pytest.mark.parametrize("seed", [1])
def test_damaged_microsoft_project_files_are_read_or_refused(seed: int) -> None:
    found = outcomes(_through, damaged(MSPDI, 200, seed))
    assert found["read"] > 20
    assert found["refused"] > 20


@pytest.mark.slow
def test_many_damaged_microsoft_project_files_are_read_or_refused() -> None:
    assert outcomes(_through, damaged(MSPDI, 5000)).total() == 5000


def test_every_damage_changes_most_files() -> None:
    for at, damage in enumerate(DAMAGES):
        (content,) = damaged(MSPDI[-1:], 1, seed=at)
        assert content
        assert damage.__doc__


def test_damage_is_the_same_for_the_same_seed() -> None:
    assert list(damaged(MSPDI, 20, 7)) == list(damaged(MSPDI, 20, 7))
    assert list(damaged(MSPDI, 20, 7)) != list(damaged(MSPDI, 20, 8))


def test_another_exception_is_not_taken_for_a_refusal() -> None:
    def broken(content: bytes) -> None:
        raise KeyError(content)

    with pytest.raises(KeyError):
        outcomes(broken, damaged(MSPDI, 1))
