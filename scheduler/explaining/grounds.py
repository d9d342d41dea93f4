"""What an argument about costs may rest on: bounds on dates and choices, minded or not.

So that one can see which of them matter, whatever is worked out takes the grounds it may use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Literal

from scheduler.domain.activities import CHARGES_STOP, TRANSFER
from scheduler.domain.planning_rules import Continuity
from scheduler.domain.services import Service
from scheduler.explaining.windows import Windows

Ground = tuple[Literal["continuity", "choice", "earliest", "latest"], str]
"""Continuity of a service, fewer options of a group, how early or late an activity is; in the order
in which people would rather keep them in an explanation."""

Grounds = Collection[Ground]


def rules_behind(ground: Ground, windows: Windows) -> tuple[str, ...]:
    """Return the rules that a ground stands for."""
    sort, name = ground
    if sort == "continuity":
        return windows.because[continuity_in(windows)[name].id]
    if sort == "choice":
        return tuple(sorted(windows.placings.left.of[name].rests_on))
    bounds = windows.earliest if sort == "earliest" else windows.latest
    both = (bounds[name, True].all_rules(), bounds[name, False].all_rules())
    return tuple(dict.fromkeys(rule for rules in both for rule in rules))


def of_dates(name: str, windows: Windows) -> Iterator[Ground]:
    """Yield the grounds that bound when an activity is."""
    if (name, True) in windows.earliest and (name, True) in windows.latest:
        yield "earliest", name
        yield "latest", name


def continuity_in(windows: Windows) -> dict[str, Continuity]:
    """Return for each service the rule on when it is paid for, where one holds in any case."""
    programme = windows.programme
    return {
        rule.service: rule
        for rule in programme.document.rules
        if isinstance(rule, Continuity)
        and rule.id in windows.because
        and rule.transfer == programme.event_of(rule.service, TRANSFER)
        and rule.charges_stop in (None, programme.event_of(rule.service, CHARGES_STOP))
    }


def of_service(
    service: Service, windows: Windows, continuity: Mapping[str, Continuity]
) -> Iterator[Ground]:
    """Yield the grounds on which its charges rest."""
    if service.id in continuity:
        yield "continuity", service.id
    for kind in (TRANSFER, CHARGES_STOP):
        name = windows.programme.event_of(service.id, kind)
        if name is not None:
            yield from of_dates(name, windows)


def within(name: str, starts: bool, day: date, grounds: Grounds, windows: Windows) -> bool:  # noqa: FBT001
    """Tell whether the grounds leave an instant of an activity where it is."""
    if ("earliest", name) in grounds and day < windows.earliest[name, starts].day:
        return False
    return not (("latest", name) in grounds and day > windows.latest[name, starts].day)
