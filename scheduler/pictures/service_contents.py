"""What is told about a plan: when services leave, how they are sourced, who carries the load."""

from datetime import date

from scheduler.analysis.measures import (
    Change,
    change_load_caps,
    changes_by_week,
    peak_weeks,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.service_dates import service_dates
from scheduler.pictures.contents import NOTHING, Cell, Column, Contents, cell, days, number
from scheduler.pictures.names import group_name, option_name, service_name
from scheduler.pictures.wording import counted, short_date

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


def service_dates_contents(
    expanded: ExpandedProgramme, plan: Plan, *, in_codes: bool = False
) -> Contents:
    """Return the dates of every service in order of transfer.

    `in_codes` begins with ids, and says group and option by them, as a terminal has room for.
    """
    found = service_dates(expanded, plan)
    rows = []
    for service, dates in sorted(found.items(), key=lambda item: item[1].transfer or date.max):
        declared = expanded.services[service]
        option = plan.options.get(declared.group)
        named = (service, declared.name, f"{declared.group} {option or NOTHING}")
        if not in_codes:
            named = (declared.name or service, service, _sourced(expanded, declared.group, option))
        rows.append(
            (
                *map(cell, named),
                days(dates.cutovers or ()),
                cell(dates.transfer, "strong"),
                cell(dates.staff_transfer),
                cell(dates.charges_stop),
                cell(dates.accepted),
            )
        )
    dated = (
        "Technical cutovers",
        "Service transfer",
        "Staff transfer",
        "Charges stop",
        "Accepted",
    )
    second = "Name" if in_codes else "Id"
    columns = (
        *(Column(heading=heading) for heading in ("Service", second, "Group, option")),
        *(Column(heading=heading, whole=True) for heading in dated),
    )
    return Contents(caption="Service dates, by time", columns=columns, rows=tuple(rows))


def _sourced(expanded: ExpandedProgramme, group: str, option: str | None) -> str:
    """Return a service group and how it is sourced, by their names."""
    named = group_name(expanded, group)
    return named if option is None else f"{named}: {option_name(expanded, group, option)}"


def options_contents(expanded: ExpandedProgramme, plan: Plan) -> Contents:
    """Return the sourcing option of each service group beside the council's own appraisal."""
    headings = ("Service group", "Id", "Option", "Model, route and style")
    return Contents(
        caption="Sourcing option per service group",
        columns=(
            *(Column(heading=heading) for heading in headings),
            Column(heading="Appraisal", number=True),
        ),
        rows=tuple(
            (cell(group.name or group.id), cell(group.id), *_option(expanded, plan, group.id))
            for group in expanded.document.service_groups
        ),
        note="Appraisal: penalty points entered in the programme file; fewer is better.",
    )


def peak_load_contents(expanded: ExpandedProgramme, plan: Plan) -> Contents:
    """Return the heaviest week of each user group, with the changes behind it by name."""
    caps = change_load_caps(expanded, plan)
    behind = changes_by_week(expanded, plan)
    rows = []
    for user_group, peak in peak_weeks(expanded, plan).items():
        declared = expanded.user_groups.get(user_group)
        cap = caps.get(user_group)
        over = cap is not None and peak.points > cap
        rows.append(
            (
                cell(user_group if declared is None else declared.name or user_group),
                number(None if declared is None else declared.size),
                cell(peak.monday),
                number(peak.points, "bad" if over else ""),
                number(cap),
                cell(_named(behind[user_group, peak.monday], expanded, plan)),
            )
        )
    return Contents(
        caption="Peak change load per user group",
        columns=(
            Column(heading="User group"),
            Column(heading="People", number=True),
            Column(heading="Week of", whole=True),
            Column(heading="Points", number=True),
            Column(heading="Cap", number=True),
            Column(heading="Changes behind it"),
        ),
        rows=tuple(rows),
    )


def _option(expanded: ExpandedProgramme, plan: Plan, group: str) -> tuple[Cell, Cell, Cell]:
    """Return the chosen option, how it is sourced and its appraisal."""
    offered = expanded.groups[group].options
    chosen = next((o for o in offered if o.id == plan.options.get(group)), None)
    if chosen is None:
        return cell(None), cell(""), cell("")
    how = (
        _MODELS.get(chosen.model or "", ""),
        _ROUTES.get(chosen.route or "", ""),
        _STYLES.get(chosen.style or "", ""),
    )
    sourced = ", ".join(word for word in how if word)
    return cell(chosen.name or chosen.id), cell(sourced), number(chosen.appraisal)


def _named(changes: tuple[Change, ...], expanded: ExpandedProgramme, plan: Plan) -> str:
    names = [_change(change.activity, expanded, plan) for change in changes[:_CHANGES_NAMED]]
    if len(changes) > _CHANGES_NAMED:
        names.append(counted(len(changes) - _CHANGES_NAMED, "other"))
    return "; ".join(names)


def _change(activity: str, expanded: ExpandedProgramme, plan: Plan) -> str:
    declared = expanded.activities[activity]
    when = plan.placed[activity].start
    where = declared.name or declared.id
    if declared.service is not None:
        where = service_name(expanded, declared.service)
    elif declared.group is not None:
        where = group_name(expanded, declared.group)
    in_waves = declared.service is not None and len(expanded.services[declared.service].waves) > 1
    wave = f" wave {declared.wave}" if in_waves and declared.wave is not None else ""
    return f"{where}{wave}, {when.day} {short_date(when).split()[1]}"
