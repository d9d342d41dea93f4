"""Resources and assignments out of P6's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from datetime import datetime

from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row
from scheduler.exchange.primavera.words import RESOURCE_KINDS
from scheduler.exchange.project_schedule import Assignment, Availability, Resource

ALWAYS = datetime(1984, 1, 1)
"""From this time on, or from before it, is always: planning tools begin then."""


def resources_of(
    rows: Sequence[Row], rates: Sequence[Row], calendars: Container[str], reading: Reading
) -> tuple[Resource, ...]:
    """Return resources in the file's order, with the most people at once from rates."""
    rates_of: dict[str, list[Row]] = defaultdict(list)
    for rate in rates:
        rates_of[rate.get("rsrc_id").strip()].append(rate)
    found: dict[str, Resource] = {}
    for row in rows:
        id = row.get("rsrc_id").strip()
        if not id or id in found:
            reading.lost("not_understood", row, "rsrc_id", "no number, or one that is taken")
            continue
        found[id] = _resource(id, row, rates_of[id], calendars, reading)
    return tuple(found.values())


def assignments_of(
    rows: Sequence[Row], tasks: Mapping[str, str], resources: Container[str], reading: Reading
) -> tuple[Assignment, ...]:
    """Return assignments; `tasks` holds our ids by P6's numbers of activities."""
    found: list[Assignment] = []
    for row in rows:
        task, resource = tasks.get(row.get("task_id").strip()), row.get("rsrc_id").strip()
        if not resource:
            reading.lost("not_read", row, "role_id", "an assignment without a resource")
            continue
        if task is None or resource not in resources:
            reading.lost("not_understood", row, "rsrc_id", "names no activity or no resource")
            continue
        found.append(
            Assignment(
                task=task,
                resource=resource,
                hundredths=reading.hundredths(row, "target_qty_per_hr"),
                work=reading.minutes(row, "target_qty"),
            )
        )
    return tuple(found)


def _resource(
    id: str, row: Row, rates: Sequence[Row], calendars: Container[str], reading: Reading
) -> Resource:
    said = row.get("rsrc_type") or "RT_Labor"
    if said not in RESOURCE_KINDS:
        reading.lost("not_understood", row, "rsrc_type", "taken as people")
    if said == "RT_Equip":
        reading.lost("changed", row, "rsrc_type", "what is no labour is taken as work")
    calendar = row.get("clndr_id").strip() or None
    if calendar is not None and calendar not in calendars:
        reading.lost("not_understood", row, "clndr_id", "names no calendar")
        calendar = None
    availability = _availability(rates, reading)
    only = availability[0] if len(availability) == 1 else None
    always = only is not None and only.first is None
    return Resource(
        id=id,
        name=row.get("rsrc_name"),
        code=row.get("rsrc_short_name"),
        kind=RESOURCE_KINDS.get(said, "work"),
        hundredths=only.hundredths if only is not None and always else None,
        availability=() if always else availability,
        calendar=calendar,
    )


def _availability(rates: Sequence[Row], reading: Reading) -> tuple[Availability, ...]:
    """Every rate holds from its date until that of the next one."""
    steps: dict[datetime, int] = {}
    for rate in rates:
        hundredths = reading.hundredths(rate, "max_qty_per_hr")
        first = reading.moment(rate, "start_date") or ALWAYS
        if hundredths is not None:
            steps[max(first, ALWAYS)] = hundredths
    ordered = sorted(steps.items())
    ends: list[datetime | None] = [first for first, _ in ordered[1:]]
    return tuple(
        Availability(first=None if first == ALWAYS else first, last=last, hundredths=hundredths)
        for (first, hundredths), last in zip(ordered, [*ends, None], strict=False)
    )
