"""What the timeline of a plan shows, from its address and the best checked plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from markupsafe import Markup

from api.web.activity_lines import ActivityLine, activity_address, activity_lines
from api.web.choices import Choice
from api.web.timeline_view import ALL, DAY_WIDTHS, WHOLE, TimelineView, scope_word
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.trace import Trace
from scheduler.pictures.board import Addresses, Board, View, board
from scheduler.pictures.board_overlays_svg import Overlays
from scheduler.pictures.headline import headline
from scheduler.pictures.rows import Level
from scheduler.pictures.selection import Choices, choices, selected
from scheduler.pictures.wording import counted

_ZOOMS = (
    ("whole", "Whole plan"),
    ("quarters", "Quarters"),
    ("months", "Months"),
    ("weeks", "Weeks"),
    ("days", "Days"),
)
_LINKS = (("critical", "Critical chain"), ("all", "All links"), ("none", "No links"))
_FORMS = (("picture", "Chart"), ("table", "Table"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One list to choose from in the form."""

    name: str
    label: str
    chosen: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """The timeline of a plan."""

    plan: str
    headline: str
    told: str
    """What is shown, in words."""
    view: TimelineView
    zooms: tuple[Choice, ...]
    links: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    open_all: str
    close_all: str
    plain: str
    """Address without anything asked for; nothing where nothing is."""
    fields: tuple[Field, ...]
    kept: tuple[tuple[str, str], ...]
    """What the form sends along."""
    board: Board | None
    lines: tuple[ActivityLine, ...]
    """In place of the chart."""
    nothing: bool
    """Whether no activity is as it is asked for."""


def timeline_page(
    plan_id: str,
    expanded: ExpandedProgramme,
    plan: Plan,
    trace: Trace,
    view: TimelineView,
    beside: tuple[str, Plan] | None,
) -> TimelinePage:
    """Return what to show; `beside` is another plan with its name, shown faintly."""
    here = f"/plans/{plan_id}/timeline"
    shown = None if view.wanted.everything else selected(expanded, plan, view.wanted)
    nothing = shown is not None and not shown
    drawn: Board | None = None
    lines: tuple[ActivityLine, ...] = ()
    if view.form == "table" and not nothing:
        lines = activity_lines(expanded, plan, shown, trace.critical)
    elif not nothing:
        overlays = Overlays(
            links=_links(trace, view),
            critical=frozenset() if view.links == "none" else trace.critical,
            other=beside[1] if beside else None,
            other_name=beside[0] if beside else "",
        )
        to = _to(plan_id, expanded, view)
        drawn = board(expanded, plan, _board_view(expanded, view, shown, overlays), to)
    return TimelinePage(
        plan=plan_id,
        headline=headline(expanded, plan),
        told=_told(plan, shown),
        view=view,
        zooms=tuple(_choices(here, view, "zoom", _ZOOMS)),
        links=tuple(_choices(here, view, "links", _LINKS)),
        forms=tuple(_choices(here, view, "form", _FORMS)),
        open_all=here + view.query(opened=ALL, closed=""),
        close_all=here + view.query(opened="", closed=""),
        plain="" if view.wanted.everything else here + _without_filter(view),
        fields=_fields(choices(expanded), view),
        kept=_kept(view),
        board=drawn,
        lines=lines,
        nothing=nothing,
    )


def svg(piece: str) -> Markup:
    """Return a drawn piece as markup: `scheduler.pictures.svg` has escaped what stands in it."""
    return Markup(piece)  # noqa: S704  # made by our own renderer, which escapes


def _board_view(
    expanded: ExpandedProgramme,
    view: TimelineView,
    shown: frozenset[str] | None,
    overlays: Overlays,
) -> View:
    document = expanded.document

    def opened(level: Level, id: str) -> bool:
        return view.is_opened(scope_word(level, id, expanded.services))

    first = max(document.plan_from, view.first or document.plan_from)
    last = min(document.plan_until, view.last or document.plan_until)
    if last < first:
        first, last = document.plan_from, document.plan_until
    return View(
        day_width=_day_width(view, first, last),
        first=first,
        last=last,
        shown=shown,
        # Whoever looks for something wants to see it, not what it is part of.
        opened=opened if shown is None else lambda *_: True,
        closed=[group.id for group in document.service_groups if view.is_closed(group.id)],
        overlays=overlays,
    )


def _day_width(view: TimelineView, first: date, last: date) -> float:
    days = (last - first).days + 1
    whole = max(WHOLE / days, 0.5)
    if view.zoom == "whole":
        return whole
    return DAY_WIDTHS[view.zoom]


def _to(plan_id: str, expanded: ExpandedProgramme, view: TimelineView) -> Addresses:
    here = f"/plans/{plan_id}/timeline"

    def anchor(level: Level, id: str) -> str:
        return f"row-{scope_word(level, id, expanded.services)}"

    def at(seen: TimelineView, level: Level, id: str) -> str:
        # The row that was pressed is in sight again.
        return f"{here}{seen.query()}#{quote(anchor(level, id), safe=':')}"

    def fold(group: str) -> str | None:
        return at(view.folded(group), "group", group) if view.wanted.everything else None

    def scope(level: Level, id: str) -> str | None:
        if level == "group" and view.is_closed(id):
            return fold(id)
        if not view.wanted.everything:
            return None
        return at(view.turned(scope_word(level, id, expanded.services)), level, id)

    return Addresses(activity=activity_address, scope=scope, anchor=anchor, fold=fold)


def _links(trace: Trace, view: TimelineView) -> tuple[tuple[str, str], ...]:
    if view.links == "none":
        return ()
    if view.links == "all":
        return trace.links
    return tuple(pair for pair in trace.links if trace.critical.issuperset(pair))


def _choices(
    here: str, view: TimelineView, name: str, of: tuple[tuple[str, str], ...]
) -> Iterator[Choice]:
    for value, words in of:
        yield Choice(
            words=words,
            address=here + view.query(**{name: value}),
            here=getattr(view, name) == value,
        )


def _fields(of: Choices, view: TimelineView) -> tuple[Field, ...]:
    found = (
        Field(name="service", label="Service", chosen=view.service, options=of.services),
        Field(name="team", label="Team", chosen=view.team, options=of.teams),
        Field(name="users", label="User group", chosen=view.users, options=of.user_groups),
        Field(name="owner", label="Owner", chosen=view.owner, options=of.owners),
    )
    return tuple(one for one in found if one.options)


def _kept(view: TimelineView) -> tuple[tuple[str, str], ...]:
    kept = (
        ("open", view.opened),
        ("close", view.closed),
        ("zoom", view.zoom),
        ("links", view.links),
        ("beside", view.beside),
        ("as", view.form),
    )
    usual = TimelineView()
    plain_ones = ("", usual.zoom, usual.links, usual.form)
    return tuple((name, value) for name, value in kept if value not in plain_ones)


def _without_filter(view: TimelineView) -> str:
    return view.query(words="", service="", team="", users="", owner="")


def _told(plan: Plan, shown: frozenset[str] | None) -> str:
    total = len(plan.placed)
    if shown is None:
        return f"{counted(total, 'activity', 'activities')}."
    return f"{len(shown):,} of {counted(total, 'activity', 'activities')} shown."
