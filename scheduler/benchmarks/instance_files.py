"""Instances in a folder: found, put into sets, sampled by seed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from scheduler.benchmarks.best_known import Published
from scheduler.benchmarks.run_record import BestKnown
from scheduler.domain.limits import DEFAULT_LIMITS
from scheduler.domain.project_instance import ProjectInstance
from scheduler.errors import FileRejected
from scheduler.interchange.project_file import read_project

SUFFIXES = (".txt", ".rcp", ".sm", ".mm", ".sch")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceFile:
    """One file of a set."""

    path: Path
    group: str
    best_known: BestKnown | None = None

    def read(self) -> ProjectInstance:
        """Return the instance.

        Raises FileRejected with file and line.
        """
        try:
            with self.path.open("rb") as file:
                data = file.read(DEFAULT_LIMITS.file_bytes + 1)
        except OSError as error:
            message = f"{self.path} cannot be read: {error.strerror}"
            raise FileRejected(message, path=str(self.path)) from None
        try:
            return read_project(data, self.path.name)
        except FileRejected as refused:
            raise FileRejected(f"{self.path}: {refused}", **refused.facts) from None


def find_instances(
    folder: Path, published: Published, sets: Sequence[str] = ()
) -> dict[str, list[InstanceFile]]:
    """Return the files below a folder by set, in the order of their numbers.

    A set is what the published values call it, else the folder of the file. `sets` keeps those
    named, whole or by their last part: `J60` is `PSPLIB-J60`.
    Raises FileRejected when there is none.
    """
    found: defaultdict[str, list[InstanceFile]] = defaultdict(list)
    for path in sorted(_files(folder), key=_by_number):
        known = published.of(path.parent.name, path.name)
        group = known.group if known is not None else path.parent.name
        if not sets or any(_is_named(group, name) for name in sets):
            found[group].append(InstanceFile(path=path, group=group, best_known=known))
    if not found:
        message = f"{folder} holds no instance" + (f" of {', '.join(sets)}" if sets else "")
        raise FileRejected(message, path=str(folder))
    return dict(sorted(found.items()))


def sampled(files: Sequence[InstanceFile], count: int | None, seed: int) -> list[InstanceFile]:
    """Return some of a set's files, the same for the same seed, in their order."""
    if count is None or count >= len(files):
        return list(files)
    picked = Random(seed).sample(range(len(files)), count)  # noqa: S311  # a sample, no secret
    return [files[at] for at in sorted(picked)]


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            yield path


def _by_number(path: Path) -> list[tuple[int, int, str]]:
    parts = _DIGITS.split(path.as_posix())
    return [(1, int(p), "") if p.isdigit() else (0, 0, p) for p in parts]


def _is_named(group: str, name: str) -> bool:
    one, other = group.lower(), name.lower()
    return one == other or one.split("-")[-1] == other
