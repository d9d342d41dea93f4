"""Whether a plan file agrees with itself: what it says twice must be said alike."""

from collections.abc import Iterator, Mapping

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import ReadPlan, plan_to_jsonable
from scheduler.rules.rule import Violation

PLAN_DOCUMENT = "plan-document"
_STATEMENT = "What a plan file says of services and activities follows from its dates and options."


def disagreements(expanded: ExpandedProgramme, read: ReadPlan) -> list[Violation]:
    """Return what the file says against its own dates and options; what it leaves unsaid is fine.

    A file that speaks of services speaks of all of them.
    """
    follows = plan_to_jsonable(expanded, read.plan)
    return [*_of_services(read, follows["services"]), *_of_activities(read, follows["activities"])]


def _of_services(
    read: ReadPlan, follows: Mapping[str, Mapping[str, object]]
) -> Iterator[Violation]:
    said = read.said.get("services")
    if not isinstance(said, Mapping):
        return
    for service, due in follows.items():
        if service not in said:
            yield _violation((), f"{service}: not listed", _shown(due["transfer"]))
            continue
        for field, value in said[service].items():
            if _plain(value) != _plain(due[field]):
                yield _violation((), f"{service}: {field} {_shown(value)}", _shown(due[field]))


def _of_activities(read: ReadPlan, follows: list[Mapping[str, object]]) -> Iterator[Violation]:
    due_of = {due["id"]: due for due in follows}
    for said in read.said["activities"]:
        due = due_of[said["id"]]
        for field, value in said.items():
            if _plain(value) != _plain(due[field]):
                yield _violation((said["id"],), f"{field} {_shown(value)}", _shown(due[field]))


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
