"""Plan files: JSON, written from a plan and read back strictly."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scheduler.analysis.parts import parts_with_dates
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.plan import Placed, Plan
from scheduler.errors import PlanRejected
from scheduler.interchange.json_text import JsonValue, read_json
from scheduler.interchange.plan_agreement import said_otherwise
from scheduler.interchange.plan_costs import written_costs
from scheduler.interchange.plan_document import (
    WrittenActivity,
    WrittenConcession,
    WrittenPart,
    WrittenPlan,
)
from scheduler.interchange.programme_json import programme_hash
from scheduler.interchange.service_dates import service_dates
from scheduler.interchange.shape_issues import found_type, shape_issues, shown, with_suggestion
from scheduler.rules.rule import Concession, Violation

_ADAPTER: TypeAdapter[WrittenPlan] = TypeAdapter(WrittenPlan)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlan:
    """A plan with what its file says beside it."""

    plan: Plan
    said: Mapping[str, Any]
    """The plan object as read, with all that it says twice."""
    other_programme: bool
    """Whether the file names another version of the programme than the one at hand."""


def plan_to_jsonable(
    expanded: ExpandedProgramme, plan: Plan, concessions: Sequence[Concession] = ()
) -> dict[str, Any]:
    """Return the `plan` object: options, dates of services and activities, concessions, costs."""
    written = WrittenPlan(
        programme_hash=programme_hash(expanded.document),
        options=dict(plan.options),
        services=service_dates(expanded, plan),
        activities=tuple(
            sorted(_activities(expanded, plan), key=lambda activity: (activity.start, activity.id))
        ),
        concessions=tuple(
            WrittenConcession(
                id=concession.rule,
                kind=concession.kind,
                statement=concession.statement,
                activities=concession.activities,
                shortfall=concession.shortfall,
                unit=concession.unit,
                price=concession.points,
            )
            for concession in concessions
        ),
        costs=written_costs(expanded, plan),
    )
    made: dict[str, Any] = _ADAPTER.dump_python(written, mode="json")
    return made


def read_plan(
    data: bytes, expanded: ExpandedProgramme, limits: Limits = DEFAULT_LIMITS
) -> ReadPlan:
    """Return the plan that a file holds: a whole answer or its `plan` object alone.

    Raises: FileRejected when the file is no JSON; PlanRejected with every shape problem. A plan
    that leaves activities out, or places them badly, is for the checker.
    """
    document = read_json(data, limits)
    inside, value = _plan_of(document.value)
    issues = list(document.issues)
    try:
        written = _ADAPTER.validate_json(json.dumps(value))
    except ValidationError as error:
        known = {issue.path for issue in issues}
        found = shape_issues(WrittenPlan, value, error, inside)
        raise PlanRejected([*issues, *(i for i in found if i.path not in known)]) from error
    issues += _unknown(written, expanded, inside)
    issues += _repeated(written, inside)
    issues += _wild_dates(written, inside, limits)
    if issues:
        raise PlanRejected(issues)
    placed = {a.id: Placed(start=a.start, finish=a.finish) for a in written.activities}
    own = programme_hash(expanded.document)
    return ReadPlan(
        plan=Plan(options=dict(written.options), placed=placed),
        said=value,
        other_programme=written.programme_hash not in ("", own),
    )


def plan_in(document: Mapping[str, Any]) -> Plan:
    """Return the plan of a plan document of ours, or of its `plan` object, without checking it."""
    plan = document.get("plan", document)
    return Plan(
        options=dict(plan["options"]),
        placed={
            activity["id"]: Placed(
                start=date.fromisoformat(activity["start"]),
                finish=date.fromisoformat(activity["finish"]),
            )
            for activity in plan["activities"]
        },
    )


def disagreements(expanded: ExpandedProgramme, read: ReadPlan) -> list[Violation]:
    """Return what a plan file says against its own dates and options."""
    return said_otherwise(read.said, plan_to_jsonable(expanded, read.plan))


def _activities(expanded: ExpandedProgramme, plan: Plan) -> Iterator[WrittenActivity]:
    for name, placed in plan.placed.items():
        activity = expanded.activities[name]
        group = expanded.group_of(activity)
        mode = expanded.mode_in(activity, plan)
        yield WrittenActivity(
            id=name,
            service=activity.service,
            group=group,
            kind=activity.kind,
            option=None if group is None else plan.options.get(group),
            start=placed.start,
            finish=placed.finish,
            demands={} if mode is None else dict(mode.demands),
            parts=tuple(
                WrittenPart(id=dated.part.id, start=dated.start, finish=dated.finish)
                for dated in parts_with_dates(activity, placed, expanded)
            )
            if activity.parts
            else (),
        )


def _plan_of(value: JsonValue) -> tuple[str, dict[str, JsonValue]]:
    """Return the plan object with its path: the document itself, or its field `plan`."""
    if not isinstance(value, dict):
        message = f"a plan is an object, found {found_type(value)}"
        raise PlanRejected([Issue(code="wrong_type", path="", message=message)])
    if "plan" not in value:
        return "", value
    plan = value["plan"]
    if not isinstance(plan, dict):
        outcome = value.get("outcome")
        message = f"the document holds no plan: found {found_type(plan)}"
        if outcome is not None:
            message += f"; its outcome is {shown(outcome)}"
        raise PlanRejected([Issue(code="no_plan", path="/plan", message=message, value=plan)])
    return "/plan", plan


def _unknown(written: WrittenPlan, expanded: ExpandedProgramme, inside: str) -> Iterator[Issue]:
    """Report names that the programme does not have."""
    for activity in written.activities:
        if activity.id not in expanded.activities:
            path = f"{inside}/activities[id={activity.id}]"
            yield _no_such("activity", activity.id, list(expanded.activities), path)
    for group, option in written.options.items():
        if group not in expanded.groups:
            yield _no_such("service group", group, list(expanded.groups), f"{inside}/options")
            continue
        options = [o.id for o in expanded.groups[group].options]
        if option not in options:
            path = f"{inside}/options/{group}"
            yield _no_such(f"sourcing option of {group}", option, options, path)
    for service in written.services or ():
        if service not in expanded.services:
            yield _no_such("service", service, list(expanded.services), f"{inside}/services")


def _no_such(what: str, name: str, known: Sequence[str], path: str) -> Issue:
    message = with_suggestion(f"the programme has no {what} {shown(name)}", name, known)
    return Issue(code="unknown_reference", path=path, message=message, value=name)


def _repeated(written: WrittenPlan, inside: str) -> Iterator[Issue]:
    seen: set[str] = set()
    for index, activity in enumerate(written.activities):
        if activity.id in seen:
            path = f"{inside}/activities[{index}]/id"
            message = f"the activity {shown(activity.id)} is given twice; it happens once"
            yield Issue(code="duplicate_id", path=path, message=message, value=activity.id)
        seen.add(activity.id)


def _wild_dates(written: WrittenPlan, inside: str, limits: Limits) -> Iterator[Issue]:
    """Report dates so far away that they are no dates of any programme."""
    dates: list[tuple[str, date]] = []
    for activity in written.activities:
        path = f"{inside}/activities[id={activity.id}]"
        dates += [(f"{path}/start", activity.start), (f"{path}/finish", activity.finish)]
    for path, day in dates:
        if not limits.earliest <= day <= limits.latest:
            message = f"{day} is not planned; allowed are {limits.earliest} to {limits.latest}"
            yield Issue(
                code="date_outside_horizon", path=path, message=message, value=day.isoformat()
            )
