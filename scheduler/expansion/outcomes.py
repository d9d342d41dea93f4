"""Competitions whose outcome nobody chooses: one mode that every outcome fits into.

A contract is awarded to the best tender by criteria published beforehand, so a plan cannot take the
winner that suits it. It must hold whoever wins: for each phase the longest duration, point by
point, the largest demand of each team and use of each consumable, and nothing left out that some
outcome needs.

Source: Public Contracts Regulations 2015, regulation 67; Procurement Act 2023, section 19.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scheduler.domain.activities import Mode
from scheduler.domain.services import SourcingOption
from scheduler.domain.values import ThreePoint


def outcomes_of(option: SourcingOption) -> Iterator[SourcingOption]:
    """Yield the option as it would be under each of its outcomes; itself when it has none."""
    if not option.outcomes:
        yield option
    for outcome in option.outcomes:
        yield replace(
            option,
            durations={**option.durations, **outcome.durations},
            factors={**option.factors, **outcome.factors},
            demands={**option.demands, **outcome.demands},
            consumes={**option.consumes, **outcome.consumes},
            omits=(*option.omits, *outcome.omits),
        )


def envelope(modes: Iterable[Mode]) -> Mode | None:
    """Return the mode that each of some fits into; None for none.

    Durations are in working days by now.
    """
    found = list(modes)
    if len(found) <= 1:
        return found[0] if found else None
    return Mode(
        duration=_longest([mode.duration for mode in found]),
        demands=_largest(mode.demands for mode in found),
        consumes=_largest(mode.consumes for mode in found),
    )


def _largest(tables: Iterable[Mapping[str, int]]) -> dict[str, int]:
    largest: dict[str, int] = {}
    for table in tables:
        for name, amount in table.items():
            largest[name] = max(amount, largest.get(name, 0))
    return largest


def _longest(durations: list[ThreePoint | None]) -> ThreePoint | None:
    """Return the longest duration point by point, told as the one that is likely longest is."""
    known = [duration for duration in durations if duration is not None]
    if len(known) < len(durations):
        return None
    longest = max(known, key=lambda duration: duration.likely)
    return replace(
        longest,
        min=max(duration.min for duration in known),
        likely=longest.likely,
        max=max(duration.max for duration in known),
    )
