"""The difference of two plans as plain JSON values, and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.domain.plan import Placed
from scheduler.pictures.wording import long_date
from scheduler.regenerating.causes import WhyMoved
from scheduler.regenerating.comparison import Comparison, Moved
from scheduler.regenerating.input_changes import InputChange
from scheduler.regenerating.told import Told
from scheduler.rules.words import counted

MOST_TOLD = 12
"""Moves that are worded; all are in the tables."""
MOST_CAUSES = 3
"""Worded one by one where it is not known that each of them is needed."""


def difference_to_jsonable(
    comparison: Comparison,
    told: Sequence[Told],
    *,
    changes: Sequence[InputChange] = (),
    causes: Sequence[WhyMoved] = (),
) -> dict[str, Any]:
    """Return a difference with who must be told and what is known of causes."""
    why: dict[tuple[str, str], WhyMoved] = {(cause.of, cause.about): cause for cause in causes}
    return {
        "same": comparison.same,
        "words": list(_words(comparison, why)),
        "moved": [_move(move, why) for move in comparison.moved],
        "options": [
            {
                "group": changed.group,
                "name": changed.name,
                "from": changed.was,
                "to": changed.now,
                **_why(why.get((changed.group, "option"))),
            }
            for changed in comparison.options
        ],
        "commitments_changed": [
            {
                "id": changed.id,
                "level": changed.level,
                "points": changed.points,
                "promised": changed.promised,
                "now": changed.now,
                "kept_again": changed.kept_again,
                "told_to": changed.told_to,
                "activity": changed.activity,
                "group": changed.group,
                **_why(
                    why.get((changed.activity, "date"))
                    if changed.activity
                    else why.get((changed.group or "", "option"))
                ),
            }
            for changed in comparison.commitments
        ],
        "figures": [
            {"name": figure.name, "unit": figure.unit, "from": figure.was, "to": figure.now}
            for figure in comparison.figures
        ],
        "tell": [
            {
                "role": one.role,
                "who": one.who,
                "about": list(one.about),
                "on": None if one.on is None else one.on.isoformat(),
            }
            for one in told
        ],
        "changes": [_change(change) for change in changes],
    }


def _move(move: Moved, why: Mapping[tuple[str, str], WhyMoved]) -> dict[str, Any]:
    return {
        "activity": move.activity,
        "name": move.name,
        "kind": move.kind,
        "service": move.service,
        "field": _field(move),
        "from": _day(move.was, "start"),
        "to": _day(move.now, "start"),
        "from_finish": _day(move.was, "finish"),
        "to_finish": _day(move.now, "finish"),
        "working_days": move.working_days,
        "announced": move.announced,
        **_why(why.get((move.activity, "date"))),
    }


def _field(move: Moved) -> str:
    if move.was is None or move.now is None:
        return "performed"
    return "finish" if move.was.start == move.now.start else "start"


def _day(placed: Placed | None, which: str) -> str | None:
    if placed is None:
        return None
    return (placed.start if which == "start" else placed.finish).isoformat()


def _why(cause: WhyMoved | None) -> dict[str, Any]:
    if cause is None:
        return {"causes": []}
    return {
        "finding": cause.finding,
        "causes": [_change(change) for change in cause.causes],
        "minimal": cause.minimal,
        "proved": cause.proved,
        "bought": [
            {
                "level": price.name,
                "unit": price.unit,
                "plan": price.here,
                "if_kept": price.there,
                "proved": price.proved,
            }
            for price in cause.bought
        ],
    }


def _change(change: InputChange) -> dict[str, str]:
    return {"path": change.path, "kind": change.kind, "words": change.words}


def _words(comparison: Comparison, why: Mapping[tuple[str, str], WhyMoved]) -> Iterator[str]:
    if comparison.same:
        yield "Nothing moves and no option changes."
        return
    announced = comparison.announced
    broken = [c for c in comparison.commitments if not c.kept_again]
    yield (
        f"{counted(len(comparison.moved), 'activity', 'activities')} "
        f"{'has' if len(comparison.moved) == 1 else 'have'} other dates, "
        f"{len(announced)} of them transfers or technical cutovers; "
        f"{counted(len(comparison.options), 'sourcing option')} and "
        f"{counted(len(broken), 'commitment')} changed."
    )
    for changed in comparison.options:
        reason = _because(why.get((changed.group, "option")))
        yield f"{changed.name}: {changed.now or 'none'} instead of {changed.was or 'none'}{reason}."
    for move in announced[:MOST_TOLD]:
        yield f"{move.name} {_moves(move)}{_because(why.get((move.activity, 'date')))}."
    if len(announced) > MOST_TOLD:
        yield f"And {counted(len(announced) - MOST_TOLD, 'further date')}."
    named = {(f.name, f.unit): f for f in comparison.figures}
    figure = named.get(("schedule contingency", "working days"))
    if figure is not None:
        yield (
            f"Schedule contingency is {_amount(figure.now)} working days "
            f"instead of {_amount(figure.was)}, {_measured_to(comparison)}."
        )


def _measured_to(comparison: Comparison) -> str:
    """Return up to which contract end contingency of each plan is counted: its own revision's."""
    was, now = comparison.contract_ends
    if was == now:
        return f"both up to the contract end on {long_date(now)}"
    return f"up to the contract end on {long_date(now)} now, and on {long_date(was)} then"


def _amount(value: int | str | None) -> str:
    return "no" if value is None else f"{value:,}" if isinstance(value, int) else value


def _moves(move: Moved) -> str:
    if move.was is None or move.now is None:
        return "is not done any more" if move.now is None else "is done as well"
    if move.was.start == move.now.start:
        return f"finishes on {long_date(move.now.finish)}, not {long_date(move.was.finish)}"
    days = move.working_days or 0
    away = f"{counted(abs(days), 'working day')} {'later' if days >= 0 else 'earlier'}"
    return f"moves from {long_date(move.was.start)} to {long_date(move.now.start)} ({away})"


def _because(cause: WhyMoved | None) -> str:
    if cause is None or cause.finding == "unknown":
        return ""
    if cause.finding == "by choice":
        bought = ", ".join(
            f"{price.name.replace('_', ' ')} {price.there:,} rather than {price.here:,}"
            for price in cause.bought[:2]
        )
        return f", by choice: it could have stayed with {bought}" if bought else ", by choice"
    if not cause.causes:
        return ", because planning rules forbid it there, even without what changed"
    if not cause.minimal and len(cause.causes) > MOST_CAUSES:
        return f", because of some of {counted(len(cause.causes), 'change')}"
    sure = "" if cause.proved else " (not confirmed)"
    return f", because of {' and '.join(change.words for change in cause.causes)}{sure}"
