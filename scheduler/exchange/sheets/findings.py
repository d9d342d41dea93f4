"""Gathers what is wrong with sheets, and what is not read of them, while they are read."""

from __future__ import annotations

from typing import Literal

from scheduler.domain.issues import Issue
from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.sheets.grid import cell_name

MOST_ISSUES = 1_000
"""Told of one file; the rest are counted."""


class Findings:
    """Problems and losses in the order found; used inside readers only."""

    def __init__(self) -> None:
        """Begin with none."""
        self._issues: list[Issue] = []
        self._left_out = 0
        self.losses = Losses()

    def refuse(
        self,
        sheet: str,
        row: int,
        column: int,
        code: str,
        message: str,
        value: object = None,
        heading: str = "",
        expected: str = "",
    ) -> None:
        """Note a problem of a cell."""
        if len(self._issues) >= MOST_ISSUES:
            self._left_out += 1
            return
        cell = cell_name(sheet, row, column)
        facts = {"sheet": sheet, "cell": cell, "column": heading, "expected": expected}
        shown = shortened(value) if isinstance(value, str) else value
        self._issues.append(Issue(code=code, path=cell, message=message, value=shown, facts=facts))

    def lose(
        self,
        code: Literal["not_read", "not_understood", "changed", "missing"],
        field: str,
        place: str,
        value: object = "",
        text: str = "",
    ) -> None:
        """Note something that is not read, or read as something else."""
        self.losses.add(
            Loss(code=code, field=field, place=place, value=shortened(value), text=text)
        )

    def issues(self) -> tuple[Issue, ...]:
        """Return the problems, with the number of those that are not listed."""
        if not self._left_out:
            return tuple(self._issues)
        message = f"there are {self._left_out:,} more problems, which are not listed"
        return (*self._issues, Issue(code="too_many_issues", path="", message=message))
