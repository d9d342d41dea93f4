"""The sheet that a programme begins with, and how people write its services."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from scheduler.pictures.wording import LONG_MONTHS

ServiceKind = Literal["technical", "payroll", "people"]
"""Something technical goes live on a weekend; pay runs are shadowed; people and work move."""

KINDS: tuple[ServiceKind, ...] = get_args(ServiceKind)
MOST_SERVICES = 100
LONGEST_NAME = 120
_PARTS = 3
_DATE_OR_WORD = re.compile(r"\d{1,2} [A-Za-z]+ \d{4}|\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetService:
    """One service that leaves."""

    name: str
    group: str
    """Name of the services that are sourced together with it; its own where it goes alone."""
    kind: ServiceKind = "technical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is known on the first day."""

    name: str
    supplier: str
    plan_from: date
    end_date: date
    """The last day of cover by the contract."""
    services: tuple[SheetService, ...]
    meetings: tuple[date, ...] = ()
    """Of whoever decides; the first Tuesday of each month where none is known."""
    project_managers: int = 2


def services_in(text: str) -> tuple[tuple[SheetService, ...], tuple[str, ...]]:
    """Return the services written in lines, and what is wrong with lines that hold none.

    A line is `name`, `name; group` or `name; group; kind`, the kind one of `technical`, `payroll`
    and `people`.
    """
    found: list[SheetService] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [part.strip() for part in line.split(";")]
        if not any(parts):
            continue
        problem = _problem(parts, seen)
        if problem:
            wrong.append(f"Line {number}: {problem}")
            continue
        name = parts[0]
        seen.add(name.casefold())
        told: Mapping[str, ServiceKind] = {kind: kind for kind in KINDS}
        kind = told[parts[2].lower()] if len(parts) == _PARTS and parts[2] else "technical"
        group = parts[1] if len(parts) > 1 and parts[1] else name
        found.append(SheetService(name=name, group=group, kind=kind))
    if not found and not wrong:
        wrong.append("Write at least one service, each on a line of its own.")
    if len(found) > MOST_SERVICES:
        wrong.append(f"No more than {MOST_SERVICES} services can be begun with.")
    return tuple(found), tuple(wrong)


def dates_in(text: str) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """Return the dates written in a text, and what is none of them.

    A date is 2022-10-04, 4/10/2022 or 4 October 2022, as in the United Kingdom.
    """
    found: set[date] = set()
    wrong: list[str] = []
    for written in _DATE_OR_WORD.findall(re.sub(r"[,;\s]+", " ", text)):
        day = _date(written)
        if day is None:
            wrong.append(f"{written[:40]} is no date such as 2022-10-04 or 4 October 2022.")
        else:
            found.add(day)
    return tuple(sorted(found)), tuple(wrong)


def _date(written: str) -> date | None:
    names = [month.lower() for month in LONG_MONTHS]
    try:
        if parts := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", written):
            day, month, year = map(int, parts.groups())
            return date(year, month, day)
        if parts := re.fullmatch(r"(\d{1,2}) ([A-Za-z]+) (\d{4})", written):
            if parts[2].lower() not in names:
                return None
            return date(int(parts[3]), names.index(parts[2].lower()) + 1, int(parts[1]))
        return date.fromisoformat(written)
    except ValueError:
        return None


def _problem(parts: list[str], seen: set[str]) -> str:
    if not parts[0]:
        return "the name of the service is missing."
    if max(map(len, parts)) > LONGEST_NAME:
        return f"no name may be longer than {LONGEST_NAME} letters."
    if parts[0].casefold() in seen:
        return f"{parts[0]} is there twice."
    if len(parts) > _PARTS:
        return "more than a name, a group and a kind."
    if len(parts) == _PARTS and parts[2] and parts[2].lower() not in KINDS:
        return f"{parts[2][:40]} is no kind; use {', '.join(KINDS[:-1])} or {KINDS[-1]}."
    if "payroll" in parts[0].lower() and not (len(parts) == _PARTS and parts[2]):
        group = parts[1] if len(parts) > 1 and parts[1] else parts[0]
        return (
            f"{parts[0]} has no kind. Where it pays people, so that pay runs are shadowed, write "
            f"{parts[0]}; {group}; payroll. Otherwise write another kind."
        )
    return ""
