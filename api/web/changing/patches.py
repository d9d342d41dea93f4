"""From what was given in a form to a JSON Patch of the programme document (RFC 6902)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.web.changing.lists import ALL, NONE
from scheduler.domain.calendars import ONE_DAY

Document = Mapping[str, Any]
Given = Mapping[str, str]
Patch = list[dict[str, Any]]

_LONGEST_ID = 55


def not_before(given: Given, document: Document) -> Patch:
    """No earlier start of an activity than a day."""
    return new_rule(
        document,
        f"not-before-{given['activity']}",
        given,
        kind="date_limit",
        basis="estimate",
        activities={"activities": [given["activity"]]},
        start_not_before=given["day"],
    )


def dependency(given: Given, document: Document) -> Patch:
    """One activity after another."""
    return new_rule(
        document,
        f"{given['after']}-after-{given['before']}",
        given,
        kind="precedence",
        basis="technical",
        before=given["before"],
        after=given["after"],
        min_lag=int(given["lag"]),
    )


def freeze(given: Given, document: Document) -> Patch:
    """No technical cutover on some days."""
    scope = {} if given["group"] == ALL else {"scope": {"groups": [given["group"]]}}
    return new_rule(
        document,
        f"freeze-{given['name']}"[:_LONGEST_ID],
        {**given, "reason": f"{given['name']}: {given['reason']}"},
        kind="change_freeze",
        basis="policy",
        activities={"kinds": ["cutover"], **scope},
        windows=[{"first": given["first"], "last": given["last"], "name": given["name"]}],
    )


def duration(given: Given, document: Document) -> Patch:
    """Another likely duration; the shortest and longest make room for it."""
    kind, place, at = given["duration"].split("|")
    entry = document[kind][int(place)]
    told = entry["durations"][at] if kind == "services" else entry["modes"][int(at)]["duration"]
    likely = int(given["likely"])
    changed = {**told, "likely": likely, "source": given["reason"]}
    if "min" in told:
        changed["min"] = min(told["min"], likely)
    if "max" in told:
        changed["max"] = max(told["max"], likely)
    inside = f"durations/{at}" if kind == "services" else f"modes/{at}/duration"
    return [{"op": "replace", "path": f"/{kind}/{place}/{inside}", "value": changed}]


def team(given: Given, document: Document) -> Patch:
    """People missing in a team for some days."""
    place = place_of(document["teams"], given["team"])
    booking = {
        "first": given["first"],
        "last": given["last"],
        "hundredths": _hundredths(given["people"]),
        "reason": given["reason"],
    }
    return [appended(document["teams"][place], f"/teams/{place}", "bookings", booking)]


def team_more(given: Given, document: Document) -> Patch:
    """More people in a team for some days, on top of what it has on each of them."""
    place = place_of(document["teams"], given["team"])
    more, first = _hundredths(given["people"]), given["first"]
    after = (date.fromisoformat(given["last"]) + ONE_DAY).isoformat()
    told = document["teams"][place]["capacity"]
    periods: list[tuple[str, int]] = sorted((one["first"], one["hundredths"]) for one in told)

    def usual(day: str) -> int:
        return next((h for begun, h in reversed(periods) if begun <= day), periods[0][1])

    days = sorted({periods[0][0], first, after, *(day for day, _ in periods)})
    if first < periods[0][0]:
        # The first period reaches back to the start of the programme.
        days = sorted({document["plan_from"], *days})
    capacity = [
        {"first": day, "hundredths": usual(day) + (more if first <= day < after else 0)}
        for day in days
    ]
    return [{"op": "replace", "path": f"/teams/{place}/capacity", "value": capacity}]


def meeting(given: Given, document: Document) -> Patch:
    """A meeting that does not take place."""
    name, day = given["meeting"].split("|")
    place = place_of(document["date_sets"], name)
    return [appended(document["date_sets"][place], f"/date_sets/{place}", "leave_out", day)]


def option(given: Given, document: Document) -> Patch:
    """A sourcing option that is settled."""
    group, name, state = given["option"].split("|")
    decided = {"group": group, "option": name, "state": state, "reason": given["reason"]}
    if given.get("day"):
        decided["on"] = given["day"]
    return [appended(document, "", "decided_options", decided)]


def commitment(given: Given, document: Document) -> Patch:
    """A date that was promised."""
    promised: dict[str, Any] = {
        "id": free(_promise(given["activity"]), document.get("commitments", ())),
        "level": given["level"],
        "activity": given["activity"],
        "start": given["day"],
        "told_to": given.get("told", ""),
        "source": given["reason"],
    }
    return [appended(document, "", "commitments", promised)]


def freeze_moved(given: Given, document: Document) -> Patch:
    """Other days of a freeze; none at all where neither a first nor a last one is given."""
    rule, window = map(int, given["freeze"].split("|"))
    told = document["rules"][rule]
    path = f"/rules/{rule}"
    days = {name: given[name] for name in ("first", "last") if given.get(name)}
    if days:
        changed = {**told["windows"][window], **days}
        return [{"op": "replace", "path": f"{path}/windows/{window}", "value": changed}]
    if len(told["windows"]) > 1:
        return [{"op": "remove", "path": f"{path}/windows/{window}"}]
    return [{"op": "remove", "path": path}]


def rule_gone(given: Given, _: Document) -> Patch:
    """A rule that no longer holds."""
    return [{"op": "remove", "path": f"/rules/{given['rule']}"}]


def load_limit(given: Given, document: Document) -> Patch:
    """Another limit of the changes that a user group can take in a week."""
    place, most = given["limit"], int(given["at_most"])
    changed = {**document["rules"][int(place)], "at_most": most, "source": given["reason"]}
    return [{"op": "replace", "path": f"/rules/{place}", "value": changed}]


def confirmation(given: Given, document: Document) -> Patch:
    """Something that was taken as true, and is."""
    found: Any = document
    for step in given["assumption"].split("/")[1:]:
        found = found[int(step) if isinstance(found, list) else step]
    confirmed = {**found, "confirmed": True, "source": given["reason"]}
    return [{"op": "replace", "path": given["assumption"], "value": confirmed}]


def promise(given: Given, document: Document) -> Patch:
    """Another firmness of something promised, or its end."""
    place = given["promise"]
    if given["level"] == NONE:
        return [{"op": "remove", "path": f"/commitments/{place}"}]
    changed = {**document["commitments"][int(place)], "level": given["level"]}
    changed["source"] = given["reason"]
    return [{"op": "replace", "path": f"/commitments/{place}", "value": changed}]


def new_rule(document: Document, name: str, given: Given, **said: Any) -> Patch:  # noqa: ANN401  # fields of a rule
    """Return the patch that adds a rule, not yet confirmed, under a free id made from a name."""
    rule = {"id": free(slug(name), document.get("rules", ())), **said, "reason": given["reason"]}
    return [appended(document, "", "rules", {**rule, "confirmed": False})]


def place_of(entries: Any, id: str) -> int:  # noqa: ANN401  # a list of entries
    """Return where the entry of an id stands in a list."""
    return next(at for at, one in enumerate(entries) if one["id"] == id)


def appended(entry: Mapping[str, Any], path: str, name: str, value: object) -> dict[str, Any]:
    """Return the operation that puts a value behind the others of a list, or begins the list."""
    if isinstance(entry.get(name), list):
        return {"op": "add", "path": f"{path}/{name}/-", "value": value}
    return {"op": "add", "path": f"{path}/{name}", "value": [value]}


def _promise(activity: str) -> str:
    """Return an id for a promise; such ids have no points and are short."""
    return f"promise-{slug(activity).replace('.', '-')}"[:_LONGEST_ID]


def slug(name: str) -> str:
    """Return a name in the letters that ids are made of."""
    return "".join(c if (c.isalnum() and c.isascii()) or c in "-_." else "-" for c in name)


def free(name: str, taken: Any) -> str:  # noqa: ANN401  # a list of entries
    """Return the name, or the first of its numbered ones that no entry has."""
    known = {entry["id"] for entry in taken}
    number, found = 2, name
    while found in known:
        found, number = f"{name}-{number}", number + 1
    return found


def _hundredths(people: str) -> int:
    return round(float(people) * 100)
