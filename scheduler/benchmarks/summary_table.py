"""Summaries as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from scheduler.benchmarks.summary import MOMENTS, Summary

WIDTH = 132
"""Columns at least; in a narrower terminal lines run over."""


def summary_table(summaries: Iterable[Summary]) -> Table:
    """Return a row for each set and solver."""
    table = Table(box=None, pad_edge=False)
    table.add_column("set", no_wrap=True, max_width=24)
    table.add_column("solver", no_wrap=True)
    for heading in (
        "instances",
        "plans",
        "proved",
        "mean gap",
        *(f"at {moment:g} s" for moment in MOMENTS),
        "own gap",
        "mean s",
        "first plan s",
        "defects",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in summaries:
        table.add_row(
            row.group,
            row.solver,
            str(row.instances),
            str(row.plans),
            str(row.proved),
            _per_cent(row.gap),
            *(_per_cent(gap) for gap in row.gap_at),
            _per_cent(row.own_gap),
            f"{row.seconds:.2f}",
            "" if row.first_plan_seconds is None else f"{row.first_plan_seconds:.2f}",
            str(row.defects),
        )
    return table


def _per_cent(part: float | None) -> str:
    return "" if part is None else f"{100 * part:.2f} %"
