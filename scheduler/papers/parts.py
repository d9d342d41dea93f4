"""Parts that more than one paper has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

from scheduler.analysis.measures import (
    change_load_caps,
    contingency_weeks,
    last_transfer,
    peak_weeks,
    unconfirmed_assumptions,
    unconfirmed_rules,
)
from scheduler.explaining.audience import WITHHELD
from scheduler.interchange.service_dates import service_dates
from scheduler.papers.chances import PROBABILITY, ScheduleRisk, per_cent
from scheduler.papers.money import spending, spending_figure
from scheduler.papers.paper import Block, Figure, Items, Paragraph, Picture, Section, Table
from scheduler.papers.subject import Subject
from scheduler.papers.tables import table_of
from scheduler.pictures.gantt_svg import gantt_svg
from scheduler.pictures.headline import headline
from scheduler.pictures.heatmap_svg import heatmap_svg
from scheduler.pictures.service_contents import peak_load_contents
from scheduler.pictures.wording import counted, long_date, short_date
from scheduler.verification.verify import verify

_GANTT_WIDTH = 1240
_HEATMAP_WIDTH = 980
_DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


def figure_of_services(subject: Subject) -> Figure:
    """Return how many services are out by the status date, and how many are to go."""
    found = service_dates(subject.programme, subject.plan).values()
    out = sum(one.transfer is not None and one.transfer <= subject.as_of for one in found)
    left = len(found) - out
    return Figure(name="Services out", value=f"{out} of {len(found)}", note=f"{left} to go")


def figures_of_time(subject: Subject) -> Iterator[Figure]:
    """Yield when the last service leaves and how long before the contract ends."""
    end = subject.document.contract.end_date
    last, weeks = (f(subject.programme, subject.plan) for f in (last_transfer, contingency_weeks))
    if not isinstance(last, date) or not isinstance(weeks, int):
        return
    yield Figure(
        name="Last service transfer",
        value=long_date(last),
        note=f"the contract ends on {long_date(end)}",
    )
    yield Figure(
        name="Schedule contingency",
        value=counted(weeks, "week"),
        note="from the last transfer to the contract end",
    )


def figure_of_load(subject: Subject) -> Figure | None:
    """Return the heaviest week of change of any user group."""
    peaks = peak_weeks(subject.programme, subject.plan)
    if not peaks:
        return None
    group = max(peaks, key=lambda name: peaks[name].points)
    cap = change_load_caps(subject.programme, subject.plan).get(group)
    declared = subject.programme.user_groups.get(group)
    name = group if declared is None else declared.name or group
    against = "" if cap is None else f" of {cap:,}"
    return Figure(
        name="Peak change load",
        value=f"{peaks[group].points:,}{against} points",
        note=f"{name}, week of {short_date(peaks[group].monday)}",
    )


def figure_of_money(subject: Subject) -> Figure | None:
    """Return the whole cost beside the budgets; nothing in public."""
    return None if subject.is_public else spending_figure(subject.programme, subject.plan)


def figure_of_assumptions(subject: Subject) -> Figure:
    """Return how much of what the plan rests on nobody has confirmed."""
    document = subject.document
    rules = unconfirmed_rules(document)
    return Figure(
        name="Unconfirmed",
        value=counted(unconfirmed_assumptions(document), "assumption"),
        note=f"and {counted(rules, 'planning rule')}" if rules else "no planning rule",
    )


def figure_of_chance(risk: ScheduleRisk | None) -> Figure | None:
    """Return the probability of being in time; nothing where nobody has simulated it."""
    if risk is None:
        return None
    low, high = risk.interval
    return Figure(
        name=PROBABILITY,
        value=per_cent(risk.probability),
        note=f"95 % interval {per_cent(low)} to {per_cent(high)}",
    )


def status_of(subject: Subject) -> str:
    """Return the status of the plan in one sentence; before it, that it is none."""
    said = (broken_words(subject), headline(subject.programme, subject.plan))
    return " ".join(filter(None, said))


def broken_words(subject: Subject) -> str:
    """Return how many hard planning rules the plan breaks; nothing where it breaks none."""
    if subject.whole_plan is None:
        return ""
    broken = len(verify(subject.whole, subject.whole_plan).violations)
    if not broken:
        return ""
    verb = "is" if broken == 1 else "are"
    return (
        f"This is no valid plan: {counted(broken, 'hard planning rule')} {verb} broken; "
        "check names each of them."
    )


def gantt_picture(subject: Subject) -> Picture:
    """Return the Gantt chart of services."""
    title = f"{subject.document.name}: the plan by service"
    drawn = gantt_svg(
        subject.programme, subject.plan, title=subject.document.name, width=_GANTT_WIDTH
    )
    return Picture(title=title, svg=drawn, alternative=told_of(drawn), tall=True)


def load_blocks(subject: Subject) -> tuple[Block, ...]:
    """Return the change load as a picture and the heaviest weeks by user group."""
    peaks = table_of(
        peak_load_contents(subject.programme, subject.plan),
        caption="Heaviest week of each user group",
        note="Load points: the weight of a change for a group, spread over the weeks after it.",
    )
    if not peaks.rows:
        return (Paragraph(text="No change reaches any user group."),)
    title = "Change load by user group and week"
    drawn = heatmap_svg(subject.programme, subject.plan, title=title, width=_HEATMAP_WIDTH)
    over = _over_cap(subject)
    words = (
        f"Above the cap: {', '.join(over)}." if over else "No week is above the cap of its group."
    )
    caption = "Load points of each week; the dashed line is the cap of the group."
    picture = Picture(title=caption, svg=drawn, alternative=told_of(drawn))
    return (Paragraph(text=words, strong=True), picture, peaks)


def _over_cap(subject: Subject) -> list[str]:
    caps = change_load_caps(subject.programme, subject.plan)
    peaks = peak_weeks(subject.programme, subject.plan)
    groups = subject.programme.user_groups
    return [
        groups[name].name or name
        for name, peak in peaks.items()
        if name in caps and peak.points > caps[name]
    ]


def money_section(subject: Subject) -> Section:
    """Return the costs by financial year; in public that they are withheld."""
    title = "Spend by financial year"
    if subject.is_public:
        return Section(title=title, blocks=(Paragraph(text=WITHHELD),))
    return Section(title=title, blocks=tuple(spending(subject.programme, subject.plan)))


def service_table(subject: Subject) -> Table:
    """Return the dates of each service by time; options and moves of staff in the exempt one."""
    found = service_dates(subject.programme, subject.plan)
    rows = []
    for service, dates in sorted(found.items(), key=lambda one: one[1].transfer or date.max):
        declared = subject.programme.services[service]
        cutovers = ", ".join(map(short_date, dates.cutovers or ())) or "-"
        row = [declared.name or service, cutovers, _day(dates.transfer), _day(dates.accepted)]
        if not subject.is_public:
            row[1:1] = [_option(subject, declared.group)]
            row[4:4] = [_day(dates.staff_transfer), _day(dates.charges_stop)]
        rows.append(tuple(row))
    header = ["Service", "Technical cutovers", "Service transfer", "Accepted"]
    if not subject.is_public:
        header[1:1] = ["Sourcing option"]
        header[4:4] = ["Staff transfer", "Charges stop"]
    return Table(caption="Service dates, by time", header=tuple(header), rows=tuple(rows))


def _option(subject: Subject, group: str) -> str:
    chosen = subject.plan.options.get(group)
    offered = subject.programme.groups[group].options
    found = next((option for option in offered if option.id == chosen), None)
    return "-" if found is None else found.name or found.id


def _day(day: date | None) -> str:
    return "-" if day is None else short_date(day)


def silent_about(subject: Subject, risk: ScheduleRisk | None) -> Section:
    """Return what the plan does not say."""
    document = subject.document
    durations = {"min": "minimum", "likely": "likely", "max": "maximum"}[document.durations]
    items = [
        f"Dates are calculated on {durations} durations and on what is assumed: no promises.",
        "Nothing is planned to the hour: every date is a whole day.",
        "Who wins a competition: the plan holds for every possible winner.",
        "Whether the council's own appraisal of an option is right: it is taken as entered.",
    ]
    if subject.is_public:
        items.append("How likely the dates are: the incumbent and bidders read this paper too.")
    elif risk is None:
        items.append("How likely the dates are: no simulation stands behind this paper.")
    items.append(
        "Sourcing options, prices, providers and moves of staff: they are told in the exempt "
        "version."
        if subject.is_public
        else "Costs that the programme does not price. Points rank concessions and are not pounds."
    )
    return Section(title="What this plan does not say", blocks=(Items(items=tuple(items)),))


def told_of(drawn: str) -> str:
    """Return in words what a picture of ours shows: its description."""
    found = _DESCRIPTION.search(drawn)
    return "" if found is None else unescape(found[1])
