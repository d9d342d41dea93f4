"""The change load of a plan as one self-contained SVG document: user groups against weeks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.measures import (
    ONE_WEEK,
    Change,
    change_load_caps,
    changes_by_week,
    monday_of,
    weekly_change_load,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.resources import UserGroup
from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document, heading
from scheduler.pictures.gantt_axis_svg import AXIS_HEIGHT, axis, contract_end_line, grid
from scheduler.pictures.gantt_geometry import LABEL_WIDTH, Chart
from scheduler.pictures.strips import COLUMN_ROOM, ROW_HEIGHT, TOP, base_of, strip_frame, week_link
from scheduler.pictures.time_scale import TimeScale
from scheduler.pictures.wording import counted, short_date

_STEPS = ((25, "#6797c4"), (50, "#3f7ab5"), (75, "#1f5c99"), (100, "#083c73"))
"""Up to this share of the cap in per cent, this colour."""
_OVER = "#9c2a21"
_CAP = "#b5635c"
WeekAddress = Callable[[str, date], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """One user group: its weeks, its cap and what full height means."""

    group: UserGroup
    weeks: Mapping[date, int]
    cap: int | None
    full: int
    """The load at full height."""
    top: float

    @property
    def bottom(self) -> float:
        """The base line of the columns."""
        return base_of(self.top)


def heatmap_svg(
    expanded: ExpandedProgramme,
    plan: Plan,
    *,
    title: str,
    subtitle: str | None = None,
    width: int = 1440,
    prefix: str = "heatmap",
    to: WeekAddress | None = None,
) -> str:
    """Return the load points of each user group in each ISO week, against the cap.

    Height and depth of colour both show the load. `prefix` begins every id inside, so that several
    pictures can stand on one page. `to` makes a link of each week, by user group and Monday.
    """
    below = subtitle if subtitle is not None else _subtitle(expanded)
    strips = _strips(expanded, plan, top=TOP)
    changes = changes_by_week(expanded, plan)
    names = _change_names(expanded, plan)
    chart = _chart(expanded, strips, width)
    key_top = chart.bottom + AXIS_HEIGHT + 14
    key, key_height = _legend(key_top, prefix, width)
    height = key_top + key_height + look.MARGIN / 2
    body = [
        svg.rectangle(0, 0, width, height, {"fill": look.PAPER}),
        *heading(title, below, width),
        *grid(chart),
        *axis(chart, chart.top - AXIS_HEIGHT),
        *axis(chart, chart.bottom + 2),
        *(part for strip in strips for part in _strip(strip, chart, changes, names, to)),
        contract_end_line(chart, expanded.document.contract.end_date, 64.0),
        key,
    ]
    told = f"{below} " + " ".join(f"{_name(s.group)}: {_peak_in_words(s)}." for s in strips)
    return document(title, told, width, height, prefix, (), body, in_page=to is not None)


def _subtitle(expanded: ExpandedProgramme) -> str:
    weeks = counted(len(expanded.document.load_profile), "week")
    return (
        f"Change load per user group and week: each change counts for {weeks} from its own on,"
        " heaviest at first."
    )


def _strips(expanded: ExpandedProgramme, plan: Plan, top: float) -> tuple[_Strip, ...]:
    caps = change_load_caps(expanded, plan)
    load = weekly_change_load(expanded, plan)
    return tuple(
        _Strip(
            group=expanded.user_groups.get(group, UserGroup(id=group)),
            weeks=weeks,
            cap=caps.get(group),
            full=max(caps.get(group) or 0, *weeks.values(), 1),
            top=top + place * ROW_HEIGHT,
        )
        for place, (group, weeks) in enumerate(load.items())
    )


def _change_names(expanded: ExpandedProgramme, plan: Plan) -> Mapping[str, str]:
    return {
        activity.id: f"{activity.name or activity.id}, {short_date(plan.placed[activity.id].start)}"
        for activity in expanded.document.activities
        if activity.change_load and activity.id in plan.placed
    }


def _chart(expanded: ExpandedProgramme, strips: tuple[_Strip, ...], width: int) -> Chart:
    first, last = expanded.document.plan_from, expanded.document.plan_until
    mondays = [monday for strip in strips for monday in strip.weeks]
    scale = TimeScale(
        first=min([monday_of(first), *mondays]),
        last=max([last, *(monday + ONE_WEEK for monday in mondays)]),
        left=look.MARGIN + LABEL_WIDTH,
        right=width - look.MARGIN,
    )
    bottom = TOP + len(strips) * ROW_HEIGHT
    return Chart(width=width, top=TOP, bottom=bottom, scale=scale, rows=())


def _strip(
    strip: _Strip,
    chart: Chart,
    changes: Mapping[tuple[str, date], tuple[Change, ...]],
    names: Mapping[str, str],
    to: WeekAddress | None,
) -> Iterator[str]:
    yield from strip_frame(strip.top, chart, _name(strip.group), _peak_in_words(strip))
    if strip.cap is not None:
        yield _cap_line(strip, strip.cap, chart)
    for monday, points in strip.weeks.items():
        words = _cell_in_words(strip, monday, points)
        column = _column(strip, monday, points, chart)
        if to is not None:
            # What lies behind the week is told where the link leads.
            yield week_link(to(strip.group.id, monday), words, column)
            continue
        behind = changes[strip.group.id, monday]
        lines = [words, *(f"• {names[c.activity]}: {c.points}" for c in behind)]
        over = strip.cap is not None and points > strip.cap
        look_of = {"class": "cell over" if over else "cell"}
        yield svg.element("g", look_of, svg.title("\n".join(lines)), column)


def _cell_in_words(strip: _Strip, monday: date, points: int) -> str:
    against = "" if strip.cap is None else f" of {strip.cap}"
    return f"{_name(strip.group)}, week of {short_date(monday)}: {points}{against} load points"


def _column(strip: _Strip, monday: date, points: int, chart: Chart) -> str:
    over = strip.cap is not None and points > strip.cap
    height = COLUMN_ROOM * points / strip.full
    return svg.rectangle(
        chart.scale.start_of(monday) + 0.4,
        strip.bottom - height,
        max(7 * chart.scale.day_width - 0.8, 1),
        height,
        {"fill": _OVER if over else _colour(100 * points / (strip.cap or strip.full))},
    )


def _cap_line(strip: _Strip, cap: int, chart: Chart) -> str:
    y = strip.bottom - COLUMN_ROOM * cap / strip.full
    return svg.element(
        "g",
        {"class": "cap"},
        svg.title(f"{_name(strip.group)}: at most {cap} load points in a week"),
        svg.line(
            chart.scale.left,
            y,
            chart.scale.right,
            y,
            {"stroke": _CAP, "stroke-width": 1, "stroke-dasharray": "4 5"},
        ),
    )


def _peak_in_words(strip: _Strip) -> str:
    if not strip.weeks:
        return "no change reaches this group"
    monday = max(strip.weeks, key=lambda week: strip.weeks[week])
    against = "points" if strip.cap is None else f"of {strip.cap} points"
    return f"peak {strip.weeks[monday]} {against}, week of {short_date(monday)}"


def _name(group: UserGroup) -> str:
    name = group.name or group.id
    return name if group.size is None else f"{name} ({group.size:,})"


def _colour(per_cent: float) -> str:
    return next((colour for limit, colour in _STEPS if per_cent <= limit), _STEPS[-1][1])


def _legend(top: float, prefix: str, width: float) -> tuple[str, float]:
    """Return the legend and its height: in a narrow picture the last words have their own line."""
    x = float(look.MARGIN)
    parts: list[str] = []
    entries = [(f"up to {limit} % of the cap", colour) for limit, colour in _STEPS]
    for words, colour in [*entries, ("above the cap", _OVER)]:
        parts.append(svg.rectangle(x, top, 18, 12, {"fill": colour}))
        parts.append(svg.text(x + 25, top + 10, words, {"font-size": look.LABEL_SIZE}))
        x += 25 + svg.text_width(words, look.LABEL_SIZE) + 20
    dashes: svg.Attributes = {"stroke": _CAP, "stroke-dasharray": "4 5"}
    parts.append(svg.line(x, top + 6, x + 20, top + 6, dashes))
    parts.append(svg.text(x + 27, top + 10, "cap", {"font-size": look.LABEL_SIZE}))
    x += 80
    words = "Without a cap, shares of the highest week. Height shows the load too."
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    fits = x + svg.text_width(words, look.SMALL_SIZE) <= width
    left, base = (x, top + 10) if fits else (float(look.MARGIN), top + 28)
    parts.append(svg.text(left, base, words, quiet))
    legend = svg.element("g", {"class": "legend", "id": f"{prefix}-legend"}, *parts)
    return legend, 22.0 if fits else 40.0
