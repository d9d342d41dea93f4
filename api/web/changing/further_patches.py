"""From what was given in further forms to a JSON Patch of the programme document (RFC 6902)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.web.changing.further_lists import NEW, days_in_a_week
from api.web.changing.lists import ALL
from api.web.changing.patches import (
    Document,
    Given,
    Patch,
    appended,
    free,
    new_rule,
    place_of,
    slug,
)
from scheduler.domain.activities import CUTOVER, TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.pictures.wording import long_date
from scheduler.starting.naming import ids_of
from scheduler.starting.sheet import dates_in

WEEK = 7
"""Calendar days."""
_RULES = ("rules", "rule_templates")
_NOT_TAKEN_OVER = ("external_ids", "yearly_cost", "kpis")
"""Of a service that another is like."""


def contract_end(given: Given, document: Document) -> Patch:
    """Another last day; rules that name it move with it, and the horizon where it is later."""
    was, now = document["contract"]["end_date"], given["day"]
    contract = {**document["contract"], "end_date": now, "source": given["reason"]}
    patch: Patch = [{"op": "replace", "path": "/contract", "value": contract}]
    later = date.fromisoformat(now) - date.fromisoformat(was)
    if later.days > 0:
        until = date.fromisoformat(document["plan_until"]) + later.days * ONE_DAY
        patch.append({"op": "replace", "path": "/plan_until", "value": until.isoformat()})
    for field in _RULES:
        for place, entry in enumerate(document.get(field, ())):
            moved = _with_day(entry, was, now)
            if moved != entry:
                patch.append({"op": "replace", "path": f"/{field}/{place}", "value": moved})
    return patch


def contract_end_refused(given: Given, document: Document) -> str:
    """Refuse the day as it is, and one before anything can be planned."""
    if given["day"] == document["contract"]["end_date"]:
        return f"The contract ends on {long_date(date.fromisoformat(given['day']))} already."
    if given["day"] <= document["plan_from"]:
        first = long_date(date.fromisoformat(document["plan_from"]))
        return f"The programme is planned from {first}: the contract must end after that."
    return ""


def contingency(given: Given, document: Document) -> Patch:
    """Another number of weeks in reserve; whatever eased it before goes."""
    working_days = int(given["weeks"]) * days_in_a_week(document)
    if given["rule"] == NEW:
        return new_rule(
            document,
            "contingency",
            given,
            kind="schedule_contingency",
            basis="policy",
            activities={"kinds": [CUTOVER, TRANSFER]},
            working_days=working_days,
        )
    rule = document["rules"][int(given["rule"])]
    eased = [
        place
        for place, one in enumerate(document.get("adjustments", ()))
        if one["kind"] in ("eased", "waived") and one["rule"] == rule["id"]
    ]
    changed = {**rule, "working_days": working_days, "source": given["reason"]}
    return [
        {"op": "replace", "path": f"/rules/{given['rule']}", "value": changed},
        *({"op": "remove", "path": f"/adjustments/{place}"} for place in reversed(eased)),
    ]


def contingency_refused(given: Given, _: Document) -> str:
    """Refuse a second rule of no weeks, which asks for nothing."""
    if given["rule"] == NEW and not int(given["weeks"]):
        return "A new reserve of no weeks changes nothing."
    return ""


def apart(given: Given, document: Document) -> Patch:
    """Two services at some distance from each other."""
    weeks = int(given["weeks"])
    return new_rule(
        document,
        f"{given['one']}-apart-from-{given['other']}",
        given,
        kind="separation",
        basis="policy",
        activities=changes_of(given["one"], document),
        from_activities=changes_of(given["other"], document),
        calendar_days=weeks * WEEK,
    )


def apart_refused(given: Given, _: Document) -> str:
    """Refuse one service kept apart from itself."""
    return "Choose two different services." if given["one"] == given["other"] else ""


def bank_holidays(given: Given, document: Document) -> Patch:
    """Single days that nobody works; those that are closed already are left as they are."""
    patch: Patch = []
    for place, closed in _calendars(given, document):
        days = [day.isoformat() for day in dates_in(given["dates"])[0]]
        new = [
            {"first": day, "last": day, "name": given["reason"]}
            for day in days
            if not any(one["first"] <= day <= one["last"] for one in closed)
        ]
        if new:
            value = sorted([*closed, *new], key=lambda one: str(one["first"]))
            patch.append({"op": "add", "path": f"/calendars/{place}/closures", "value": value})
    return patch


def bank_holidays_refused(given: Given, document: Document) -> str:
    """Refuse days that are all closed already."""
    return "" if bank_holidays(given, document) else "These days are closed already."


def closure(given: Given, document: Document) -> Patch:
    """Some days in a row that nobody works."""
    window = {"first": given["first"], "last": given["last"], "name": given["name"]}
    return [
        {
            "op": "add",
            "path": f"/calendars/{place}/closures",
            "value": sorted([*closed, window], key=lambda one: str(one["first"])),
        }
        for place, closed in _calendars(given, document)
    ]


def closure_gone(given: Given, _: Document) -> Patch:
    """Closed days that are worked."""
    calendar, place = given["closure"].split("|")
    return [{"op": "remove", "path": f"/calendars/{calendar}/closures/{place}"}]


def service(given: Given, document: Document) -> Patch:
    """A service like another one."""
    like = next(one for one in document["services"] if one["id"] == given["like"])
    taken = [one["id"] for one in (*document["services"], *document["service_groups"])]
    added = {
        **{name: value for name, value in like.items() if name not in _NOT_TAKEN_OVER},
        "id": ids_of([given["name"]], taken)[given["name"]],
        "name": given["name"],
        "group": given["group"],
        "source": f"like {like.get('name') or like['id']}: {given['reason']}",
    }
    return [{"op": "add", "path": "/services/-", "value": added}]


def service_refused(given: Given, document: Document) -> str:
    """Refuse a name that is taken, and programmes that write out what is done for a service."""
    name = given["name"].casefold()
    if any((one.get("name") or one["id"]).casefold() == name for one in document["services"]):
        return f"There is a service {given['name']} already."
    if not document.get("activity_templates"):
        return (
            "This programme names every activity by itself, so the work for a new service is not "
            "known. Add the service with its activities in a programme file."
        )
    return ""


def extra_meeting(given: Given, document: Document) -> Patch:
    """One more day on which a body meets."""
    place = place_of(document["date_sets"], given["meeting"])
    return [appended(document["date_sets"][place], f"/date_sets/{place}", "dates", given["day"])]


def waived(given: Given, document: Document) -> Patch:
    """A rule that does not hold in one case, as an adjustment that can be taken back."""
    adjustment = {
        "id": free(slug(f"waived-{given['rule']}"), document.get("adjustments", ())),
        "kind": "waived",
        "rule": given["rule"],
        "reason": given["reason"],
    }
    return [appended(document, "", "adjustments", adjustment)]


def _calendars(given: Given, document: Document) -> list[tuple[int, list[Mapping[str, Any]]]]:
    """Return the calendars that are meant by their places, with the days they are closed."""
    return [
        (place, list(calendar.get("closures", ())))
        for place, calendar in enumerate(document["calendars"])
        if given["calendar"] in (ALL, calendar["id"])
    ]


def changes_of(service: str, document: Document) -> dict[str, Any]:
    """Return the events at which a service changes: its technical cutovers, else its transfer."""
    entry = next(one for one in document["services"] if one["id"] == service)
    technical = entry.get("waves") or any(
        one.get("service") == service and one["kind"] == CUTOVER
        for one in document.get("activities", ())
    )
    return {"kinds": [CUTOVER if technical else TRANSFER], "scope": {"services": [service]}}


def _with_day(value: Any, was: str, now: str) -> Any:  # noqa: ANN401  # any JSON
    """Return a part of a document with one day in place of another."""
    if isinstance(value, dict):
        return {name: _with_day(inside, was, now) for name, inside in value.items()}
    if isinstance(value, list):
        return [_with_day(inside, was, now) for inside in value]
    return now if value == was else value
