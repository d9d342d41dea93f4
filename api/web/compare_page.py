"""What two plans of a programme look like side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.best_plan import figures_of
from api.web.opened_plan import OpenedPlan
from api.web.start_page import PlanLine
from api.web.wording import instant
from scheduler.pictures.contents import Column, Contents, cell
from scheduler.pictures.difference_contents import difference_contents


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two plans, or one and what it can be compared with."""

    plan: str
    name: str
    other: str
    """Id of the other plan; nothing before one is chosen."""
    others: tuple[PlanLine, ...]
    figures: Contents | None
    words: tuple[str, ...]
    """What changes, in sentences."""
    tables: tuple[Contents, ...]
    waiting: bool
    """Whether one of them is still being made."""


def compare_page(
    this: OpenedPlan,
    other: OpenedPlan | None,
    others: Sequence[PlanLine],
    difference: Mapping[str, Any] | None,
) -> ComparePage:
    """Return what to show; `difference` is what this plan changes of the other, once known."""
    return ComparePage(
        plan=this.id,
        name=this.expanded.document.name,
        other="" if other is None else other.id,
        others=tuple(others),
        figures=None if other is None else _figures(this, other),
        words=() if difference is None else tuple(difference["words"]),
        tables=() if difference is None else tuple(difference_contents(difference)),
        waiting=other is not None and difference is None,
    )


def _figures(this: OpenedPlan, other: OpenedPlan) -> Contents:
    sides = [
        {figure.name: figure.value for figure in figures_of(one.record, one.resource, one.expanded)}
        for one in (other, this)
    ]
    names = dict.fromkeys(name for side in sides for name in side)
    headings = ["Figure", *(f"Plan of {instant(p.record.submitted_at)}" for p in (other, this))]
    headings[-1] += " (this one)"
    return Contents(
        caption="Key figures side by side",
        columns=tuple(Column(heading=heading) for heading in headings),
        rows=tuple((cell(name), *(cell(side.get(name)) for side in sides)) for name in names),
    )
