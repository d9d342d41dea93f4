"""What is found of the quality of a schedule: checks, practices, measures and lints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scheduler.interchange.plain_values import plain

Verdict = Literal["pass", "fail", "not applicable"]
Standing = Literal["met", "partly", "not met", "cannot be told"]
Wanted = Literal["at most", "at least"]

MOST_SAMPLED = 10
"""Ids shown of those that offend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One of the fourteen checks; numerator and denominator are counts, percent their ratio."""

    number: int
    name: str
    counted: str
    """What numerator and denominator count, in words."""
    numerator: int | None
    denominator: int | None
    percent: float | None
    """Rounded to a tenth; the verdict is taken on the counts."""
    wanted: Wanted
    threshold: float
    """Percent that the numerator is wanted to be at most, or at least, of the denominator."""
    verdict: Verdict
    why: str
    """The verdict in a sentence, or why there is none."""
    sample: tuple[str, ...]
    """Up to ten ids that offend, in the order of the programme."""
    note: str
    """What the right measure is for a plan that was optimised and is bound by people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One of the ten best practices, as far as files can tell."""

    number: int
    name: str
    standing: Standing
    evidence: str
    ids: tuple[str, ...]
    """Up to ten of what falls short."""
    missing: str
    """What would be needed to meet it, or what only people can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure that is right for an optimised plan."""

    code: str
    name: str
    value: int | None
    of: int | None
    """What it is a part of, where it is a share; none for a plain figure."""
    unit: str
    sentence: str
    sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """Something in the programme that changes no plan, or can serve nobody."""

    code: str
    ids: tuple[str, ...]
    path: str
    """Where it is written, with ids as filters: `/rules[id=XMAS]`."""
    sentence: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleQuality:
    """Everything that is found, and the verdict in a sentence."""

    verdict: str
    checks: tuple[Check, ...]
    practices: tuple[Practice, ...]
    measures: tuple[Measure, ...]
    lints: tuple[Lint, ...]

    def to_jsonable(self) -> dict[str, Any]:
        """Return the answer of `quality --json` as plain JSON values."""
        document: dict[str, Any] = plain(self)
        return document


def sampled(ids: Sequence[str]) -> tuple[str, ...]:
    """Return the first few of what offends."""
    return tuple(dict.fromkeys(ids))[:MOST_SAMPLED]


def at_most(
    number: int,
    name: str,
    counted: str,
    offending: Sequence[str],
    denominator: int,
    *,
    percent: float,
    note: str,
    absent: str = "there is nothing to count",
) -> Check:
    """Return a check that wants no more than a share of what is counted to offend.

    `offending` holds one id for each that offends. Not applicable where nothing is counted.
    """
    numerator = len(offending)
    share = None if denominator == 0 else 100 * numerator / denominator
    verdict: Verdict = "not applicable"
    why = f"Not applicable: {absent}."
    if share is not None:
        verdict = "pass" if 100 * numerator <= percent * denominator else "fail"
        why = f"{numerator} of {denominator}; at most {percent:g} % are wanted."
    return Check(
        number=number,
        name=name,
        counted=counted,
        numerator=numerator if denominator else None,
        denominator=denominator or None,
        percent=None if share is None else round(share, 1),
        wanted="at most",
        threshold=percent,
        verdict=verdict,
        why=why,
        sample=sampled(offending),
        note=note,
    )


def at_least(
    number: int,
    name: str,
    counted: str,
    parts: tuple[int, int],
    *,
    percent: float,
    note: str,
    sample: Sequence[str] = (),
    why: str = "",
) -> Check:
    """Return a check that wants numerator and denominator to make a share or more."""
    numerator, denominator = parts
    met = 100 * numerator >= percent * denominator
    return Check(
        number=number,
        name=name,
        counted=counted,
        numerator=numerator,
        denominator=denominator,
        percent=round(100 * numerator / denominator, 1),
        wanted="at least",
        threshold=percent,
        verdict="pass" if met else "fail",
        why=why or f"{numerator} of {denominator}; at least {percent:g} % are wanted.",
        sample=sampled(sample),
        note=note,
    )


def not_applicable(
    number: int, name: str, counted: str, why: str, *, wanted: Wanted, percent: float, note: str
) -> Check:
    """Return a check that cannot be made, with the reason."""
    return Check(
        number=number,
        name=name,
        counted=counted,
        numerator=None,
        denominator=None,
        percent=None,
        wanted=wanted,
        threshold=percent,
        verdict="not applicable",
        why=f"Not applicable: {why}.",
        sample=(),
        note=note,
    )
