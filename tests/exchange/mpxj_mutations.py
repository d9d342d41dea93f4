"""Damaged files that MPXJ reads: each gives a result or a refusal, and nothing is left behind.

    python -m tests.exchange.mpxj_mutations SUFFIX one|child COUNT FILE...

`child` reads every file by the child process that people's files are read by. `one` reads them by
the same code, heap and limits of address space in one Java that goes on, which is begun anew after
it broke off or took too long: many more files in the same time.
"""

from __future__ import annotations

import json
import os
import random
import resource
import select
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from unittest.mock import patch

from scheduler.errors import FileRejected
from scheduler.exchange.mpxj import reading
from scheduler.exchange.mpxj.reading import ConversionLimits
from tests.exchange.mutations import DAMAGES, MOST_SECONDS, Damage, cut, damaged, duplicate, flip

SECTOR = 512
"""Bytes of a block of the files within a file of Microsoft Project."""
_INTEGERS = (0, 1, -1, -2, -3, 2, 255, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, -0x80000000)
_SIZES = (1, 8, 64, SECTOR, 4096)


def many(content: bytes, chance: random.Random) -> bytes:
    """Change some bytes in a hundred thousand, or many."""
    changed = bytearray(content)
    for _ in range(chance.choice([20, 200, 2000])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def integers(content: bytes, chance: random.Random) -> bytes:
    """Put lengths, offsets and numbers of blocks that are too small or too large."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(max(1, len(changed) // 4)) * 4
        if chance.random() < 0.2:
            at %= SECTOR
        changed[at : at + 4] = struct.pack("<i", chance.choice(_INTEGERS))
    return bytes(changed)


def insert(content: bytes, chance: random.Random) -> bytes:
    """Put a block of zeros, ones or chance into a file, or in the place of what stands there."""
    size = chance.choice(_SIZES)
    block = chance.choice([bytes(size), b"\xff" * size, chance.randbytes(size)])
    at = chance.randrange(len(content) // SECTOR + 1) * SECTOR + chance.choice([0, 0, 5, 100])
    return content[:at] + block + content[at + chance.choice([0, size]) :]


def swap(content: bytes, chance: random.Random) -> bytes:
    """Put blocks in the place of others."""
    blocks = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
    for _ in range(chance.choice([1, 4, 30])):
        blocks[chance.randrange(len(blocks))] = chance.choice(blocks)
    return b"".join(blocks)


def splice(files: Sequence[bytes]) -> Damage:
    """Return what puts blocks of other files in the place of a file's own."""

    def spliced(content: bytes, chance: random.Random) -> bytes:
        other = chance.choice(files)
        first = chance.randrange(len(other) // SECTOR + 1) * SECTOR
        block = other[first : first + SECTOR * chance.choice([1, 4, 64, 1000])]
        at = chance.randrange(len(content) // SECTOR + 1) * SECTOR
        return content[:at] + block + content[at + len(block) :]

    return spliced


def damages(suffix: str, files: Sequence[bytes]) -> Sequence[Damage]:
    """Return how files of a suffix are damaged."""
    if suffix != ".mpp":
        return DAMAGES
    return (flip, cut, duplicate, many, integers, insert, swap, splice(files), splice(files))


@dataclass(slots=True)
class Found:
    """How many files were read, and why the others were not."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    memory: int = 0
    """Bytes at most, of the process that reads."""
    wrong: list[str] = field(default_factory=list)
    """What should not be: files left behind, too much time."""


class OneJava:
    """Takes the place of `reading._run`: asks one Java, and begins another after it ends."""

    def __init__(self, found: Found, folder: Path) -> None:
        """Begin with none."""
        self._found = found
        self._folder = folder
        self._child: subprocess.Popen[str] | None = None

    def __call__(
        self,
        folder: Path,  # noqa: ARG002 - as it is called
        arguments: tuple[str, str, str],
        kind: object,  # noqa: ARG002
        limits: ConversionLimits,
    ) -> dict[str, str]:
        """Return what the child process would say."""
        child = self._child = self._child or self._started(limits)
        told, said = _pipes(child)
        told.write(f"{json.dumps(arguments)}\n")
        told.flush()
        ready, _, _ = select.select([said], [], [], limits.seconds)
        line = said.readline() if ready else ""
        self._found.memory = max(self._found.memory, peak(child.pid))
        if not line.startswith("{"):
            self.end()
            return {"problem": "MPXJ broke off" if ready else "it took longer than it may"}
        outcome: dict[str, str] = json.loads(line)
        if "memory" in outcome.get("problem", ""):
            self.end()
        return outcome

    def end(self) -> None:
        """End the one there is."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
        self._child = None

    def _started(self, limits: ConversionLimits) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.exchange.in_one_java"]
        return subprocess.Popen(
            [*command, str(self._folder), str(limits.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def _pipes(child: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert child.stdin is not None
    assert child.stdout is not None
    return child.stdin, child.stdout


def peak(pid: int) -> int:
    """Return the most memory in bytes that a process has had, 0 where it cannot be known."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    kilobytes = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return 1024 * int(kilobytes[0]) if kilobytes else 0


def children() -> list[str]:
    """Return the processes that this one has begun and that still are."""
    tasks = Path("/proc/self/task").glob("*/children")
    return [pid for task in tasks for pid in task.read_text(encoding="utf-8").split()]


def outcomes(
    read: Callable[[bytes], object], contents: Iterator[bytes], folder: Path, found: Found
) -> None:
    """Read files one after another; temporary ones are made in a folder, which is empty then.

    Any exception but a refusal passes through.
    """
    for number, content in enumerate(contents):
        began = time.perf_counter()
        try:
            read(content)
        except FileRejected as refusal:
            found.outcomes[_why(str(refusal))] += 1
        else:
            found.outcomes["read"] += 1
        taken = time.perf_counter() - began
        found.slowest = max(found.slowest, taken)
        if taken > MOST_SECONDS:
            found.wrong.append(f"file {number} took {taken:.1f} s")
        left = [path.name for path in folder.iterdir()]
        if left:
            found.wrong.append(f"file {number} left {left}")


def _why(refusal: str) -> str:
    said = refusal.split(": ")
    # What our own reader says of MPXJ's result is worth more than that it says something.
    told = said[2] if said[1].startswith("what MPXJ made") and len(said) > 2 else said[1]
    return f"refused: {told[:80]}"


def through_one(suffix: str, contents: Iterator[bytes]) -> Found:
    """Read files of a suffix by one Java."""
    found = Found()
    own, of_java = tempfile.mkdtemp(), tempfile.mkdtemp()
    asked = OneJava(found, Path(of_java))
    tempfile.tempdir = own
    try:
        with patch.object(reading, "_run", asked):
            outcomes(_reader(suffix), contents, Path(own), found)
    finally:
        tempfile.tempdir = None
        asked.end()
    if left := [path.name for path in Path(of_java).iterdir()]:
        found.wrong.append(f"Java left {left}")
    for folder in (own, of_java):
        Path(folder).rmdir()
    return found


def through_children(suffix: str, contents: Iterator[bytes]) -> Found:
    """Read every file by a child process of its own."""
    found = Found()
    own = tempfile.mkdtemp()
    before = children()
    tempfile.tempdir = own
    try:
        outcomes(_reader(suffix), contents, Path(own), found)
    finally:
        tempfile.tempdir = None
    if left := [pid for pid in children() if pid not in before]:
        found.wrong.append(f"processes left: {left}")
    # The most of any child that has ended; Linux counts it in kilobytes.
    found.memory = 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    Path(own).rmdir()
    return found


def _reader(suffix: str) -> Callable[[bytes], object]:
    return lambda content: reading.read_by_mpxj(content, suffix)


def main(arguments: Sequence[str]) -> int:
    """Damage files and read them; print what became of them."""
    suffix, way, count, *names = arguments
    files = [Path(name).read_bytes() for name in names]
    contents = damaged(files, int(count), int(os.environ.get("SEED", "0")), damages(suffix, files))
    began = time.perf_counter()
    found = (through_one if way == "one" else through_children)(suffix, contents)
    taken = time.perf_counter() - began
    for outcome, number in found.outcomes.most_common():
        sys.stdout.write(f"{number:6} {outcome}\n")
    sys.stdout.write(
        f"{count} in {taken:.0f} s, slowest {found.slowest:.1f} s, {found.memory // 2**20} MB\n"
    )
    for line in found.wrong:
        sys.stdout.write(f"wrong: {line}\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
