"""Every decision is complete and numbered in order."""

import re

import pytest

from tests.architecture.source_tree import ROOT

HEADINGS = ("Context", "Decision", "Consequences", "Alternatives", "Enforced by")
TEXT = (ROOT / "DECISIONS.md").read_text("utf-8")
ENTRIES = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.split(".")[0])
def test_an_entry_has_all_its_headings_in_order(entry: str) -> None:
    assert tuple(re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", entry, re.MULTILINE)) == HEADINGS


def test_entries_are_numbered_in_order() -> None:
    numbers = [int(entry.split(".")[0]) for entry in ENTRIES]
    assert numbers == list(range(1, len(ENTRIES) + 1))
