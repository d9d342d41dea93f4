"""What is told about plans that hold: whether the target is reached, and at what price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from scheduler.analysis.hold import AtOnce, EndedBy, FallbackUse, HoldAnswer, HoldLevel, HoldPoint
from scheduler.analysis.risk import Share
from scheduler.pictures.aim_contents import unit_words, units_explained
from scheduler.pictures.contents import Cell, Column, Contents, cell
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.risk_contents import percent
from scheduler.pictures.wording import counted, plain

MOST_FALLBACKS = 12
MOST_NEXT = 3
UNSAID = ("cost", "risk")
"""Levels of which some programmes say nothing: then they are 0 whatever is planned."""

_ALWAYS = "the same seed gives the same answer on every machine that is fast enough."
ENDED: Mapping[EndedBy, str] = {
    "target": f"The search ended with the target: {_ALWAYS}",
    "work": f"The search did all its work within its limit: {_ALWAYS}",
    "limit": "The limit in seconds ended the search before its work was done: with more time, or "
    "on a faster machine, it may find better.",
    "stop": "The search was stopped before its work was done.",
}


def hold_words(answer: HoldAnswer) -> str:
    """Return in a sentence or two whether the target is reached, and what that is known from."""
    target = f"{answer.target_percent:g} %"
    runs = counted(answer.fresh_samples, "fresh run")
    broken = counted(answer.given_violations, "planning rule")
    given = f"the plan that was given in {_exact(answer.given)}"
    if answer.given_violations:
        given = f"the plan that was given, which breaks {broken}, in {_exact(answer.given)}"
    if answer.chosen is None or answer.in_time is None:
        found = f"No checked plan was found within the limit; {given} of {runs}."
        return f"{found} {ENDED[answer.ended_by]}"
    held = f"In {_exact(answer.in_time)} of {runs} all is in time {_interval(answer.in_time)}"
    at_once = (
        f" If work starts as soon as it can instead of on its planned day: "
        f"{_exact(answer.right_away)}."
        if answer.right_away.value > answer.in_time.value
        else ""
    )
    if answer.points[answer.chosen].is_given:
        held = f"The plan that was given: in {_exact(answer.in_time)} of {runs} all is in time"
        held = f"{held} {_interval(answer.in_time)}"
        given = "nothing that was tried is better for this"
    if answer.reached:
        least = answer.in_time.interval[0]
        sure = (
            "" if least >= answer.target_percent / 100 else ", which the interval leaves in doubt"
        )
        reached = f"{held}: the target of {target} is reached{sure}; {given}.{at_once}"
        return f"{reached} {ENDED[answer.ended_by]}"
    return (
        f"{held}: with planned starts the target of {target} is not reached by any of "
        f"{counted(answer.tried, 'plan')} tried; {given}.{at_once}{_named(answer.at_once)}"
        f"{_ceilings(answer)} {ENDED[answer.ended_by]}"
    )


def _named(found: AtOnce | None) -> str:
    """Say what is reached if some kinds of work start as soon as they can."""
    if found is None:
        return ""
    kinds = " and ".join(kind_words(kind.kind) for kind in found.kinds)
    done = "is reached" if found.reached else "is not reached either"
    return (
        f" If {kinds} work starts as soon as it can, all else as planned, the target {done}: "
        f"{_exact(found.in_time)} {_interval(found.in_time)}, by a plan of its own."
    )


def _ceilings(answer: HoldAnswer) -> str:
    said = []
    for ceiling in answer.ceilings:
        how = "if work starts as soon as it can" if ceiling.at_once else "with planned starts"
        most = f"{100 * ceiling.at_most:.1f} %"
        if ceiling.at_most < answer.target_percent / 100:
            said.append(
                f" The target is shown to be impossible {how}: no plan that meets the hard rules "
                f"can hold in more than {most} (95 % sure)."
            )
        else:
            said.append(
                f" That none reaches it {how} is not shown: no more than {most} (95 % sure) is all "
                "that is known, people left out of account."
            )
    return "".join(said)


def kind_words(kind: str) -> str:
    """Return a kind of work in words."""
    return kind.replace("_", " ")


def hold_contents(answer: HoldAnswer) -> Iterator[Contents]:
    """Yield the tables that have any rows."""
    if answer.points:
        yield _points(answer)
    if len(answer.points) > 1:
        yield _prices(answer)
    if answer.at_once is not None:
        yield _kinds(answer.at_once)
        yield _at_once_point(answer, answer.at_once)
    if any(use.missed.count for use in answer.fallback):
        yield _fallbacks(answer)


def _points(answer: HoldAnswer) -> Contents:
    levels = _levels(answer)
    note = (
        f"In time: in {counted(answer.samples, 'run')} that the search went by, which flatter what "
        "was chosen by them. In brackets: the difference from the plan that was given."
    )
    explained = units_explained(level.unit for level in levels)
    return Contents(
        caption="Plans that hold, and their price",
        columns=_point_columns(levels),
        rows=tuple(
            _row(point, levels, chosen=place == answer.chosen)
            for place, point in enumerate(answer.points)
        ),
        note=" ".join(part for part in (note, explained) if part),
    )


def _kinds(found: AtOnce) -> Contents:
    return Contents(
        caption="Kinds of work that start as soon as they can, and what that needs",
        columns=(
            Column(heading="Kind of work"),
            Column(heading="In time", number=True),
            Column(heading="Activities", number=True),
            Column(heading="Starts before the planned day", number=True),
            Column(heading="By up to (days)", number=True),
            Column(heading="Teams to be ready"),
        ),
        rows=tuple(
            (
                cell(kind_words(kind.kind)),
                cell(_exact(kind.in_time), "strong"),
                cell(str(kind.activities)),
                cell(percent(kind.earlier.value)),
                cell(str(kind.days_earlier)),
                cell(", ".join(kind.teams) or "none"),
            )
            for kind in found.kinds
        ),
        note="In time: with this kind and those above it, in runs that the search went by. "
        "By up to: calendar days that nine in ten early starts do not exceed.",
    )


def _at_once_point(answer: HoldAnswer, found: AtOnce) -> Contents:
    levels = _levels(answer)
    return Contents(
        caption="The plan with these kinds of work at once, and its price",
        columns=_point_columns(levels),
        rows=(_row(found.point, levels, chosen=True),),
        note="In brackets: the difference from the plan that was given.",
    )


def _point_columns(levels: Sequence[HoldLevel]) -> tuple[Column, ...]:
    return (
        Column(heading="In time", number=True),
        Column(heading="Last transfer", whole=True),
        *(Column(heading=_title(level), number=True) for level in levels),
        Column(heading="Options changed"),
        Column(heading="Made with"),
    )


def _row(point: HoldPoint, levels: Sequence[HoldLevel], *, chosen: bool) -> tuple[Cell, ...]:
    options = ", ".join(f"{group}: {option}" for group, option in point.options_changed.items())
    return (
        cell(_exact(point.in_time), "strong" if chosen else ""),
        cell(point.last_transfer),
        *(cell(_value(point, level.name)) for level in levels),
        cell(options or "none"),
        cell(f"{point.made_by} (chosen)" if chosen else point.made_by),
    )


def _value(point: HoldPoint, name: str) -> str:
    value, more = point.values[name], point.difference[name]
    return f"{value:,} ({more:+,})" if more else f"{value:,}"


def _prices(answer: HoldAnswer) -> Contents:
    levels = _levels(answer)
    rows = []
    for before, point in pairwise(answer.points):
        if point.per_point is not None:
            step = f"{_exact(before.in_time)} to {_exact(point.in_time)}"
            prices = [f"{point.per_point[level.name]:+,.1f}" for level in levels]
            rows.append((cell(step), *(cell(price) for price in prices)))
    return Contents(
        caption="What each further percentage point costs",
        columns=(
            Column(heading="From plan to plan", whole=True),
            *(Column(heading=_title(level), number=True) for level in levels),
        ),
        rows=tuple(rows),
    )


def _levels(answer: HoldAnswer) -> Sequence[HoldLevel]:
    return [level for level in answer.levels if _said(answer, level)]


def _said(answer: HoldAnswer, level: HoldLevel) -> bool:
    return level.name not in UNSAID or any(point.values[level.name] for point in answer.points)


def _title(level: HoldLevel) -> str:
    return f"{level_title(level.name)} ({unit_words(level.unit)})"


def _fallbacks(answer: HoldAnswer) -> Contents:
    uses = [use for use in answer.fallback if use.missed.count]
    more = len(uses) - MOST_FALLBACKS
    return Contents(
        caption="How likely a date is missed, and which is used then",
        columns=(
            Column(heading="Event"),
            Column(heading="Planned", whole=True),
            Column(heading="Missed", number=True),
            Column(heading="Then"),
        ),
        rows=tuple(
            (
                cell(f"{use.name} ({use.activity})" if use.name else use.activity),
                cell(use.planned),
                cell(percent(use.missed.value), "strong"),
                cell(_then(use)),
            )
            for use in uses[:MOST_FALLBACKS]
        ),
        note=f"{more} more; --json tells all." if more > 0 else "",
    )


def _then(use: FallbackUse) -> str:
    said = [
        f"{plain(date.day)} in {percent(date.share.value)}" for date in use.next_dates[:MOST_NEXT]
    ]
    later = sum(date.share.count for date in use.next_dates[MOST_NEXT:])
    if later:
        said.append(f"later in {percent(later / use.missed.of)}")
    if use.never.count:
        said.append(f"never in {percent(use.never.value)}")
    return ", ".join(said)


def _exact(share: Share) -> str:
    return f"{100 * share.value:.1f} %"


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"(95 % interval {100 * low:.1f} to {100 * high:.1f} %)"
