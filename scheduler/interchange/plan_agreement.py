"""Whether a plan file agrees with itself: what it says twice must be said alike."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.rules.rule import Violation

PLAN_DOCUMENT = "plan-document"
_STATEMENT = (
    "What a plan file repeats of its services and activities agrees with their dates and options."
)


def said_otherwise(said: Mapping[str, Any], follows: Mapping[str, Any]) -> list[Violation]:
    """Return where a plan object as read differs from what its dates and options mean.

    What it leaves unsaid is fine, but one that speaks of services speaks of all of them.
    """
    return [
        *_of_services(said.get("services"), follows["services"]),
        *_of_activities(said["activities"], follows["activities"]),
        *_of_costs(said.get("costs"), follows["costs"]),
    ]


def _of_services(said: object, follows: Mapping[str, Mapping[str, object]]) -> Iterator[Violation]:
    if not isinstance(said, Mapping):
        return
    for service, due in follows.items():
        if service not in said:
            yield _violation((), f"{service}: not listed", _shown(due["transfer"]))
            continue
        for field, value in said[service].items():
            if _plain(value) != _plain(due[field]):
                yield _violation((), f"{service}: {field} {_shown(value)}", _shown(due[field]))


def _of_activities(
    said: Sequence[Mapping[str, Any]], follows: Sequence[Mapping[str, object]]
) -> Iterator[Violation]:
    due_of = {due["id"]: due for due in follows}
    for activity in said:
        due = due_of[activity["id"]]
        for field, value in activity.items():
            if _plain(value) != _plain(due[field]):
                who = (activity["id"],)
                yield _violation(who, f"{field} {_shown(value)}", _shown(due[field]))


def _of_costs(said: object, follows: Sequence[Mapping[str, object]]) -> Iterator[Violation]:
    """Compare financial years by their budget; a file from before costs were told has none."""
    if not isinstance(said, list) or not said:
        return
    told = {entry.get("budget"): entry for entry in said}
    for due in follows:
        year = _shown(due["budget"])
        entry = told.pop(due["budget"], {"total": 0})
        for field, value in entry.items():
            if value != due[field]:
                yield _violation((), f"cost {year}: {field} {_shown(value)}", _shown(due[field]))
    for year in told:
        yield _violation((), f"cost {_shown(year)}", "no such financial year")


def _violation(activities: tuple[str, ...], measured: str, allowed: str) -> Violation:
    return Violation(
        rule=PLAN_DOCUMENT,
        kind="plan_document",
        statement=_STATEMENT,
        activities=activities,
        measured=measured,
        allowed=allowed,
    )


def _plain(value: object) -> object:
    """Return a value for comparison: lists in order, and demands of nothing left out."""
    if isinstance(value, list):
        return sorted(map(str, value))
    if isinstance(value, Mapping):
        return {key: item for key, item in value.items() if item}
    return value


def _shown(value: object) -> str:
    match value:
        case list():
            return ", ".join(map(str, value)) or "none"
        case Mapping():
            return ", ".join(f"{key} {item}" for key, item in value.items()) or "none"
        case _:
            return "none" if value is None else str(value)
