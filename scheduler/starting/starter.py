"""From a sheet to a whole programme: everything else is a default that somebody has to confirm.

Templates, rules and durations are those of the smallest shipped programme, whose practice and
sources stand there. Each default is an assumption with an owner and a date to confirm it by.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from scheduler.demo import demo_programmes
from scheduler.domain.calendars import ONE_DAY
from scheduler.starting.naming import ids_of
from scheduler.starting.sheet import Sheet, SheetService

Document = dict[str, Any]

BASE = "small"
DAYS_TO_CONFIRM = 56
DAYS_AFTER_THE_END = 61
"""For acceptance and close-out."""
CUTOVERS_IN_FOUR_WEEKS = 2
_SOURCE = "assumption, because nothing else is known yet"
_LAWYERS, _MANAGER, _BUYER = "Legal services", "Programme manager", "Commercial lead"
_LEFT_OUT = ("network-before-centre",)
_TEMPLATES_LEFT_OUT = ("wave-by-wave",)


def programme_of(sheet: Sheet) -> Document:
    """Return the programme document of a sheet, ready to be validated and planned."""
    base = _base()
    # Services are named most often: of two of one name the group says that it is one.
    services = ids_of([service.name for service in sheet.services])
    names = dict.fromkeys(service.group for service in sheet.services)
    groups = ids_of(names, taken=services.values(), otherwise="GROUP")
    until = sheet.end_date + DAYS_AFTER_THE_END * ONE_DAY
    confirm_by = (sheet.plan_from + DAYS_TO_CONFIRM * ONE_DAY).isoformat()
    return {
        **base,
        "id": "programme",
        "name": sheet.name,
        "description": "Begun from one sheet: everything but services, dates and meetings is a "
        "default to be confirmed.",
        "plan_from": sheet.plan_from.isoformat(),
        "plan_until": until.isoformat(),
        "contract": {
            "supplier": sheet.supplier,
            "end_date": sheet.end_date.isoformat(),
            "extension": "none",
            "notice_calendar_days": 91,
            "partial_exit": "unknown",
            "source": _SOURCE,
        },
        "calendars": [_calendar(sheet.plan_from, until)],
        "date_sets": _date_sets(base, sheet),
        "teams": _teams(base, sheet),
        "user_groups": [
            {"id": group["id"], "name": group["name"], "source": _SOURCE}
            for group in base["user_groups"]
        ],
        "service_groups": [_group(base, id, name) for name, id in groups.items()],
        "services": [
            _service(base, service, services[service.name], groups[service.group])
            for service in sheet.services
        ],
        "rule_templates": _templates(base, sheet.end_date),
        "rules": list(_rules(base, sheet, confirm_by)),
        "assumptions": list(_assumptions(sheet, confirm_by)),
    }


def _base() -> Document:
    found = next(demo for demo in demo_programmes() if demo.id == BASE)
    document: Document = json.loads(found.document)
    return document


def _calendar(first: date, last: date) -> Document:
    closures = [
        {"first": f"{year}-12-24", "last": f"{year + 1}-01-01", "name": "Christmas closure"}
        for year in range(first.year - 1, last.year + 1)
    ]
    within = [
        closure
        for closure in closures
        if closure["last"] >= first.isoformat() and closure["first"] <= last.isoformat()
    ]
    name = "Monday to Friday, closed at Christmas (assumption; bank holidays to be entered)"
    return {"id": "council", "name": name, "closures": within}


def _date_sets(base: Document, sheet: Sheet) -> list[Document]:
    sets = []
    for dates in base["date_sets"]:
        found = {**dates, "source": _SOURCE}
        if dates["id"] == "executive-meetings":
            found["name"] = "Meetings of those who decide"
            if sheet.meetings:
                del found["pattern"]
                found["dates"] = [day.isoformat() for day in sheet.meetings]
                found["source"] = "the sheet that the programme was begun with"
        sets.append(found)
    return sets


def _teams(base: Document, sheet: Sheet) -> list[Document]:
    people = {"PM": sheet.project_managers, "CHANGE": sheet.project_managers}
    return [
        {
            **team,
            "capacity": [
                {"first": sheet.plan_from.isoformat(), "hundredths": 100 * people[team["id"]]}
            ],
            "source": _SOURCE,
        }
        for team in base["teams"]
    ]


def _group(base: Document, id: str, name: str) -> Document:
    offered: dict[str, Document] = {}
    for group in base["service_groups"]:
        for option in group["options"]:
            if option["style"] == "off_the_shelf":
                offered.setdefault(option["id"], {**option, "source": _SOURCE})
                offered[option["id"]].pop("appraisal", None)
    return {"id": id, "name": name, "options": list(offered.values()), "source": _SOURCE}


def _service(base: Document, service: SheetService, id: str, group: str) -> Document:
    likes = {"technical": "NET", "payroll": "PAY", "people": "CSC"}
    like = next(one for one in base["services"] if one["id"] == likes[service.kind])
    return {
        **like,
        "id": id,
        "name": service.name,
        "group": group,
        "criticality": 4,
        "waves": [{}],
        "source": _SOURCE,
    }


def _templates(base: Document, end: date) -> list[Document]:
    found = [t for t in base["rule_templates"] if t["id"] not in _TEMPLATES_LEFT_OUT]
    text = json.dumps(found).replace(base["contract"]["end_date"], end.isoformat())
    templates: list[Document] = json.loads(text)
    return templates


def _rules(base: Document, sheet: Sheet, confirm_by: str) -> Iterator[Document]:
    years = range(sheet.plan_from.year, sheet.end_date.year + 1)
    windows = {
        "freeze-christmas": [(date(year, 12, 19), date(year + 1, 1, 2)) for year in years],
        "freeze-year-end": [(date(year, 3, 13), date(year, 4, 23)) for year in years],
    }
    until = sheet.end_date + DAYS_AFTER_THE_END * ONE_DAY
    kinds = {service.kind for service in sheet.services}
    for rule in base["rules"]:
        if rule["id"] in _LEFT_OUT or (rule["id"] == "freeze-year-end" and "payroll" not in kinds):
            continue
        found = {**rule, "source": _SOURCE, "confirmed": False, "review_by": confirm_by}
        if rule["id"] in windows:
            found["windows"] = [
                {"first": first.isoformat(), "last": last.isoformat(), "name": str(first.year)}
                for first, last in windows[rule["id"]]
                if sheet.plan_from <= first and last <= until
            ]
            if not found["windows"]:
                continue
        if rule["id"] == "one-cutover-in-four-weeks":
            found["id"] = "two-cutovers-in-four-weeks"
            found["at_most"] = CUTOVERS_IN_FOUR_WEEKS
            found["reason"] = "At most two cutovers in any four weeks."
        yield found


def _assumptions(sheet: Sheet, confirm_by: str) -> Iterator[Document]:
    people = sheet.project_managers
    told = [
        ("notice", "Charges stop after 13 weeks' notice.", _LAWYERS),
        ("partial-exit", "The contract allows services to leave one by one.", _LAWYERS),
        ("durations", "Building, rehearsing and procuring take what is usual.", _MANAGER),
        ("options", "Each group can go in-house, be shared or go to a specialist.", _BUYER),
        ("project-managers", f"{people} project managers are free for the exit.", _MANAGER),
        ("floor-walkers", f"{people} people can train and walk the floor.", _MANAGER),
        ("bank-holidays", "Bank holidays and own closures are still to be entered.", _MANAGER),
    ]
    if not sheet.meetings:
        told.append(("meetings", "Those who decide meet on first Tuesdays.", _MANAGER))
    for id, text, owner in told:
        yield {"id": id, "text": text, "owner": owner, "confirm_by": confirm_by, "source": _SOURCE}
