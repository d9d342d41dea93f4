"""What is waited for and about how long, in a sentence or two."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from api.store.waiting import Ahead, longest_seconds
from api.web.wording import instant
from scheduler.pictures.wording import counted

MINUTE = 60
TOO_LONG_SECONDS = 30
"""Without any worker at work; those that have just been started need a few."""
_NOBODY = (
    "Nothing has taken it up yet, although it should be its turn. If this stays so, tell whoever "
    "runs this service that no worker is running."
)
_NEXT = "It is next, and begins within seconds."


def waiting_words(ahead: Ahead | None, settings: Mapping[str, Any], what: str) -> str:
    """Say what goes before a plan or an analysis, when it begins, and how long it then takes.

    `what` is "search" or "analysis"; without knowing what goes before it is said to be next.
    """
    then = f"The {what} then takes {length(longest_seconds(settings))} at most."
    return f"Waiting to begin. {_NEXT if ahead is None else _turn(ahead)} {then}"


def _turn(ahead: Ahead) -> str:
    if not ahead.workers and ahead.waited_seconds > TOO_LONG_SECONDS:
        return _NOBODY
    if not ahead.others and not ahead.at_work:
        return _NEXT
    if not ahead.others:
        are = "one is" if ahead.at_work == 1 else f"{ahead.at_work:,} are"
        return f"It is next; {are} being worked on now. {_when(ahead)}"
    are = "other is" if ahead.others == 1 else "others are"
    return f"{ahead.others:,} {are} before it. {_when(ahead)}"


def _when(ahead: Ahead) -> str:
    most = at_most(ahead.seconds)
    if ahead.usual_seconds is None:
        return f"It begins within {most} at most, often sooner."
    usual = length(max(1.0, ahead.usual_seconds))
    return f"By how long such work took lately it begins in about {usual}; in {most} at most."


def searching_words(
    settings: Mapping[str, Any],
    started_at: int | None,
    progress: Mapping[str, Any],
    levels: Sequence[tuple[str, str]],
    *,
    found: bool,
) -> str:
    """Say what a search does now and when it ends at the latest.

    `levels` are keys and titles of the objective, most important first; `started_at` is in
    milliseconds of the database's clock.
    """
    return f"{_doing(progress, levels, found=found)} {_ends(settings, started_at)}"


def _doing(progress: Mapping[str, Any], levels: Sequence[tuple[str, str]], *, found: bool) -> str:
    if not found:
        return "Now: looking for a first plan that meets every planning rule."
    keys = [key for key, _ in levels]
    level = progress.get("level")
    if level not in keys:
        return "Now: making the plan better."
    place = keys.index(level)
    title = levels[place][1]
    return f"Now: making “{title}” as good as it can be, {place + 1} of {len(keys)} aims."


def _ends(settings: Mapping[str, Any], started_at: int | None) -> str:
    limit = longest_seconds(settings)
    takes = f"It takes {length(limit)} at most"
    if started_at is None:
        return f"{takes}."
    return f"{takes}, until {instant(started_at + round(limit * 1000))}, and ends sooner if it can."


def length(seconds: float) -> str:
    """Return a time in whole minutes, or in seconds where it is less than one and a half."""
    if seconds < 1.5 * MINUTE:
        return counted(max(1, round(seconds)), "second")
    return counted(round(seconds / MINUTE), "minute")


def at_most(seconds: float) -> str:
    """Return a limit as `length` does, never less than it is."""
    if seconds < 1.5 * MINUTE:
        return counted(max(1, math.ceil(seconds)), "second")
    return counted(math.ceil(seconds / MINUTE), "minute")
