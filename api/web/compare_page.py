"""What two plans of a programme look like side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.http.state import Services
from api.routes.plan_reading import Rejected
from api.web.best_plan import BETTER, figures_of
from api.web.opened_plan import OpenedPlan, StoredPlan
from api.web.rejected_page import broken_of
from api.web.start_page import PlanLine
from api.web.wording import instant, made_elsewhere
from scheduler.pictures.contents import Column, Contents, cell
from scheduler.pictures.difference_contents import difference_contents
from scheduler.pictures.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two plans, or one and what it can be compared with."""

    plan: str
    name: str
    other: str
    """Id of the other plan; nothing before one is chosen."""
    unasked: str
    """Id of the plan that is proposed; nothing where every other breaks rules."""
    others: tuple[PlanLine, ...]
    figures: Contents | None
    words: tuple[str, ...]
    """What changes, in sentences."""
    tables: tuple[Contents, ...]
    waiting: bool
    """Whether one of them is still being made."""
    broken: tuple[Contents, ...]
    """What each of them breaks, where it was made elsewhere and breaks anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two plans that are laid side by side, as read from the database."""

    stored: StoredPlan
    body: str
    """The plan as tools get it."""
    rejected: Rejected | None = None
    """What it breaks, where it was made elsewhere and breaks anything."""


def compare_page(
    this: OpenedPlan,
    other: str,
    others: Sequence[PlanLine],
    figures: Contents | None,
    difference: Mapping[str, Any] | None,
    broken: tuple[Contents, ...],
    *,
    unasked: str,
) -> ComparePage:
    """Return what to show; `difference` is what this plan changes of the other, once known.

    `unasked` is the id of the plan that is proposed before one is chosen.
    """
    return ComparePage(
        plan=this.id,
        name=this.expanded.document.name,
        other=other,
        unasked=unasked,
        others=tuple(others),
        figures=figures,
        words=() if difference is None else tuple(difference["words"]),
        tables=() if difference is None else tuple(difference_contents(difference)),
        waiting=bool(other) and difference is None,
        broken=broken,
    )


def breaches(at: Services, sides: Sequence[Side]) -> tuple[Contents, ...]:
    """Return what each of some plans breaks; those that break nothing are left out.

    The first of them is this one: it is told apart from others of the same file.
    """
    return tuple(
        broken_of(
            one.stored.opened(at).expanded,
            one.rejected,
            f"Planning rules that {_title(one)}{' (this one)' if one is sides[0] else ''} breaks",
        )
        for one in sides
        if one.rejected is not None
    )


def _title(one: Side) -> str:
    of = made_elsewhere(one.stored.record)
    return f"the plan from {of}" if of else f"the plan of {instant(one.stored.record.submitted_at)}"


def figures_side_by_side(at: Services, other: Side, this: Side) -> Contents:
    """Return the key figures of two plans, those of this one last."""
    both = (other, this)
    sides = [_figures(at, one) for one in both]
    names = dict.fromkeys(name for side in sides for name in side)
    headings = [_title(one).replace("the plan", "Plan", 1) for one in both]
    headings[-1] += " (this one)"
    return Contents(
        caption="Key figures side by side",
        columns=tuple(Column(heading=heading) for heading in ("Figure", *headings)),
        rows=tuple((cell(name), *(cell(side.get(name)) for side in sides)) for name in names),
    )


def _figures(at: Services, one: Side) -> Mapping[str, str]:
    record, expanded = one.stored.record, one.stored.opened(at).expanded
    document = json.loads(one.body)
    if one.rejected is not None:
        document = {**document, "plan": one.rejected.document}
    figures = {figure.name: figure.value for figure in figures_of(record, document, expanded)}
    if one.rejected is None:
        return figures
    broken = counted(len(one.rejected.violations), "planning rule")
    return {**figures, BETTER: f"Not known; this one breaks {broken}"}
