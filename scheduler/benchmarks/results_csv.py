"""Records as CSV, a line for each instance and solver."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from scheduler.benchmarks.run_record import Record
from scheduler.benchmarks.summary import ALWAYS, MOMENTS

COLUMNS = (
    "set",
    "instance",
    "solver",
    "status",
    "objective",
    "bound",
    "best_known",
    "seconds",
    "first_plan_seconds",
    "gap",
    *(f"gap_{moment:g}s" for moment in MOMENTS),
    "own_gap",
    "defect",
)


def results_csv(records: Iterable[Record]) -> str:
    """Return the table; gaps in parts of one, nothing where nothing is known."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for record in records:
        known, run = record.best_known, record.run
        best = "" if known is None else "unsat" if known.no_plan else known.value
        table.writerow(
            [
                record.group,
                record.instance,
                record.solver,
                "defect" if record.defect else run.status,
                _cell(run.value),
                _cell(run.bound),
                best,
                _cell(run.seconds),
                _cell(record.first_plan_seconds),
                _cell(record.gap_at(ALWAYS)),
                *(_cell(record.gap_at(moment)) for moment in MOMENTS),
                _cell(record.own_gap),
                record.defect,
            ]
        )
    return out.getvalue()


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.4f}"
