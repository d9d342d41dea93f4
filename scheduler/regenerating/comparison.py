"""Two plans side by side: what moved, which options changed, which promises, and what that makes.

The plans may be of two revisions of a programme. What is told of dates needs no solver; causes are
found by `causes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.cost import costs, has_money
from scheduler.analysis.measures import (
    contingency_working_days,
    last_transfer,
    peak_weeks,
    working_days_between,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.standing import Commitment, CommitmentLevel
from scheduler.objectives.commitments_changed import is_kept
from scheduler.objectives.dates_moved import COUNTED
from scheduler.rules.words import named


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An activity with other dates than before; one plan may not have it at all."""

    activity: str
    name: str
    kind: str
    service: str | None
    was: Placed | None
    now: Placed | None
    working_days: int | None
    """Of the default calendar from the old first day to the new one, negative when earlier; none
    where only one plan has it."""
    announced: bool
    """Whether it is a transfer or a technical cutover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChanged:
    """A service group with another sourcing option than before."""

    group: str
    name: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentChanged:
    """A promise that the old plan kept and the new one does not, or the other way round."""

    id: str
    level: CommitmentLevel
    points: int
    promised: str
    """The date or the option."""
    now: str | None
    """What the new plan has instead; none where it leaves the activity out."""
    kept_again: bool
    told_to: str
    activity: str | None
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one plan amounts to, and the other."""

    name: str
    unit: str
    was: int | str | None
    now: int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two plans."""

    moved: tuple[Moved, ...] = ()
    options: tuple[OptionChanged, ...] = ()
    commitments: tuple[CommitmentChanged, ...] = ()
    figures: tuple[Figure, ...] = ()
    contract_ends: tuple[date, date]
    """Of the older programme and of the newer one: what contingency of each plan is counted to."""

    @property
    def same(self) -> bool:
        """Whether nothing differs in dates or options."""
        return not (self.moved or self.options)

    @property
    def announced(self) -> tuple[Moved, ...]:
        """Transfers and technical cutovers that moved."""
        return tuple(move for move in self.moved if move.announced)


def compare(
    before: tuple[ExpandedProgramme, Plan], after: tuple[ExpandedProgramme, Plan]
) -> Comparison:
    """Return what differs from one plan, with its programme, to another."""
    return Comparison(
        moved=tuple(_moves(before, after)),
        options=tuple(_options(before, after)),
        commitments=tuple(_commitments(before[1], after)),
        figures=tuple(_figures(before, after)),
        contract_ends=(before[0].document.contract.end_date, after[0].document.contract.end_date),
    )


def _moves(
    before: tuple[ExpandedProgramme, Plan], after: tuple[ExpandedProgramme, Plan]
) -> Iterator[Moved]:
    activities = {**before[0].activities, **after[0].activities}
    for name, activity in activities.items():
        was, now = before[1].placed.get(name), after[1].placed.get(name)
        if was == now:
            continue
        programme = after[0] if name in after[0].activities else before[0]
        yield Moved(
            activity=name,
            name=named(name, programme),
            kind=activity.kind,
            service=activity.service,
            was=was,
            now=now,
            working_days=None
            if was is None or now is None
            else working_days_between(was.start, now.start, programme),
            announced=activity.kind in COUNTED,
        )


def _options(
    before: tuple[ExpandedProgramme, Plan], after: tuple[ExpandedProgramme, Plan]
) -> Iterator[OptionChanged]:
    groups = {**before[0].groups, **after[0].groups}
    for name, group in groups.items():
        was, now = before[1].options.get(name), after[1].options.get(name)
        if was != now:
            yield OptionChanged(group=name, name=group.name or name, was=was, now=now)


def _commitments(
    before: Plan, after: tuple[ExpandedProgramme, Plan]
) -> Iterator[CommitmentChanged]:
    programme, plan = after
    for commitment in programme.document.commitments:
        kept, keeps = is_kept(commitment, before), is_kept(commitment, plan)
        if kept == keeps:
            continue
        yield CommitmentChanged(
            id=commitment.id,
            level=commitment.level,
            points=commitment.points,
            promised=_promised(commitment),
            now=_instead(commitment, plan),
            kept_again=keeps,
            told_to=commitment.told_to,
            activity=commitment.activity,
            group=commitment.group,
        )


def _promised(commitment: Commitment) -> str:
    return str(commitment.start if commitment.activity is not None else commitment.option)


def _instead(commitment: Commitment, plan: Plan) -> str | None:
    if commitment.activity is None:
        return plan.options.get(commitment.group or "")
    placed = plan.placed.get(commitment.activity)
    return None if placed is None else str(placed.start)


def _figures(
    before: tuple[ExpandedProgramme, Plan], after: tuple[ExpandedProgramme, Plan]
) -> Iterator[Figure]:
    """Yield what managers are asked about, where the plans differ in it."""
    was, now = _amounts(*before), _amounts(*after)
    for (name, unit), value in now.items():
        if was.get((name, unit)) != value:
            yield Figure(name=name, unit=unit, was=was.get((name, unit)), now=value)


def _amounts(
    programme: ExpandedProgramme, plan: Plan
) -> Mapping[tuple[str, str], int | str | None]:
    last = last_transfer(programme, plan)
    peaks = [week.points for week in peak_weeks(programme, plan).values()]
    found: dict[tuple[str, str], int | str | None] = {
        ("last transfer", "date"): None if last is None else str(last),
        ("schedule contingency", "working days"): contingency_working_days(programme, plan),
        ("contract end", "date"): str(programme.document.contract.end_date),
        ("peak change load", "load points"): max(peaks, default=0),
    }
    if has_money(programme):
        spent = costs(programme, plan).values()
        found["cost", "pence"] = sum(sum(parts.values()) for parts in spent)
    return found
