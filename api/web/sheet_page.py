"""The sheet that a programme begins with: what was given, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.starting.sheet import Sheet, dates_in, services_in

LEAST_DAYS = 180
MOST_DAYS = 365 * 10
MOST_MANAGERS = 200
LONGEST = 200
FIELDS = ("name", "supplier", "plan_from", "end_date", "services", "meetings", "managers")
_MEANT = {
    "name": "what the programme is called",
    "supplier": "whose contract ends",
    "plan_from": "the first day that can be planned",
    "end_date": "the last day of the contract",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """The form, filled in as far as it was."""

    given: Mapping[str, str]
    wrong: Mapping[str, tuple[str, ...]]
    """What is wrong with each field, by its name."""
    sheet: Sheet | None
    """What it comes to, where nothing is wrong."""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, each with its field."""
        return tuple((words, name) for name, said in self.wrong.items() for words in said)


def empty_sheet(today: date) -> SheetPage:
    """Return the form as it is shown first."""
    given = dict.fromkeys(FIELDS, "")
    return SheetPage(
        given={**given, "plan_from": today.isoformat(), "managers": "2"}, wrong={}, sheet=None
    )


def sheet_page(sent: Mapping[str, str]) -> SheetPage:
    """Return what was sent with all that is wrong with it, or the sheet that it is."""
    given = {name: sent.get(name, "") for name in FIELDS}
    services, of_services = services_in(given["services"])
    meetings, of_meetings = dates_in(given["meetings"])
    wrong = {name: tuple(_simple(name, given[name])) for name in _MEANT}
    wrong["services"], wrong["meetings"] = of_services, of_meetings
    wrong["managers"] = tuple(_managers(given["managers"]))
    wrong["end_date"] = wrong["end_date"] or tuple(_span(given, wrong))
    wrong = {name: said for name, said in wrong.items() if said}
    sheet = None
    if not wrong:
        sheet = Sheet(
            name=given["name"],
            supplier=given["supplier"],
            plan_from=date.fromisoformat(given["plan_from"]),
            end_date=date.fromisoformat(given["end_date"]),
            services=services,
            meetings=meetings,
            project_managers=int(given["managers"]),
        )
    return SheetPage(given=given, wrong=wrong, sheet=sheet)


def _simple(name: str, value: str) -> Iterator[str]:
    if not value:
        yield f"Say {_MEANT[name]}."
    elif len(value) > LONGEST:
        yield f"No more than {LONGEST} letters, please."
    elif name in {"plan_from", "end_date"}:
        try:
            date.fromisoformat(value)
        except ValueError:
            yield f"{value} is no date such as 2026-03-31."


def _span(given: Mapping[str, str], wrong: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if wrong["plan_from"] or wrong["end_date"]:
        return
    first, last = (date.fromisoformat(given[name]) for name in ("plan_from", "end_date"))
    if last < first + LEAST_DAYS * ONE_DAY:
        yield f"The contract must end at least {LEAST_DAYS} days after the first day of the plan."
    elif last > first + MOST_DAYS * ONE_DAY:
        yield "The contract must end within ten years of the first day of the plan."


def _managers(value: str) -> Iterator[str]:
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value[:4]) <= MOST_MANAGERS:
        yield f"Give the number of project managers, from 1 to {MOST_MANAGERS}."
