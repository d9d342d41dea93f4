"""Every format of planning tools that is read or written, and what a file shows itself to be.

Readers and writers are loaded when they are used: most runs need one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from scheduler.errors import FileRejected
from scheduler.exchange.archive import opened

Holds = Literal["project", "programme", "plan"]
"""A planning tool's project, a whole programme of ours, or one plan to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One file format."""

    id: str
    title: str
    holds: Holds
    suffix: str
    media_type: str
    reader: str = ""
    """Module and function; nothing where it is not read."""
    writer: str = ""

    def load(self, which: Literal["reader", "writer"]) -> Callable[..., Any]:
        """Return the function that reads or writes the format."""
        return loaded(self.reader if which == "reader" else self.writer)


def loaded(place: str) -> Callable[..., Any]:
    """Return a function by its module and name."""
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


_HERE = "scheduler.exchange"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Mapping[str, Format] = {
    one.id: one
    for one in (
        Format(
            id="mspdi",
            title="Microsoft Project XML",
            holds="project",
            suffix=".xml",
            media_type="application/xml",
            reader=f"{_HERE}.mspdi.read:read_mspdi",
            writer=f"{_HERE}.mspdi.write:write_mspdi",
        ),
        Format(
            id="xer",
            title="Primavera P6 XER",
            holds="project",
            suffix=".xer",
            media_type="application/octet-stream",
            reader=f"{_HERE}.primavera.xer:read_xer",
            writer=f"{_HERE}.primavera.xer:write_xer",
        ),
        Format(
            id="pmxml",
            title="Primavera P6 XML",
            holds="project",
            suffix=".xml",
            media_type="application/xml",
            reader=f"{_HERE}.primavera.pmxml:read_pmxml",
            writer=f"{_HERE}.primavera.pmxml:write_pmxml",
        ),
        Format(
            id="mpp",
            title="Microsoft Project",
            holds="project",
            suffix=".mpp",
            media_type="application/vnd.ms-project",
            reader=f"{_HERE}.mpxj.reading:read_mpp",
        ),
        Format(
            id="mpx",
            title="Microsoft Project exchange",
            holds="project",
            suffix=".mpx",
            media_type="application/octet-stream",
            reader=f"{_HERE}.mpxj.reading:read_mpx",
        ),
        Format(
            id="planner",
            title="Planner XML",
            holds="project",
            suffix=".planner",
            media_type="application/xml",
            reader=f"{_HERE}.mpxj.reading:read_planner",
        ),
        Format(
            id="xlsx",
            title="workbook of a programme",
            holds="programme",
            suffix=".xlsx",
            media_type=_XLSX,
            reader=f"{_HERE}.sheets.programme_sheets:read_workbook",
            writer=f"{_HERE}.sheets.programme_sheets:write_workbook",
        ),
        Format(
            id="csv",
            title="CSV sheets of a programme in a zip",
            holds="programme",
            suffix=".zip",
            media_type="application/zip",
            reader=f"{_HERE}.sheets.programme_sheets:read_csv_zip",
            writer=f"{_HERE}.sheets.programme_sheets:write_csv_zip",
        ),
        Format(
            id="plan-xlsx",
            title="workbook of a plan",
            holds="plan",
            suffix=".xlsx",
            media_type=_XLSX,
            writer=f"{_HERE}.sheets.plan_sheets:write_plan_workbook",
        ),
        Format(
            id="plan-csv",
            title="CSV sheets of a plan in a zip",
            holds="plan",
            suffix=".zip",
            media_type="application/zip",
            writer=f"{_HERE}.sheets.plan_sheets:write_plan_csv",
        ),
        Format(
            id="ical",
            title="calendar",
            holds="plan",
            suffix=".ics",
            media_type="text/calendar",
            writer=f"{_HERE}.calendar_feed:calendar_feed",
        ),
    )
}

TEMPLATE = f"{_HERE}.sheets.template:template_workbook"
"""What makes an empty workbook to fill in."""

PLAN_ROWS = f"{_HERE}.sheets.plan_sheets:read_plan_rows"
"""What reads the sheets of a plan, for a programme that is known."""

READ = tuple(one.id for one in FORMATS.values() if one.reader)
WRITTEN = tuple(one.id for one in FORMATS.values() if one.writer)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKED_AT = 4096
_BEGINNINGS = (
    (_OLE, "mpp"),
    (b"ERMHDR\t", "xer"),
    (b"MPX", "mpx"),
)
_IN_XML = (
    (b"APIBusinessObjects", "pmxml"),
    (b"http://schemas.microsoft.com/project", "mspdi"),
    (b"<project ", "planner"),
    (b"<Project", "mspdi"),
)


def recognised(content: bytes) -> str | None:
    """Return the format that a file shows itself to be by its first bytes; None when by none.

    What it is named does not count: files lose their endings on the way.
    """
    for beginning, format_id in _BEGINNINGS:
        if content.startswith(beginning):
            return format_id
    if content.startswith(b"PK"):
        return _of_archive(content)
    first = content[:_LOOKED_AT]
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        first = first.replace(b"\x00", b"")
    if b"<" not in first:
        return None
    return next((format_id for sign, format_id in _IN_XML if sign in first), None)


def _of_archive(content: bytes) -> str | None:
    """Tell a workbook from sheets in a zip by the names in it; nothing is unpacked."""
    try:
        names = {name.lower() for name in opened(content, "zip").entries}
    except FileRejected:
        # Whatever is wrong with it is told by the reader of workbooks.
        return "xlsx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "csv" if any(name.endswith(".csv") for name in names) else None
