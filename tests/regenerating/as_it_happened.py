"""Where a programme stands on a day, as its plan in force had it: progress, promises, decisions.

A change document of its own, so that a change made after it says only what changed.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduler.domain.activities import CUTOVER, STAFF_TRANSFER, TRANSFER, Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.programme import Programme
from scheduler.domain.standing import Commitment, CommitmentLevel, DecidedOption, Progress
from scheduler.expansion.expand import expand
from scheduler.interchange.json_text import JsonValue
from scheduler.regenerating.in_force import carried_over
from scheduler.verification.verify import verify

SOON, THIS_YEAR = timedelta(days=182), timedelta(days=365)
LATE_BY = 2
"""Working days that some work took longer than planned."""
ONE_IN = 6
"""Of the work that is over, how much is tried whether it could have been late."""


def standing(document: Programme, plan: Plan, status: date) -> dict[str, Any]:
    """Return the change document that says where a programme stands at the end of a day.

    Everything happened as planned, some of it two working days late where nothing waited for it.
    """
    programme = expand(document)
    progress = _some_late(document, plan, status, list(_on_time(programme, plan, status)))
    promised = tuple(_promises(programme, plan, status))
    decided = tuple(_decided(plan, status))
    return {
        "format_version": 1,
        "id": f"standing-{status}",
        "title": f"Where the programme stands on {status}.",
        "reason": "Facts and promises of the plan in force; derived, not written by hand.",
        "source": "assumption, because the plan in force is ours and nothing of it happened",
        "applies_to": document.id,
        "status_date": str(status),
        "patch": [
            {"op": "add", "path": f"/{field}", "value": [_plain(entry) for entry in entries]}
            for field, entries in (
                ("progress", progress),
                ("commitments", promised),
                ("decided_options", decided),
            )
        ],
    }


def written(document: dict[str, Any]) -> str:
    """Return a change document as text, an entry of a list on a line."""
    head = {**document, "patch": None}
    lines = json.dumps(head, indent=2, ensure_ascii=False)[: -len("null\n}")]
    operations = []
    for operation in document["patch"]:
        entries = ",\n".join(
            f"      {json.dumps(e, ensure_ascii=False)}" for e in operation["value"]
        )
        operations.append(
            f'    {{"op": "add", "path": "{operation["path"]}", "value": [\n{entries}\n    ]}}'
        )
    return lines + "[\n" + ",\n".join(operations) + "\n  ]\n}\n"


def _plain(entry: Progress | Commitment | DecidedOption) -> dict[str, JsonValue]:
    blank = ("", None)
    values = {name: getattr(entry, name) for name in type(entry).__dataclass_fields__}
    return {
        name: str(value) if isinstance(value, date) else value
        for name, value in values.items()
        if value not in blank and not (name == "points" and value == 1)
    }


def _on_time(programme: ExpandedProgramme, plan: Plan, status: date) -> Iterator[Progress]:
    begun = [(at.start, name) for name, at in plan.placed.items() if at.start <= status]
    for _, name in sorted(begun):
        activity, at = programme.activities[name], plan.placed[name]
        if at.finish <= status:
            yield Progress(activity=name, actual_start=at.start, actual_finish=at.finish)
        elif activity.form == "work":
            left = _worked(programme, activity, Placed(start=status + ONE_DAY, finish=at.finish))
            yield Progress(activity=name, actual_start=at.start, remaining_working_days=len(left))
        else:
            yield Progress(activity=name, actual_start=at.start)


def _worked(programme: ExpandedProgramme, activity: Activity, at: Placed) -> list[date]:
    names = [calendar.id for calendar in programme.calendars_of(activity)]
    days = (at.start + n * ONE_DAY for n in range((at.finish - at.start).days + 1))
    return [day for day in days if all(programme.is_working(day, name) for name in names)]


def _some_late(
    document: Programme, plan: Plan, status: date, progress: list[Progress]
) -> list[Progress]:
    """Return the progress with some finishes late, wherever the plan in force holds all the same."""
    programme = expand(document)
    if not _holds(document, plan, status, progress):
        return progress
    over = [
        index
        for index, entry in enumerate(progress)
        if entry.actual_finish and programme.activities[entry.activity].form == "work"
    ]
    for index in over[::ONE_IN]:
        entry = progress[index]
        assert entry.actual_finish is not None
        after = Placed(start=entry.actual_finish + ONE_DAY, finish=status)
        days = _worked(programme, programme.activities[entry.activity], after)[:LATE_BY]
        if len(days) < LATE_BY:
            continue
        tried = [*progress]
        tried[index] = replace(entry, actual_finish=days[-1])
        if _holds(document, plan, status, tried):
            progress = tried
    return progress


def _holds(document: Programme, plan: Plan, status: date, progress: list[Progress]) -> bool:
    programme = expand(replace(document, status_date=status, progress=tuple(progress)))
    return verify(programme, carried_over(programme, plan)).holds


def _promises(programme: ExpandedProgramme, plan: Plan, status: date) -> Iterator[Commitment]:
    for name, at in sorted(plan.placed.items(), key=lambda item: (item[1].start, item[0])):
        activity = programme.activities[name]
        if at.start <= status or activity.kind not in (TRANSFER, STAFF_TRANSFER, CUTOVER):
            continue
        service = programme.services.get(activity.service or "")
        yield Commitment(
            id=f"date-{name.replace('.', '-')}",
            level=_level(activity, at.start - status),
            activity=name,
            start=at.start,
            points=service.criticality if service else 1,
            told_to=_TOLD[activity.kind],
        )
    for group, option in sorted(plan.options.items()):
        decided = plan.placed.get(f"{group}.route_decision")
        if decided is not None:
            yield Commitment(
                id=f"option-{group}",
                level="contracted" if decided.start <= status else "draft",
                group=group,
                option=option,
                told_to="the Executive and whoever was asked to bid",
            )


_TOLD = {
    TRANSFER: "Serco and the new provider",
    STAFF_TRANSFER: "staff and their unions",
    CUTOVER: "users of the service",
}


def _level(activity: Activity, away: timedelta) -> CommitmentLevel:
    if away <= SOON:
        return "published" if activity.kind == CUTOVER else "contracted"
    return "notified" if away <= THIS_YEAR else "draft"


def _decided(plan: Plan, status: date) -> Iterator[DecidedOption]:
    """Yield what is signed; in-house what has been ordered."""
    for group, option in sorted(plan.options.items()):
        decision = plan.placed.get(f"{group}.route_decision")
        signed = plan.placed.get(f"{group}.signature")
        ordered = plan.placed.get(f"{group}.prepare")
        done = signed.finish if signed else ordered.start if ordered else None
        if decision is not None and done is not None and done <= status:
            yield DecidedOption(
                group=group,
                option=option,
                state="chosen",
                on=decision.start,
                reason="Decided and signed.",
            )
