"""The load of each team week by week against who is there, as one SVG document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.measures import ONE_WEEK, monday_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.resources import Team
from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document, heading
from scheduler.pictures.gantt_axis_svg import AXIS_HEIGHT, axis, contract_end_line, grid
from scheduler.pictures.gantt_geometry import LABEL_WIDTH, Chart
from scheduler.pictures.strips import COLUMN_ROOM, ROW_HEIGHT, TOP, base_of, strip_frame, week_link
from scheduler.pictures.team_weeks import TeamWeek
from scheduler.pictures.time_scale import TimeScale
from scheduler.pictures.wording import short_date

_FREE = "#6797c4"
_FULL = "#1f5c99"
_OVER = "#9c2a21"
_THERE = "#b5635c"
_NEARLY = 90
"""From this share of those who are there in per cent on, the week counts as full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    team: Team
    weeks: tuple[TeamWeek, ...]
    full: int
    """Hundredths of people at full height."""
    top: float

    @property
    def bottom(self) -> float:
        """The base line."""
        return base_of(self.top)


def team_load_svg(
    expanded: ExpandedProgramme,
    weeks: Mapping[str, tuple[TeamWeek, ...]],
    *,
    title: str,
    width: int = 1440,
    prefix: str = "teams",
    to: Callable[[str, date], str],
) -> str:
    """Return the fullest day of each team in each week, against who is there on it.

    `weeks` are those of `team_weeks`; `to` is what each leads to, by team and Monday. What asks for
    the team is told there: a picture that tells it too weighs more than all else on its page.
    """
    below = "People asked for on the fullest day of each week, against those who are there."
    strips = tuple(
        _Strip(
            team=expanded.teams[team],
            weeks=of_team,
            full=max([max(week.asked, week.there) for week in of_team] or [1]),
            top=TOP + place * ROW_HEIGHT,
        )
        for place, (team, of_team) in enumerate(weeks.items())
    )
    declared = expanded.document
    scale = TimeScale(
        first=monday_of(declared.plan_from),
        last=declared.plan_until + ONE_WEEK,
        left=look.MARGIN + LABEL_WIDTH,
        right=width - look.MARGIN,
    )
    chart = Chart(width=width, top=TOP, bottom=TOP + len(strips) * ROW_HEIGHT, scale=scale, rows=())
    key_top = chart.bottom + AXIS_HEIGHT + 14
    height = key_top + 22 + look.MARGIN / 2
    body = [
        svg.rectangle(0, 0, width, height, {"fill": look.PAPER}),
        *heading(title, below, width),
        *grid(chart),
        *axis(chart, chart.top - AXIS_HEIGHT),
        *axis(chart, chart.bottom + 2),
        *(part for strip in strips for part in _strip(strip, chart, to)),
        contract_end_line(chart, declared.contract.end_date, 64.0),
        *_legend(key_top),
    ]
    told = f"{below} " + " ".join(f"{_name(s.team)}: {_fullest(s)}." for s in strips)
    return document(title, told, width, height, prefix, (), body, in_page=True)


def people(hundredths: int) -> str:
    """Return an amount of people, half ones included."""
    return f"{hundredths / 100:g}"


def _strip(
    strip: _Strip,
    chart: Chart,
    to: Callable[[str, date], str],
) -> Iterator[str]:
    yield from strip_frame(strip.top, chart, _name(strip.team), _fullest(strip))
    for week in strip.weeks:
        words = _words(strip, week)
        yield week_link(to(strip.team.id, week.monday), words, _column(strip, week, chart))
    if strip.weeks:
        yield _people_there(strip, chart)


def _column(strip: _Strip, week: TeamWeek, chart: Chart) -> str:
    height = COLUMN_ROOM * week.asked / strip.full
    over = week.asked > week.there
    full = 100 * week.asked >= _NEARLY * week.there
    return svg.rectangle(
        chart.scale.start_of(week.monday) + 0.4,
        strip.bottom - height,
        max(7 * chart.scale.day_width - 0.8, 1),
        height,
        {"fill": _OVER if over else _FULL if full else _FREE},
    )


def _people_there(strip: _Strip, chart: Chart) -> str:
    """Return who is there in the weeks of a strip: one line, with gaps where nothing is asked."""
    path, level, right = "", -1, -1.0
    for week in strip.weeks:
        left = chart.scale.start_of(week.monday)
        if week.there != level or left > right + 0.1:
            top = strip.bottom - COLUMN_ROOM * week.there / strip.full
            path += f"M{svg.number(left)},{svg.number(top)}"
        level, right = week.there, left + 7 * chart.scale.day_width
        path += f"H{svg.number(right)}"
    return svg.element("path", {"d": path, "fill": "none", "stroke": _THERE})


def _words(strip: _Strip, week: TeamWeek) -> str:
    return (
        f"{_name(strip.team)}, {short_date(week.day)}: {people(week.asked)} of"
        f" {people(week.there)} people asked for"
    )


def _fullest(strip: _Strip) -> str:
    if not strip.weeks:
        return "nothing asks for it"
    week = min(strip.weeks, key=lambda week: (week.there - week.asked, week.monday))
    return f"fullest on {short_date(week.day)}: {people(week.asked)} of {people(week.there)} people"


def _name(team: Team) -> str:
    return team.name or team.id


def _legend(top: float) -> Iterator[str]:
    x = float(look.MARGIN)
    entries = (("room left", _FREE), ("nine tenths or more", _FULL), ("too much", _OVER))
    for words, colour in entries:
        yield svg.rectangle(x, top, 18, 12, {"fill": colour})
        yield svg.text(x + 25, top + 10, words, {"font-size": look.LABEL_SIZE})
        x += 25 + svg.text_width(words, look.LABEL_SIZE) + 20
    yield svg.line(x, top + 6, x + 20, top + 6, {"stroke": _THERE})
    yield svg.text(x + 27, top + 10, "people there", {"font-size": look.LABEL_SIZE})
