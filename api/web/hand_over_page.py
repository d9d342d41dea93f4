"""What can be decided about a plan, what was, and what can be taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.store.approvals import APPROVED, DecisionRecord
from api.store.plan_history import OUT_OF_FORCE, PUT_IN_FORCE, REPLACED
from api.store.records import AuditRecord
from api.web.decision_words import decision_in_words
from api.web.opened_plan import OpenedPlan
from api.web.taking_away import Export, exports_of
from api.web.wording import instant
from scheduler.pictures.contents import Column, Contents, cell

LONGEST_COMMENT = 2000
_DEEDS = {
    "plan.submitted": "asked for",
    "plan.kept": "brought here",
    "plan.completed": "finished",
    "plan.cancelled": "stopped",
    "plan.failed": "failed",
    "plan.approved": "approved",
    "plan.withdrawn": "approval withdrawn",
    "plan.ordered_anew": "handed to another worker",
    "plan.stop_requested": "asked to stop, the best plan kept",
    "plan.discarded": "discarded, its change taken back",
    PUT_IN_FORCE: "accepted, made the plan in force",
    REPLACED: "no longer in force, another plan took its place",
    OUT_OF_FORCE: "no longer in force",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Something to take away."""

    words: str
    address: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPage:
    """The page."""

    plan: str
    name: str
    final: bool
    approved: bool
    decisions: tuple[str, ...]
    in_force: bool
    other_in_force: str
    """Id of the plan that is in force instead; nothing where none is."""
    can_put_in_force: bool
    """Whether who looks may make it the plan in force."""
    history: Contents
    versions: tuple[Taken, ...]
    """What may be published, and what not."""
    files: tuple[Taken, ...]
    exports: tuple[Export, ...]
    """Files for planning tools, spreadsheets, calendars and meetings."""
    calendar: str
    """Address of the calendar of the plan in force; nothing where none is."""
    can_subscribe: bool
    """Whether who looks may make addresses of it that need no key."""
    programme: str


def hand_over_page(
    opened: OpenedPlan,
    decisions: Sequence[DecisionRecord],
    notes: Sequence[AuditRecord],
    *,
    in_force: str,
    may_plan: bool,
) -> HandOverPage:
    """Return what to show; `in_force` is the id of the plan in force, `may_plan` of who looks."""
    has_plan = opened.record.is_terminal and opened.best is not None
    return HandOverPage(
        plan=opened.id,
        name=opened.expanded.document.name,
        final=opened.record.is_terminal,
        approved=bool(decisions) and decisions[-1].decision == APPROVED,
        in_force=opened.id == in_force,
        other_in_force="" if opened.id == in_force else in_force,
        can_put_in_force=may_plan and has_plan,
        decisions=tuple(decision_in_words(one) for one in reversed(decisions)),
        history=_history(notes),
        versions=tuple(_versions(opened)),
        files=tuple(_files(opened)),
        exports=() if opened.best is None else tuple(exports_of(opened)),
        calendar=f"/v1/programmes/{opened.record.programme}/calendar.ics" if in_force else "",
        can_subscribe=may_plan,
        programme=opened.record.programme,
    )


def _history(notes: Sequence[AuditRecord]) -> Contents:
    return Contents(
        caption="What happened to this plan, newest first",
        columns=tuple(Column(heading=heading) for heading in ("When", "What", "Who")),
        rows=tuple(
            (
                cell(instant(note.at)),
                cell(_DEEDS.get(note.action, note.action.partition(".")[2].replace("_", " "))),
                cell(note.actor),
            )
            for note in notes
        ),
    )


def _versions(opened: OpenedPlan) -> Iterator[Taken]:
    yield Taken(
        words="Public version",
        address=f"/plans/{opened.id}/public",
        says="May be published: without options, prices, providers and moves of staff.",
    )
    yield Taken(
        words="Exempt version",
        address=f"/plans/{opened.id}/exempt",
        says="For the exempt part of a meeting; not for publication.",
    )


def _files(opened: OpenedPlan) -> Iterator[Taken]:
    plan = f"/v1/plans/{opened.id}"
    yield Taken(
        words="Gantt chart as SVG", address=f"{plan}/gantt.svg", says="Services by their phases."
    )
    yield Taken(
        words="Gantt chart with every activity as SVG",
        address=f"{plan}/gantt.svg?detail=activities",
        says="For a large sheet.",
    )
    yield Taken(
        words="Heat map of change load as SVG",
        address=f"{plan}/heatmap.svg",
        says="User groups by weeks.",
    )
    yield Taken(words="The plan as JSON", address=plan, says="For tools, which can check it again.")
    yield Taken(
        words="The programme as JSON",
        address=f"/v1/programmes/{opened.record.programme}/revisions/{opened.record.revision}",
        says="What the plan was made for.",
    )
