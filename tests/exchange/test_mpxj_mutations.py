"""Damaged files that MPXJ reads are read or refused, in time, and nothing of them stays."""

import importlib.util
import os
import random
import shutil
from pathlib import Path

import pytest

from tests.exchange.mpxj_mutations import (
    SECTOR,
    Found,
    damages,
    outcomes,
    through_children,
    through_one,
)
from tests.exchange.mutations import MOST_BYTES, damaged
from tests.exchange.test_read_by_mpxj import MPX, PLANNER

SAMPLES = os.environ.get("PHASED_EXIT_SAMPLES", "")
"""A directory with files of Microsoft Project, where there is one."""
SMALL = {".mpx": MPX.encode(), ".planner": PLANNER.encode()}

java = pytest.mark.skipif(
    shutil.which("java") is None or importlib.util.find_spec("mpxj") is None,
    reason="MPXJ can not be asked: Java or the extra `mpp` is missing",
)


def assert_in_bounds(found: Found, count: int) -> None:
    assert found.outcomes.total() == count
    assert found.wrong == []
    assert 0 < found.memory < MOST_BYTES


@java
def test_damaged_text_files_are_read_or_refused() -> None:
    found = through_one(".mpx", damaged([SMALL[".mpx"]], 60, 3))
    assert_in_bounds(found, 60)
    assert 5 < found.outcomes["read"] < 55


@java
@pytest.mark.slow
@pytest.mark.parametrize("suffix", SMALL)
def test_many_damaged_small_files_are_read_or_refused(suffix: str) -> None:
    assert_in_bounds(through_one(suffix, damaged([SMALL[suffix]], 5000, 3)), 5000)


@java
@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES, reason="PHASED_EXIT_SAMPLES names no directory of samples")
def test_many_damaged_files_of_microsoft_project_are_read_or_refused() -> None:
    files = [path.read_bytes() for path in sorted(Path(SAMPLES).rglob("*.mpp"))]
    ways = damages(".mpp", files)
    assert_in_bounds(through_one(".mpp", damaged(files, 5000, 1, ways)), 5000)
    assert_in_bounds(through_children(".mpp", damaged(files, 100, 2, ways)), 100)


def test_every_damage_changes_most_files_and_is_the_same_for_the_same_seed() -> None:
    files = [random.Random(seed).randbytes(40 * SECTOR) for seed in range(3)]
    for way in damages(".mpp", files):
        made = [way(files[0], random.Random(seed)) for seed in range(20)]
        assert sum(one != files[0] for one in made) > 10
        assert made == [way(files[0], random.Random(seed)) for seed in range(20)]


def test_what_takes_too_long_or_stays_behind_is_noticed(tmp_path: Path) -> None:
    found = Found()
    (tmp_path / "left").touch()
    outcomes(len, iter([b"a"]), tmp_path, found)
    assert found.wrong == ["file 0 left ['left']"]
    with pytest.raises(ValueError, match="could not convert"):
        outcomes(float, iter([b"a"]), tmp_path, found)
