"""Tables about a plan in a terminal: dates, sourcing options, peak change load."""

from rich.table import Table

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.cells import Layout, drawn
from scheduler.pictures.part_contents import parts_contents
from scheduler.pictures.service_contents import (
    options_contents,
    peak_load_contents,
    service_dates_contents,
)

_ROOM_FOR_NAMES = 108
_DATE = Layout(min_width=11, max_width=11)


def service_dates_table(expanded: ExpandedProgramme, plan: Plan, *, width: int = 80) -> Table:
    """Return the dates of every service in order of transfer, with names where there is room."""
    named = width >= _ROOM_FOR_NAMES
    layouts = {
        "Service": Layout(no_wrap=True),
        "Name": Layout(overflow="ellipsis", no_wrap=True, max_width=44),
        "Group, option": Layout(no_wrap=True) if named else Layout(max_width=9),
        "Technical cutovers": _DATE,
        "Service transfer": _DATE,
        "Staff transfer": _DATE,
        "Charges stop": _DATE,
        "Accepted": _DATE,
    }
    return drawn(
        service_dates_contents(expanded, plan, in_codes=True),
        layouts,
        gap=2 if named else 1,
        without=() if named else ("Name",),
    )


def parts_table(expanded: ExpandedProgramme, plan: Plan) -> Table | None:
    """Return the parts of long work with their dates; none where no work is divided."""
    contents = parts_contents(expanded, plan)
    layouts = {"First day": _DATE, "Last day": _DATE, "Activity": Layout(overflow="fold")}
    return None if contents is None else drawn(contents, layouts)


def options_table(expanded: ExpandedProgramme, plan: Plan) -> Table:
    """Return the sourcing option of each service group beside the council's own appraisal."""
    return drawn(options_contents(expanded, plan), {"Id": Layout(no_wrap=True)})


def peak_load_table(expanded: ExpandedProgramme, plan: Plan) -> Table:
    """Return the heaviest week of each user group, with the changes behind it by name."""
    return drawn(peak_load_contents(expanded, plan), {"Week of": Layout(no_wrap=True)})
