"""When services leave, one line each: cutovers, transfer, acceptance, and where they were to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scheduler.analysis.measures import last_transfer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.plan_document import WrittenService
from scheduler.interchange.service_dates import service_dates
from scheduler.papers.paper import Picture
from scheduler.papers.subject import Subject
from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document
from scheduler.pictures.gantt_axis_svg import (
    AXIS_HEIGHT,
    axis,
    contract_bands,
    contract_end_line,
    grid,
    status_line,
)
from scheduler.pictures.gantt_geometry import Chart
from scheduler.pictures.marks import ACCEPTANCE_MARK, CUTOVER_MARK, TRANSFER_MARK, drawn
from scheduler.pictures.time_scale import TimeScale
from scheduler.pictures.wording import short_date

_WIDTH = 820.0
_LABELS = 200.0
_ROW = 19.0
_TOP = 22.0 + AXIS_HEIGHT
_BEFORE, _AFTER, _WAS = "#9db9d6", "#bcd9c1", "#7a5aa6"
TITLE = "When each service leaves"

Dated = Sequence[tuple[str, WrittenService]]


def service_picture(subject: Subject) -> Picture:
    """Return the services of a plan in order of transfer, on one time axis."""
    programme, plan = subject.programme, subject.plan
    found = service_dates(programme, plan)
    dated = sorted(found.items(), key=lambda item: (item[1].transfer or date.max, item[0]))
    was = {} if subject.baseline is None else _transfers(programme, subject.baseline)
    chart = _chart(programme, len(dated))
    end = subject.document.contract.end_date
    body = [
        svg.rectangle(0, 0, _WIDTH, chart.bottom + 30, {"fill": look.PAPER}),
        *contract_bands(chart, last_transfer(programme, plan), end),
        *grid(chart),
        *axis(chart, chart.top - AXIS_HEIGHT),
        *status_line(chart, subject.document.status_date),
        *(part for at, one in enumerate(dated) for part in _row(at, one, programme, was, chart)),
        contract_end_line(chart, end, 4.0),
        *_legend(chart.bottom + 18, with_baseline=bool(was)),
    ]
    told = _told(dated, programme, was)
    picture = document(TITLE, told, _WIDTH, chart.bottom + 30, "services", (), body)
    return Picture(title=TITLE, svg=picture, alternative=told)


def _transfers(programme: ExpandedProgramme, plan: Plan) -> Mapping[str, date]:
    # What the baseline has and the programme has no more cannot be shown on its lines.
    known = {name: at for name, at in plan.placed.items() if name in programme.activities}
    found = service_dates(programme, Plan(options=plan.options, placed=known))
    return {name: dates.transfer for name, dates in found.items() if dates.transfer is not None}


def _chart(programme: ExpandedProgramme, rows: int) -> Chart:
    declared = programme.document
    scale = TimeScale(
        first=declared.plan_from,
        last=declared.plan_until,
        left=_LABELS,
        right=_WIDTH - 8,
    )
    return Chart(width=_WIDTH, top=_TOP, bottom=_TOP + rows * _ROW, scale=scale, rows=())


def _row(
    at: int,
    one: tuple[str, WrittenService],
    programme: ExpandedProgramme,
    was: Mapping[str, date],
    chart: Chart,
) -> Iterator[str]:
    service, dates = one
    top = chart.top + at * _ROW
    middle = top + _ROW / 2
    name = svg.name(_name(service, programme), look.LABEL_SIZE, _LABELS - 14)
    yield svg.text(4, middle + 4, name, {"font-size": look.LABEL_SIZE})
    yield svg.line(4, top + _ROW, _WIDTH - 8, top + _ROW, {"stroke": look.FAINT_LINE})
    if dates.cutovers and dates.transfer:
        yield from _bar(chart, min(dates.cutovers), dates.transfer, middle, _BEFORE)
    if dates.transfer and dates.accepted:
        yield from _bar(chart, dates.transfer, dates.accepted, middle, _AFTER)
    for day in dates.cutovers or ():
        yield drawn(CUTOVER_MARK, chart.scale.middle_of(day), middle, 4.0)
    if dates.accepted:
        yield drawn(ACCEPTANCE_MARK, chart.scale.middle_of(dates.accepted), middle, 4.0)
    before = was.get(service)
    if before is not None and before != dates.transfer:
        yield _was(chart.scale.middle_of(before), middle)
    if dates.transfer:
        yield drawn(TRANSFER_MARK, chart.scale.middle_of(dates.transfer), middle, 5.5)


def _bar(chart: Chart, first: date, last: date, middle: float, colour: str) -> Iterator[str]:
    shown = chart.scale.clipped(first, last)
    if shown is not None and first <= last:
        left, right = shown
        yield svg.rectangle(left, middle - 3, right - left, 6, {"fill": colour})


def _was(x: float, y: float) -> str:
    """Return the mark of a transfer in the baseline: hollow, on its point."""
    points = f"{x - 6:.1f},{y - 5:.1f} {x + 6:.1f},{y - 5:.1f} {x:.1f},{y + 6:.1f}"
    return svg.element(
        "polygon",
        {"points": points, "fill": "#ffffff", "stroke": _WAS, "stroke-width": 1.6},
    )


def _legend(y: float, *, with_baseline: bool) -> Iterator[str]:
    entries = [
        (drawn(CUTOVER_MARK, 10, y, 4.0), "technical cutover"),
        (drawn(TRANSFER_MARK, 150, y, 5.5), "service transfer"),
        (drawn(ACCEPTANCE_MARK, 280, y, 4.0), "accepted"),
    ]
    if with_baseline:
        entries.append((_was(370, y), "transfer in the baseline, where it was another"))
    for place, (mark, words) in zip((10, 150, 280, 370), entries, strict=False):
        yield mark
        yield svg.text(place + 12, y + 4, words, {"font-size": look.SMALL_SIZE})


def _told(dated: Dated, programme: ExpandedProgramme, was: Mapping[str, date]) -> str:
    told = "; ".join(_one(service, dates, programme, was) for service, dates in dated)
    return f"Service transfers in order of time: {told or 'none'}."


def _one(
    service: str, dates: WrittenService, programme: ExpandedProgramme, was: Mapping[str, date]
) -> str:
    name = _name(service, programme)
    if dates.transfer is None:
        return f"{name} has none"
    before = was.get(service)
    other = before is not None and before != dates.transfer
    moved = f", in the baseline {short_date(before)}" if other and before is not None else ""
    return f"{name} {short_date(dates.transfer)}{moved}"


def _name(service: str, programme: ExpandedProgramme) -> str:
    return programme.services[service].name or service
