"""Where GNOME Planner, a planning tool with a scheduler of its own, puts the tasks of an MSPDI file.

Planner opens MSPDI by a stylesheet, and schedules what it opened; here both are asked without its
windows. Debian's package is `planner`; without it, tests are skipped. Its import takes neither days
off nor calendars of tasks, and the duration of a task without people from its work, which MSPDI
files hold of people alone; `completed` puts in the first and the last of these.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

STYLESHEET = Path("/usr/share/planner/stylesheets/msp2planner.xsl")
_MS = {"m": "http://schemas.microsoft.com/project"}
_DAY_OFF = "1"
"""Of the days that the stylesheet declares."""


class _Listed(ctypes.Structure):
    """A link of GLib's lists."""


_Listed._fields_ = [
    ("data", ctypes.c_void_p),
    ("next", ctypes.POINTER(_Listed)),
    ("prev", ctypes.c_void_p),
]


@cache
def library() -> Path | None:
    """Return Planner's own library; None where there is none."""
    found = sorted(Path("/usr/lib").glob("*/planner/libplanner-1.so.1"))
    return found[0] if found and STYLESHEET.exists() else None


def dates_in_planner(
    content: bytes, *, completed: bool = False
) -> dict[str, tuple[datetime, datetime]]:
    """Return the start and finish of each task by its UID, after Planner has scheduled them."""
    if library() is None:
        pytest.skip("Planner can not be asked: the package `planner` is not installed")
    of_project = etree.fromstring(content)
    opened = etree.fromstring(bytes(etree.XSLT(etree.parse(STYLESHEET))(of_project)))
    for task in opened.iter("task"):
        # Names need not be unique, numbers are.
        task.set("name", task.get("id", ""))
        if completed and task.get("work") == "NaN":
            task.set("work", task.get("duration", ""))
    if completed:
        _put_days_off(of_project, opened)
    # In a process of its own: what goes wrong in there ends it.
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.planner_opens"],
        input=etree.tostring(opened),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=True,
    )
    by_number: dict[str, list[float]] = json.loads(done.stdout)
    uids = {
        one.findtext("m:ID", "", _MS): one.findtext("m:UID", "", _MS)
        for one in of_project.iterfind("m:Tasks/m:Task", _MS)
    }
    return {
        uids[number]: (_moment(start), _moment(finish))
        for number, (start, finish) in by_number.items()
    }


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _put_days_off(of_project: Any, opened: Any) -> None:
    """Put the days off of the project's calendar into Planner's only one."""
    uid = of_project.findtext("m:CalendarUID", "", _MS)
    days = opened.find("calendars/calendar/days")
    for exception in of_project.iterfind(
        f"m:Calendars/m:Calendar[m:UID='{uid}']/m:Exceptions/m:Exception", _MS
    ):
        period = exception.find("m:TimePeriod", _MS)
        first, last = (
            datetime.fromisoformat(period.findtext(f"m:{name}", "", _MS)).date()
            for name in ("FromDate", "ToDate")
        )
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            etree.SubElement(days, "day", date=f"{day:%Y%m%d}", type="day-type", id=_DAY_OFF)


def main() -> None:
    """Open the file of Planner on standard input, schedule it, and print where its tasks stand."""
    place = library()
    planner, objects = ctypes.CDLL(str(place)), ctypes.CDLL("libgobject-2.0.so.0")
    for name in ("mrp_application_new", "mrp_project_new", "mrp_project_get_all_tasks"):
        getattr(planner, name).restype = ctypes.c_void_p
    for name in ("mrp_task_get_start", "mrp_task_get_finish"):
        getattr(planner, name).restype = ctypes.c_long
    project = ctypes.c_void_p(
        planner.mrp_project_new(ctypes.c_void_p(planner.mrp_application_new()))
    )
    problem = ctypes.c_void_p()
    content = sys.stdin.buffer.read()
    if not planner.mrp_project_load_from_xml(project, content, ctypes.byref(problem)):
        raise SystemExit(1)
    planner.mrp_project_reschedule(project)
    listed = planner.mrp_project_get_all_tasks(project)
    link: Any = ctypes.cast(listed, ctypes.POINTER(_Listed))
    found: dict[str, tuple[int, int]] = {}
    while link:
        task, number = ctypes.c_void_p(link.contents.data), ctypes.c_char_p()
        objects.g_object_get(task, b"name", ctypes.byref(number), None)
        dates = (planner.mrp_task_get_start(task), planner.mrp_task_get_finish(task))
        found[(number.value or b"").decode()] = dates
        link = link.contents.next
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
