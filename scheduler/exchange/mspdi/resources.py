"""Resources of a Microsoft Project XML file, and who works on what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from scheduler.exchange.mspdi.codes import FIRST_MOMENT, LAST_MOMENT, UNASSIGNED
from scheduler.exchange.mspdi.record import Record
from scheduler.exchange.mspdi.tasks import calendar_of
from scheduler.exchange.project_schedule import Assignment, Availability, Resource, ResourceKind

_MOST_NUMBER = 2**31 - 1
_KINDS: dict[int, ResourceKind] = {0: "material", 1: "work", 2: "cost"}
_MINUTE = timedelta(minutes=1)


def split_off_nobody(records: list[Record]) -> list[Record]:
    """Return the resources without blank lines and without the nameless one that is nobody."""
    found: list[Record] = []
    for record in records:
        if record.flag("IsNull"):
            record.lose("not_read", "IsNull", "a blank line of the list of resources")
        elif record.text("UID").strip() != "0" or record.text("Name"):
            found.append(record)
    return found


def read_resource(id: str, record: Record, calendars: Collection[str]) -> Resource:
    """Return a resource."""
    record.tell_rest(
        {
            *("UID", "Name", "Type", "IsNull", "Code", "Group", "MaxUnits", "CalendarUID"),
            *("IsCostResource", "AvailabilityPeriods"),
        }
    )
    number = record.whole("Type", 0, 2)
    kind = _KINDS[1 if number is None else number]
    return Resource(
        id=id,
        name=record.text("Name"),
        code=record.text("Code"),
        kind="cost" if record.flag("IsCostResource") else kind,
        hundredths=record.hundredths("MaxUnits"),
        availability=tuple(_availability(record)),
        calendar=calendar_of(record, calendars),
        group=record.text("Group"),
    )


def _availability(resource: Record) -> Iterator[Availability]:
    path = ("AvailabilityPeriods", "AvailabilityPeriod")
    for record in resource.within(*path, place=resource.place):
        record.tell_rest({"AvailableFrom", "AvailableTo", "AvailableUnits"})
        hundredths = record.hundredths("AvailableUnits")
        if hundredths is None:
            record.lose("not_understood", "AvailableUnits", "a period without units is left out")
            continue
        first = _edge(record, "AvailableFrom", FIRST_MOMENT)
        last = _edge(record, "AvailableTo", LAST_MOMENT)
        # The last minute belongs to the period.
        end = None if last is None else last + _MINUTE
        if first is not None and end is not None and first >= end:
            record.lose("not_understood", "AvailableTo", "a period that ends before it begins")
            continue
        yield Availability(first=first, last=end, hundredths=hundredths)


def _edge(record: Record, name: str, endless: str) -> datetime | None:
    at = record.moment(name)
    # Files differ in the seconds.
    return None if at is None or at.isoformat()[:16] == endless[:16] else at


def read_assignment(
    record: Record, tasks: Collection[str], resources: Collection[str]
) -> Assignment | None:
    """Return an assignment; none where nobody is assigned, which Project writes down too."""
    resource = record.whole("ResourceUID", -_MOST_NUMBER, _MOST_NUMBER)
    if resource is None or resource == UNASSIGNED:
        return None
    record.tell_rest({"UID", "TaskUID", "ResourceUID", "Units", "Work"})
    task = record.whole("TaskUID", 0, _MOST_NUMBER)
    for name, id, known in (("TaskUID", task, tasks), ("ResourceUID", resource, resources)):
        if str(id) not in known:
            record.lose("not_understood", name, "there is none of this number")
            return None
    return Assignment(
        task=str(task),
        resource=str(resource),
        hundredths=record.hundredths("Units"),
        work=record.minutes("Work"),
    )
