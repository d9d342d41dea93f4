"""What of a clone a build sees: everything tracked that .dockerignore lets through."""

import re
from pathlib import Path, PurePosixPath

from tests.architecture.source_tree import ROOT, tracked_files


def context_files() -> list[str]:
    """Return the paths sent to the engine, as far as git knows them."""
    patterns = _patterns(ROOT / ".dockerignore")
    return [path for path in tracked_files() if _sent(path, patterns)]


def _patterns(path: Path) -> list[tuple[bool, re.Pattern[str]]]:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    return [
        (line.startswith("!"), re.compile(_expression(line.removeprefix("!").strip("/"))))
        for line in lines
        if line and not line.startswith("#")
    ]


def _expression(pattern: str) -> str:
    """Return a pattern as Go's filepath.Match reads it, with ** for any number of folders."""
    parts = re.split(r"(\*\*/|\*|\?)", pattern)
    known = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    return "".join(known.get(part, re.escape(part)) for part in parts)


def _sent(path: str, patterns: list[tuple[bool, re.Pattern[str]]]) -> bool:
    """Tell whether the last pattern that fits a file or a folder above it lets it through."""
    here = PurePosixPath(path)
    names = [path, *(parent.as_posix() for parent in here.parents if parent.name)]
    sent = True
    for lets_through, pattern in patterns:
        if any(pattern.fullmatch(name) for name in names):
            sent = lets_through
    return sent
