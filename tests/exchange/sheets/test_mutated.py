"""Whatever bytes come, they are read or refused: nothing else is raised."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from scheduler.errors import FileRejected
from scheduler.interchange.programme_json import read_programme
from tests.exchange.sheets.mutations import mutated, parts_of
from tests.exchange.sheets.round_trips import FORMATS, small


def outcomes(of: str, count: int) -> Counter[str]:
    write, read = FORMATS[of]
    parts = parts_of(write(small()))
    chance = random.Random(11)
    found: Counter[str] = Counter()
    for _ in range(count):
        try:
            came = read(mutated(parts, chance))
        except FileRejected:
            found["refused"] += 1
            continue
        found["issues" if came.issues else "read"] += 1
        if not came.issues:
            read_programme(json.dumps(came.document).encode())
    return found


@pytest.mark.parametrize("of", FORMATS)
def test_some_broken_files_are_read_or_refused(of: str) -> None:
    found = outcomes(of, 100)
    assert found.total() == 100
    assert min(found["refused"], found["issues"], found["read"]) > 0


@pytest.mark.slow
@pytest.mark.parametrize("of", FORMATS)
def test_many_broken_files_are_read_or_refused(of: str) -> None:
    assert outcomes(of, 5_000).total() == 5_000
