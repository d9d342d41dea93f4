"""Tables about a plan: when services leave, how they are sourced next, who carries the load."""

from collections.abc import Iterable
from datetime import date

from rich.table import Table
from rich.text import Text

from scheduler.analysis.measures import (
    change_load_caps,
    changes_by_week,
    peak_weeks,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.service_dates import service_dates
from scheduler.pictures.cells import NOTHING, cell, day, table
from scheduler.pictures.wording import counted, short_date

_ROOM_FOR_NAMES = 108
_CHANGES_NAMED = 4
_MODELS = {
    "in_house": "in-house",
    "shared_service": "shared service",
    "specialist_provider": "specialist provider",
    "incumbent": "incumbent",
}
_ROUTES = {
    "none": "no procurement",
    "agreement": "agreement",
    "framework": "framework call-off",
    "full_competition": "full competition",
}
_STYLES = {"off_the_shelf": "off the shelf", "customised": "customised"}


def service_dates_table(expanded: ExpandedProgramme, plan: Plan, *, width: int = 80) -> Table:
    """Return the dates of every service in order of transfer, with names where there is room."""
    named = width >= _ROOM_FOR_NAMES
    made = table("Service dates, by time", gap=2 if named else 1)
    made.add_column("Service", no_wrap=True)
    if named:
        made.add_column("", overflow="ellipsis", no_wrap=True, max_width=44)
    made.add_column("Group, option", no_wrap=named, max_width=None if named else 9)
    made.add_column("Technical cutovers", min_width=11, max_width=11)
    for heading in ("Service transfer", "Staff transfer", "Charges stop", "Accepted"):
        made.add_column(heading, min_width=11, max_width=11)
    found = service_dates(expanded, plan)
    for service, dates in sorted(found.items(), key=lambda item: item[1].transfer or date.max):
        declared = expanded.services[service]
        made.add_row(
            cell(service),
            *([cell(declared.name)] if named else []),
            cell(f"{declared.group} {plan.options.get(declared.group, NOTHING)}"),
            _one_below_the_other(dates.cutovers or ()),
            day(dates.transfer, "bold"),
            day(dates.staff_transfer),
            day(dates.charges_stop),
            day(dates.accepted),
        )
    return made


def options_table(expanded: ExpandedProgramme, plan: Plan) -> Table:
    """Return the sourcing option of each service group beside the council's own appraisal."""
    made = table("Sourcing option per service group")
    made.add_column("Group", no_wrap=True)
    made.add_column("Service group")
    made.add_column("Option")
    made.add_column("Model, route and style")
    made.add_column("Appraisal", justify="right")
    for group in expanded.document.service_groups:
        chosen = next((o for o in group.options if o.id == plan.options.get(group.id)), None)
        if chosen is None:
            made.add_row(cell(group.id), cell(group.name), cell(NOTHING))
            continue
        how = (
            _MODELS.get(chosen.model or "", ""),
            _ROUTES.get(chosen.route or "", ""),
            _STYLES.get(chosen.style or "", ""),
        )
        made.add_row(
            cell(group.id),
            cell(group.name),
            cell(chosen.name or chosen.id),
            cell(", ".join(word for word in how if word)),
            cell(NOTHING if chosen.appraisal is None else chosen.appraisal),
        )
    made.caption = cell(
        "Appraisal: penalty points entered in the programme file; fewer is better.", "dim"
    )
    made.caption_justify = "left"
    return made


def peak_load_table(expanded: ExpandedProgramme, plan: Plan) -> Table:
    """Return the heaviest week of each user group, with the changes behind it by name."""
    made = table("Peak change load per user group")
    made.add_column("User group")
    made.add_column("People", justify="right")
    made.add_column("Week of", no_wrap=True)
    made.add_column("Points", justify="right")
    made.add_column("Cap", justify="right")
    made.add_column("Changes behind it")
    caps = change_load_caps(expanded)
    behind = changes_by_week(expanded, plan)
    for user_group, peak in peak_weeks(expanded, plan).items():
        declared = expanded.user_groups.get(user_group)
        cap = caps.get(user_group)
        over = cap is not None and peak.points > cap
        size = declared.size if declared is not None else None
        changes = behind[user_group, peak.monday]
        names = [_change(change.activity, expanded, plan) for change in changes[:_CHANGES_NAMED]]
        if len(changes) > _CHANGES_NAMED:
            names.append(counted(len(changes) - _CHANGES_NAMED, "other"))
        made.add_row(
            cell(declared.name or user_group if declared is not None else user_group),
            cell(NOTHING if size is None else f"{size:,}"),
            cell(short_date(peak.monday)),
            cell(f"{peak.points:,}", "bold red" if over else ""),
            cell(NOTHING if cap is None else f"{cap:,}"),
            cell("; ".join(names)),
        )
    return made


def _one_below_the_other(days: Iterable[date]) -> Text:
    return Text("\n".join(short_date(day) for day in days) or NOTHING)


def _change(activity: str, expanded: ExpandedProgramme, plan: Plan) -> str:
    declared = expanded.activities[activity]
    when = plan.placed[activity].start
    where = declared.service or declared.group or declared.id
    in_waves = declared.service is not None and len(expanded.services[declared.service].waves) > 1
    wave = f" wave {declared.wave}" if in_waves and declared.wave is not None else ""
    return f"{where}{wave} {when.day} {short_date(when).split()[1]}"
