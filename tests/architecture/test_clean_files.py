"""Tracked files hold nothing of the machine they were written on.

Why: a clone must work anywhere, and what is private to one machine must not be published.
"""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.source_tree import ROOT, tracked_files

PATTERNS = {
    "a path of one machine": r"(?<![\w.:/~-])/(?:work|opt|root|Users|home/(?!planner))[/\s]",
    "a path of this checkout": re.escape(f"{ROOT.parent}/") if len(ROOT.parts) > 2 else r"(?!)",
    "an address of a package index": r"--(?:extra-)?index-url|\"resolved\": *\"http|registry *= *\"http",
    "a note to oneself": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
    "a merge left undone": r"(?m)^(?:<{7}|>{7}) ",
}
BINARY = (".png", ".pdf", ".xlsx", ".woff2", ".ico")


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        if not path.endswith(BINARY):
            yield path, (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("what", PATTERNS)
def test_no_tracked_file_holds(what: str) -> None:
    pattern = re.compile(PATTERNS[what])
    found = [
        f"{path}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()!r}"
        for path, text in texts()
        if (hit := pattern.search(text))
    ]
    assert not found


def test_text_files_end_with_one_newline_and_without_trailing_spaces() -> None:
    untidy = [
        path
        for path, text in texts()
        if path != "LICENSE"
        and text
        and (not text.endswith("\n") or text.endswith("\n\n") or re.search(r"[ \t]\n", text))
    ]
    assert not untidy
