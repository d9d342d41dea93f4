"""What the fields of further forms offer: ids with their words."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.changing.lists import ALL, Document, Options, cut, days
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.rules import kind_of

NEW = "new"
DAYS_IN_A_WEEK = 5
"""Of work, where a calendar does not say otherwise."""


def services(programme: ExpandedProgramme, _: Document) -> Options:
    """Return the services."""
    return tuple((one.id, one.name or one.id) for one in programme.document.services)


def groups(programme: ExpandedProgramme, _: Document) -> Options:
    """Return the service groups."""
    return tuple((one.id, one.name or one.id) for one in programme.document.service_groups)


def calendars(programme: ExpandedProgramme, _: Document) -> Options:
    """Return all calendars together, then each; of one alone only that."""
    found = tuple((one.id, one.name or one.id) for one in programme.document.calendars)
    return found if len(found) == 1 else ((ALL, "All calendars"), *found)


def closures(_: ExpandedProgramme, document: Document) -> Options:
    """Return the closed days of every calendar."""
    found = document["calendars"]
    return tuple(
        (f"{place}|{at}", _closure(window, calendar if len(found) > 1 else None))
        for place, calendar in enumerate(found)
        for at, window in enumerate(calendar.get("closures", ()))
    )


def _closure(window: Mapping[str, str], calendar: Mapping[str, str] | None) -> str:
    words = days(window)
    if window.get("name"):
        words += f", {window['name']}"
    return words if calendar is None else cut(f"{words}: {calendar.get('name') or calendar['id']}")


def contingencies(_: ExpandedProgramme, document: Document) -> Options:
    """Return the rules that keep time free before the contract ends, and a new one."""
    week = days_in_a_week(document)
    found = tuple(
        (
            str(place),
            f"{rule['working_days'] / week:g} weeks now: {cut(rule.get('reason') or rule['id'])}",
        )
        for place, rule in enumerate(document.get("rules", ()))
        if rule["kind"] == "schedule_contingency"
    )
    return (*found, (NEW, "A new one for all transfers and technical cutovers"))


def meeting_bodies(programme: ExpandedProgramme, _: Document) -> Options:
    """Return those who meet to decide."""
    sets = programme.document.date_sets
    return tuple((one.id, one.name or one.id) for one in sets if one.meeting)


def rules_made(programme: ExpandedProgramme, document: Document) -> Options:
    """Return the rules that patterns of the document make, those of law left out, in words."""
    written = {rule["id"] for rule in document.get("rules", ())}
    return tuple(
        (rule.id, cut(f"{rule.id}: {kind_of(rule).statement(rule, programme)}"))
        for rule in programme.document.rules
        if rule.id not in written
        and comes_of_a_pattern(rule.id, document)
        and may_be_waived(rule, programme)
    )


def may_be_waived(rule: Rule, programme: ExpandedProgramme) -> bool:
    """Tell whether a rule can be given up altogether by whoever owns it; law cannot."""
    easing = kind_of(rule).easing
    return rule.basis != "law" and easing.moves is None and easing.waived(rule, programme)


def comes_of_a_pattern(rule: str, document: Document) -> bool:
    """Tell whether a rule comes of a pattern of the document; what every plan needs does not."""
    pattern = rule.partition(".")[0]
    return any(
        pattern in (one["id"], one["rule"]["id"]) for one in document.get("rule_templates", ())
    )


def days_in_a_week(document: Document) -> int:
    """Return how many days of a week the default calendar works."""
    default = document.get("default_calendar")
    found = (one for one in document["calendars"] if one["id"] == default)
    return next((len(one.get("working_weekdays", ())) for one in found), 0) or DAYS_IN_A_WEEK
