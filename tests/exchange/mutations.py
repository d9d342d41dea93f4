"""Valid files, damaged in many ways: each gives a result or a refusal, in bounded time and memory.

    python -m tests.exchange.mutations FORMAT COUNT FILE...

Other formats plug in by their reader; the damage knows bytes, lines, numbers and tags only.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scheduler.errors import FileRejected
from scheduler.exchange.formats import FORMATS

Damage = Callable[[bytes, random.Random], bytes]

MOST_SECONDS = 10.0
MOST_BYTES = 512 * 1024 * 1024
"""Memory of the whole process, over what it had before the first file."""

_NUMBER = re.compile(rb"(?<![0-9])[0-9]{1,12}(?![0-9])")
_TAG = re.compile(rb"</?[A-Za-z]{1,40}>")
_LINE = re.compile(rb"[^\n]*\n?")
_NUMBERS = (
    *(b"0", b"-1", b"1", b"7", b"99", b"65535", b"-65535", b"2147483647", b"-2147483648"),
    *(b"4294967296", b"9" * 30, b"9" * 5000, b"1e308", b"1e-300", b"NaN", b"0.5", b"", b" 1 "),
)


def flip(content: bytes, chance: random.Random) -> bytes:
    """Change a few bytes."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    """Leave out the end, or a part."""
    first, last = _span(content, chance)
    return content[:first] if chance.random() < 0.5 else content[:first] + content[last:]


def duplicate(content: bytes, chance: random.Random) -> bytes:
    """Repeat a part, once or many times."""
    first, last = _span(content, chance)
    return content[:last] + content[first:last] * chance.choice([1, 2, 50]) + content[last:]


def lines(content: bytes, chance: random.Random) -> bytes:
    """Repeat, leave out or move whole lines."""
    found = [line for line in _LINE.findall(content) if line]
    for _ in range(chance.randint(1, 10)):
        at = chance.randrange(len(found))
        line = found[at]
        if chance.random() < 0.7:
            del found[at]
        if chance.random() < 0.7:
            found.insert(chance.randint(0, len(found)), line)
        if not found:
            break
    return b"".join(found)


def numbers(content: bytes, chance: random.Random) -> bytes:
    """Put other numbers, some of them huge, where numbers stand."""
    found = list(_NUMBER.finditer(content))
    for match in sorted(chance.sample(found, min(len(found), chance.randint(1, 6))), key=_at):
        content = content[: match.start()] + chance.choice(_NUMBERS) + content[match.end() :]
    return content


def tags(content: bytes, chance: random.Random) -> bytes:
    """Swap names of elements; in a file without tags, swap words."""
    found = list(_TAG.finditer(content)) or list(re.finditer(rb"[A-Za-z_]{3,40}", content))
    if len(found) < 2:
        return content
    names = [match.group() for match in found]
    for match in sorted(chance.sample(found, min(len(found), 4)), key=_at):
        content = content[: match.start()] + chance.choice(names) + content[match.end() :]
    return content


def texts(content: bytes, chance: random.Random) -> bytes:
    """Swap the contents of elements with each other."""
    found = list(re.finditer(rb">([^<>\n]{1,60})<", content))
    if len(found) < 2:
        return content
    values = [match.group(1) for match in found]
    for match in sorted(chance.sample(found, min(len(found), 6)), key=_at):
        content = content[: match.start(1)] + chance.choice(values) + content[match.end(1) :]
    return content


def nest(content: bytes, chance: random.Random) -> bytes:
    """Put elements deep inside each other."""
    found = list(_TAG.finditer(content))
    if not found:
        return content
    at = chance.choice(found).end()
    depth = chance.choice([5, 90, 300, 5000])
    return content[:at] + b"<Task>" * depth + b"</Task>" * depth + content[at:]


DAMAGES: Sequence[Damage] = (flip, cut, duplicate, lines, numbers, tags, texts, nest)


def _at(match: re.Match[bytes]) -> int:
    """From the end, so that earlier places stay where they are."""
    return -match.start()


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    first = chance.randint(0, len(content))
    return first, min(len(content), first + chance.choice([1, 10, 100, 2000]))


def damaged(
    files: Sequence[bytes], count: int, seed: int = 0, damages: Sequence[Damage] = DAMAGES
) -> Iterator[bytes]:
    """Go through damaged files, the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        content = chance.choice(files)
        for _ in range(chance.choice([1, 1, 1, 2, 4])):
            content = chance.choice(damages)(content, chance) or b" "
        yield content


def outcomes(read: Callable[[bytes], object], contents: Iterator[bytes]) -> Counter[str]:
    """Return how many were read and how many refused.

    Any other exception passes through. Raises AssertionError where one takes too long, or where
    the process has grown too much.
    """
    found: Counter[str] = Counter()
    before = _memory()
    for content in contents:
        began = time.perf_counter()
        try:
            read(content)
        except FileRejected:
            found["refused"] += 1
        else:
            found["read"] += 1
        assert time.perf_counter() - began < MOST_SECONDS, content[:1000]
    assert _memory() - before < MOST_BYTES
    return found


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(arguments: Sequence[str]) -> None:
    """Damage files and read them; print how many were read and how many refused."""
    file_format, count, *names = arguments
    files = [Path(name).read_bytes() for name in names]
    began = time.perf_counter()
    found = outcomes(FORMATS[file_format].load("reader"), damaged(files, int(count)))
    taken = time.perf_counter() - began
    sys.stdout.write(f"{dict(found)} in {taken:.0f} s, {_memory() // 2**20} MB at most\n")


if __name__ == "__main__":
    main(sys.argv[1:])
