"""What the fields of a form offer: ids with their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import shorten
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.pictures.wording import long_date
from scheduler.rules import kind_of

Options = tuple[tuple[str, str], ...]
Document = Mapping[str, Any]
ALL = "all"
NONE = "none"
MOST_MEETINGS = 200
MOST_CHARACTERS = 120
"""Of a line that is chosen."""


def activities(programme: ExpandedProgramme, _: Document) -> Options:
    """Return every activity, by its name."""
    found = ((a.id, f"{a.name or a.id} ({a.id})") for a in programme.document.activities)
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


def teams(programme: ExpandedProgramme, _: Document) -> Options:
    """Return the teams."""
    return tuple((team.id, team.name or team.id) for team in programme.document.teams)


def groups_or_all(programme: ExpandedProgramme, _: Document) -> Options:
    """Return all services together, then each service group."""
    groups = ((g.id, g.name or g.id) for g in programme.document.service_groups)
    return ((ALL, "All services"), *groups)


def levels(_: ExpandedProgramme, __: Document) -> Options:
    """Return how firmly something can be promised, the least first."""
    return (
        ("draft", "Among planners"),
        ("notified", "Told to those concerned"),
        ("published", "Published"),
        ("contracted", "In a contract"),
    )


def options(programme: ExpandedProgramme, _: Document) -> Options:
    """Return each sourcing option twice: to be chosen, and to be withdrawn."""
    return tuple(
        (
            f"{group.id}|{option.id}|{state}",
            f"{group.name or group.id}: {option.name or option.id}, {state}",
        )
        for group in programme.document.service_groups
        for option in group.options
        for state in ("chosen", "withdrawn")
    )


def meetings(programme: ExpandedProgramme, _: Document) -> Options:
    """Return the meetings to come, by their dates."""
    document = programme.document
    since = document.status_date or document.plan_from
    found = sorted(
        (day, dates.id, dates.name or dates.id)
        for dates in document.date_sets
        if dates.meeting
        for day in dates.dates
        if since <= day <= document.plan_until
    )
    return tuple(
        (f"{id}|{day.isoformat()}", f"{long_date(day)}: {name}")
        for day, id, name in found[:MOST_MEETINGS]
    )


def freezes(_: ExpandedProgramme, document: Document) -> Options:
    """Return each stretch of days that change freezes of the document name."""
    return tuple(
        (f"{place}|{at}", f"{rule['id']}, {days(window)}")
        for place, rule in enumerate(document.get("rules", ()))
        if rule["kind"] == "change_freeze"
        for at, window in enumerate(rule["windows"])
    )


def load_limits(programme: ExpandedProgramme, document: Document) -> Options:
    """Return the limits of change load that the document names."""
    names = {group.id: group.name or group.id for group in programme.document.user_groups}
    return tuple(
        (str(place), f"{names[rule['user_group']]}: {rule['at_most']} points")
        for place, rule in enumerate(document.get("rules", ()))
        if rule["kind"] == "change_load"
    )


def rules_to_drop(programme: ExpandedProgramme, document: Document) -> Options:
    """Return the rules of the document that are no law, in words."""
    rules = {rule.id: rule for rule in programme.document.rules}
    return tuple(
        (str(place), cut(_said(programme, rules.get(rule["id"]), rule)))
        for place, rule in enumerate(document.get("rules", ()))
        if rule.get("basis") != "law"
    )


def unconfirmed(_: ExpandedProgramme, document: Document) -> Options:
    """Return the assumptions, then the rules, of the document that nobody has confirmed."""
    assumptions = (
        (f"/assumptions/{place}", cut(assumption["text"]))
        for place, assumption in enumerate(document.get("assumptions", ()))
        if not assumption.get("confirmed")
    )
    rules = (
        (f"/rules/{place}", cut(f"Rule {rule['id']}: {rule.get('reason', '')}"))
        for place, rule in enumerate(document.get("rules", ()))
        if rule.get("confirmed") is False
    )
    templates = (
        (f"/rule_templates/{place}/rule", cut(f"Rule {it['id']}: {it['rule'].get('reason', '')}"))
        for place, it in enumerate(document.get("rule_templates", ()))
        if it["rule"].get("confirmed") is False
    )
    return (*assumptions, *rules, *templates)


def promises(_: ExpandedProgramme, document: Document) -> Options:
    """Return what has been promised, with its day or its option."""
    return tuple(
        (str(place), f"{promise.get('activity') or promise.get('group')}: {_promised(promise)}")
        for place, promise in enumerate(document.get("commitments", ()))
    )


def levels_or_none(programme: ExpandedProgramme, document: Document) -> Options:
    """Return how firmly something is promised from now on, and that it is no more."""
    return (*levels(programme, document), (NONE, "No longer promised"))


def durations(_: ExpandedProgramme, document: Document) -> Options:
    """Return the durations that the document tells of one service or activity alone."""
    return tuple(_durations(document))


def _durations(document: Document) -> Iterator[tuple[str, str]]:
    for place, service in enumerate(document.get("services", ())):
        for phase, told in service.get("durations", {}).items():
            name = service.get("name") or service["id"]
            yield (
                f"services|{place}|{phase}",
                f"{name}: {phase.replace('_', ' ')} ({_length(told)})",
            )
    for place, activity in enumerate(document.get("activities", ())):
        for mode, declared in enumerate(activity.get("modes", ())):
            if "duration" in declared:
                name = activity.get("name") or activity["id"]
                under = " or ".join(declared.get("options", ()))
                words = f"{name}{f' under {under}' if under else ''}"
                yield f"activities|{place}|{mode}", f"{words} ({_length(declared['duration'])})"


def _length(told: Mapping[str, Any]) -> str:
    return f"{told.get('likely'):g} {told.get('unit', 'working_days').replace('_', ' ')} likely"


def _day(written: str) -> str:
    return long_date(date.fromisoformat(written))


def days(window: Mapping[str, str]) -> str:
    """Return the days of a window as the document writes it, or its only day."""
    if window["first"] == window["last"]:
        return _day(window["first"])
    return f"{_day(window['first'])} to {_day(window['last'])}"


def _promised(promise: Mapping[str, str]) -> str:
    return _day(promise["start"]) if "start" in promise else promise.get("option", "")


def _said(
    programme: ExpandedProgramme, rule: PlanningRule | None, written: Mapping[str, Any]
) -> str:
    words = written.get("reason", "") if rule is None else kind_of(rule).statement(rule, programme)
    return f"{written['id']}: {words}"


def cut(words: str) -> str:
    """Return words that are no longer than a line that is chosen may be."""
    return shorten(words, MOST_CHARACTERS, placeholder=" …")
