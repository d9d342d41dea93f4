"""What the page of a plan shows of the best checked plan: figures, pictures, tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.store.records import PlanRecord
from api.web.choices import Choice
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.plan_json import plan_in
from scheduler.pictures.aim_contents import aim_contents, how_sure
from scheduler.pictures.contents import NOTHING, Contents
from scheduler.pictures.cost_contents import costs_contents
from scheduler.pictures.headline import accepted_late, last_acceptance
from scheduler.pictures.outcome_contents import (
    baselines_contents,
    concessions_contents,
    is_compared,
    this_plan,
)
from scheduler.pictures.papers_due import NOBODY, late_papers
from scheduler.pictures.rows import Detail
from scheduler.pictures.service_contents import (
    options_contents,
    peak_load_contents,
    service_dates_contents,
)
from scheduler.pictures.summary import PlanSummary, plan_summary
from scheduler.pictures.wording import counted, long_date, short_date

Document = Mapping[str, Any]
_LATE_NAMED = 5
BETTER = "Is there a better plan?"
"""Name of the figure that says what is known of better plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One key figure."""

    name: str
    value: str
    more: str = ""
    link: str = ""
    """Words that lead to where it is from; nothing where nothing is."""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture served beside the plan."""

    title: str
    address: str
    told: str
    """In place of the picture, for those who do not see it."""
    caption: str
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPlan:
    """A checked plan as its page shows it."""

    headline: str
    accepted_late: str
    """How many services are accepted after the contract ends; nothing where none is."""
    late_papers: tuple[str, ...]
    """Decisions whose papers are due already: who, what and by when."""
    figures: tuple[Figure, ...]
    details: tuple[Choice, ...]
    gantt: Picture
    heatmap: Picture
    service_dates: Contents
    peak_load: Contents
    options: Contents
    quality: tuple[Contents, ...]
    """How good the plan is and against what; nothing before the answer is there."""


def best_plan(
    record: PlanRecord,
    document: Document,
    expanded: ExpandedProgramme,
    detail: Detail,
    in_time: Figure | None = None,
) -> BestPlan:
    """Return what to show of the plan in a document; `in_time` is shown of a final one alone."""
    plan = plan_in(document)
    summary = plan_summary(expanded, plan, len(document["plan"]["concessions"]))
    figures = list(_figures(summary, document, expanded, plan, final=record.is_terminal))
    if in_time is not None and record.is_terminal:
        figures.append(in_time)
    return BestPlan(
        headline=summary.headline,
        accepted_late=accepted_late(expanded, plan),
        late_papers=tuple(_late_papers(expanded, plan)),
        figures=tuple(figures),
        details=tuple(_details(record.id, detail)),
        gantt=_gantt(record, summary, detail),
        heatmap=_heatmap(record, summary),
        service_dates=service_dates_contents(expanded, plan),
        peak_load=peak_load_contents(expanded, plan),
        options=options_contents(expanded, plan),
        quality=tuple(_quality(document, expanded, plan)) if record.is_terminal else (),
    )


def _late_papers(expanded: ExpandedProgramme, plan: Plan) -> Iterator[str]:
    late = late_papers(expanded, plan)
    for one in late[:_LATE_NAMED]:
        day = "" if one.papers is None else f", due by {long_date(one.papers)}"
        who = one.owner or NOBODY
        yield f"{who}: the papers of “{one.name}”{day}, for {one.meeting} on {long_date(one.day)}."
    if len(late) > _LATE_NAMED:
        yield f"And {counted(len(late) - _LATE_NAMED, 'other')}."


def figures_of(
    record: PlanRecord, document: Document, expanded: ExpandedProgramme
) -> tuple[Figure, ...]:
    """Return the key figures of the best plan in a document; none where it has none."""
    if document["plan"] is None:
        return ()
    plan = plan_in(document)
    summary = plan_summary(expanded, plan, len(document["plan"]["concessions"]))
    return tuple(_figures(summary, document, expanded, plan, final=record.is_terminal))


def _quality(document: Document, expanded: ExpandedProgramme, plan: Plan) -> Iterator[Contents]:
    if document["objectives"]:
        yield aim_contents(document["objectives"])
    if document["plan"]["concessions"]:
        yield concessions_contents(document["plan"]["concessions"])
    if costs := document["plan"].get("costs"):
        yield costs_contents(costs, expanded)
    if is_compared(document):
        yield baselines_contents(document, this_plan(expanded, plan))


def _figures(
    summary: PlanSummary,
    document: Document,
    expanded: ExpandedProgramme,
    plan: Plan,
    *,
    final: bool,
) -> Iterator[Figure]:
    last, weeks = summary.last_transfer, summary.contingency_weeks
    yield Figure(name="Last service transfer", value=NOTHING if last is None else long_date(last))
    yield Figure(
        name="Schedule contingency",
        value=NOTHING if weeks is None else counted(weeks, "week"),
        more="between the last service transfer and the contract end",
    )
    accepted = last_acceptance(expanded, plan)
    if accepted is not None:
        yield Figure(
            name="Last acceptance",
            value=long_date(accepted),
            more=f"the contract ends on {long_date(expanded.document.contract.end_date)}",
        )
    peak = summary.peak_change_load
    if peak is not None:
        cap = "no cap" if peak.cap is None else f"cap {peak.cap:,}"
        yield Figure(
            name="Peak change load",
            value=counted(peak.points, "point"),
            more=f"{peak.name}, week of {short_date(peak.week)}, {cap}",
        )
    yield Figure(
        name="Concessions",
        value=f"{summary.concessions:,}",
        more="soft planning rules not fully met",
    )
    yield Figure(
        name="Unconfirmed",
        value=counted(summary.unconfirmed_assumptions, "assumption"),
        more=f"and {counted(summary.unconfirmed_rules, 'planning rule')}",
    )
    sure = how_sure(document["claim"])
    yield Figure(
        name=BETTER,
        value=f"{sure[0].upper()}{sure[1:]}" if final else "The search goes on",
        more="checked: every planning rule that must hold is met",
    )


def _details(plan: str, detail: Detail) -> Iterator[Choice]:
    yield Choice(words="Services", address=f"/plans/{plan}", here=detail == "services")
    yield Choice(
        words="Services and their activities",
        address=f"/plans/{plan}?detail=activities",
        here=detail == "activities",
    )


def _gantt(record: PlanRecord, summary: PlanSummary, detail: Detail) -> Picture:
    return Picture(
        title="Gantt chart",
        address=f"/v1/plans/{record.id}/gantt.svg?detail={detail}",
        told=f"Gantt chart. {summary.headline} The table of service dates says when each moves.",
        caption="Service groups and services over time.",
        live=not record.is_terminal,
    )


def _heatmap(record: PlanRecord, summary: PlanSummary) -> Picture:
    peak = summary.peak_change_load
    heaviest = "No change reaches any user group."
    if peak is not None:
        points = counted(peak.points, "point")
        heaviest = (
            f"The heaviest week is that of {short_date(peak.week)}: {points} for {peak.name}."
        )
    return Picture(
        title="Heat map of change load",
        address=f"/v1/plans/{record.id}/heatmap.svg",
        told=f"Heat map of change load. {heaviest} The table below has every user group.",
        caption="User groups against weeks.",
        live=not record.is_terminal,
    )
