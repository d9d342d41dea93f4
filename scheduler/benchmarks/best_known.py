"""Published values of instances, from CSV files with a line for each."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.benchmarks.run_record import BestKnown
from scheduler.errors import FileRejected

_VALUES = ("best_known", "optimum_or_unsat")
_RANGE = re.compile(r"(?:\d+\.\.)?(\d+)(?:\.0)?")


@dataclass(frozen=True, slots=True)
class Published:
    """What is known, by file name and set."""

    by_name: Mapping[str, tuple[BestKnown, ...]]

    def of(self, folder: str, file: str) -> BestKnown | None:
        """Return what is known of a file: under its folder's name, else under its own alone."""
        found = self.by_name.get(file, ())
        for known in found:
            if known.group == folder:
                return known
        return found[0] if len(found) == 1 else None


def read_best_known(*files: bytes) -> Published:
    """Return the values of files with the columns `set`, `instance` and one of `_VALUES`.

    `lower..upper` counts as its upper end, `unsat` says that there is no plan.
    Raises FileRejected with the line that is wrong.
    """
    found: defaultdict[str, list[BestKnown]] = defaultdict(list)
    for data in files:
        try:
            rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True)
            columns = rows.fieldnames or ()
            named = [name for name in _VALUES if name in columns]
            if not named or not {"set", "instance"} <= set(columns):
                message = f"line 1: the columns set, instance and {' or '.join(_VALUES)} are needed"
                raise FileRejected(message, line=1)
            for row in rows:
                known = _known(row["set"], row[named[0]], rows.line_num)
                found[str(row["instance"])].append(known)
        except (UnicodeDecodeError, csv.Error) as error:
            message = f"the best known values cannot be read: {error}"
            raise FileRejected(message) from None
    return Published({name: tuple(known) for name, known in found.items()})


def _known(group: str | None, text: str | None, line: int) -> BestKnown:
    if text == "unsat":
        return BestKnown(group=group or "", no_plan=True)
    match = _RANGE.fullmatch(text or "")
    if match is None:
        message = f"line {line}: {text!r} is no value"
        raise FileRejected(message, line=line)
    return BestKnown(group=group or "", value=int(match[1]))
