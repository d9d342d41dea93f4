"""Ways in which a solver process can fail, and how an order says which is wanted.

The seed of a search says it: nothing in the service knows of faults. A second process of the same
attempt gets the next seed, so that a child knows whether it is the first one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

CONTROL = "none"
FAULTS = ("crash", "abort", "memory", "hang", "garbage", "silence")
KINDS = (CONTROL, *FAULTS)

JOURNAL = "PHASED_EXIT_TRIAL_JOURNAL"
"""In the environment of all processes of a trial: the file in which a child notes its fault."""
MEMORY_LIMIT_MB = 800
"""Of a solver process in a trial; at work on these programmes it takes less than half of it."""
LATEST_SECONDS = 0.7
"""From the request to the fault at most."""

_NUMBERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an order wants of its solver processes."""

    kind: str
    always: bool
    """Whether those fail, too, that take the place of one that has failed."""
    number: int

    @property
    def seed(self) -> int:
        """Return the seed that says it; the next one says that it is asked again."""
        return 2 * (self.number + _NUMBERS * (2 * KINDS.index(self.kind) + self.always))


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A fault that struck, as its child noted it beforehand."""

    kind: str
    pid: int
    number: int
    """Of the order."""


def wanted_by(seed: int) -> tuple[Wanted, bool]:
    """Return what a seed says, and whether it is asked again."""
    rest, again = divmod(seed, 2)
    rest, number = divmod(rest, _NUMBERS)
    return Wanted(kind=KINDS[rest // 2], always=bool(rest % 2), number=number), bool(again)


def light(journal: Path) -> Path:
    """Return the file that is there while most children load the solver only when asked."""
    return journal.with_name("light")


def note(journal: Path, noted: Noted) -> None:
    """Note a fault in one write, as children do it side by side."""
    line = json.dumps({"kind": noted.kind, "pid": noted.pid, "number": noted.number})
    with journal.open("ab", buffering=0) as file:
        file.write(line.encode() + b"\n")


def noted_in(journal: Path) -> list[Noted]:
    """Return the faults that struck so far."""
    if not journal.exists():
        return []
    return [Noted(**json.loads(line)) for line in journal.read_text("utf-8").splitlines()]
