"""What the page of an analysis says, and which analyses the page of a plan offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.schemas.analysis_bodies import stopped_by
from api.store.records import AnalysisRecord, PlanRecord
from api.store.waiting import Ahead, longest_seconds
from api.web.analysis_contents import Found, found_in, found_so_far
from api.web.keeping import chosen_plan
from api.web.onwards import Onward, onwards
from api.web.waiting_words import length, waiting_words
from api.web.ways_out import WaysOut, ways_out
from api.web.wording import Told, instant
from scheduler.analyses.by_kind import ANALYSES
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.audience import Audience
from scheduler.explaining.public_plan import with_public_names
from scheduler.pictures.wording import counted

TITLES: Mapping[str, str] = {
    "explanation": "What holds these dates",
    "latest": "Latest decision dates",
    "options": "Sourcing options and their price",
    "prices": "What one unit is worth",
    "backbone": "What is settled in any case",
    "assumptions": "Which assumptions matter",
    "contingency": "What more contingency costs",
    "frontier": "Two aims weighed against each other",
    "risk": "How sure the end date is",
    "resilience": "What the end date survives",
    "hold": "A plan that holds",
    "quality": "How good a schedule this is",
    "overrun": "If work takes longer",
    "slip": "If something slips by months",
}
TARGETS = (80, 90, 95)
"""In how many of a hundred runs a plan may be asked to hold."""
ASKED_FIRST = ("frontier", "slip")
"""Kinds that people are asked about before they begin."""
WHY_NONE = "Why there is no plan"

_STATES: Mapping[str, Told] = {
    "queued": Told(words="Waiting"),
    "running": Told(words="Under way", tone="under-way"),
    "stopping": Told(words="Stopping", tone="under-way"),
    "cancelled": Told(words="Stopped", tone="doubtful"),
    "failed": Told(words="Failed", tone="bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An analysis that can be asked for."""

    kind: str
    title: str
    targets: tuple[int, ...] = ()
    """Percent that are offered, of a plan that holds; tools may ask for any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An analysis that was asked for, in the list on the page of its plan."""

    address: str
    words: str
    asked: str
    state: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The section on the page of a plan."""

    offers: tuple[Offer, ...]
    asked: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisPage:
    """The page of an analysis."""

    id: str
    kind: str
    plan: str
    title: str
    name: str
    revision: int
    asked: str
    state: Told
    status: str
    waits: bool
    """Whether it has not begun."""
    live: bool
    can_stop: bool
    last_event: int
    progress: str
    found: Found
    public: bool
    """Whether what is exempt is left out."""
    withheld: bool
    """Whether anything is."""
    ways: WaysOut | None
    """Of a programme without a plan."""
    has_curve: bool
    """Whether there is a curve of a simulation to be shown."""
    keepable: bool
    """Whether it chose a plan that can be kept."""
    onwards: tuple[Onward, ...]
    """Forms that make a plan of what was found."""


def reasons(plan: PlanRecord, analyses: Sequence[AnalysisRecord]) -> Reasons:
    """Return what can be asked about a plan, once it is final, and what was."""
    has_plan = _has_plan(plan)
    # What has a form of its own is led to beside the others.
    kinds = [kind for kind in ANALYSES if kind not in ASKED_FIRST] if has_plan else ("explanation",)
    offers = tuple(
        Offer(
            kind=kind,
            title=_title(kind, has_plan=has_plan),
            targets=TARGETS if kind == "hold" else (),
        )
        for kind in kinds
    )
    return Reasons(
        offers=offers if plan.is_terminal else (),
        asked=tuple(
            Listed(
                address=f"/analyses/{analysis.id}",
                words=f"{place}. {_title(analysis.settings['kind'], has_plan=has_plan)}",
                asked=instant(analysis.submitted_at),
                state=_state(analysis),
            )
            for place, analysis in zip(range(len(analyses), 0, -1), analyses, strict=True)
        ),
    )


def analysis_page(
    record: AnalysisRecord,
    resource: Mapping[str, Any],
    plan: PlanRecord,
    expanded: ExpandedProgramme,
    audience: Audience = "exempt",
    *,
    ahead: Ahead | None = None,
) -> AnalysisPage:
    """Return what to show; `resource` is the analysis as tools of this audience get it.

    `ahead` is what goes before one that waits.
    """
    kind = resource["kind"]
    named = expanded if audience == "exempt" else with_public_names(expanded)
    if resource["document"] is None:
        found = found_so_far(kind, resource["rows"], named)
    else:
        found = found_in(kind, resource["document"], named)
    return AnalysisPage(
        id=record.id,
        kind=kind,
        plan=record.about,
        title=_title(kind, has_plan=_has_plan(plan)),
        name=expanded.document.name,
        revision=record.revision,
        asked=instant(record.submitted_at),
        state=_state(record),
        status=_status(record, resource["failure"], ahead),
        waits=record.state == "queued",
        live=not record.is_terminal,
        can_stop=record.state in {"queued", "running"},
        last_event=record.last_event,
        progress=_progress(resource),
        found=found,
        public=audience == "public",
        withheld=audience == "public" and _is_withheld(resource),
        ways=ways_out(record.id, resource["document"], expanded, takeable=audience != "public"),
        keepable=audience != "public" and chosen_plan(kind, resource["document"]) is not None,
        onwards=onwards(kind, resource["document"], record.programme),
        has_curve=audience != "public" and "curve" in (resource["document"] or {}),
    )


def options_of(resource: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the recovery options of an analysis that has ended, as its document has them."""
    options: Sequence[Mapping[str, Any]] = (resource["document"] or {}).get("recovery_options", ())
    return options


def _has_plan(plan: PlanRecord) -> bool:
    return plan.incumbents > 0 or plan.outcome == "plan"


def _title(kind: str, *, has_plan: bool) -> str:
    if kind == "explanation" and not has_plan:
        return WHY_NONE
    return TITLES.get(kind, kind.replace("_", " ").capitalize())


def _state(record: AnalysisRecord) -> Told:
    if record.state != "completed":
        return _STATES[record.state]
    if stopped_by(record) is None:
        return Told(words="Complete", tone="good")
    return Told(words="Incomplete", tone="doubtful")


def _is_withheld(resource: Mapping[str, Any]) -> bool:
    document = resource["document"]
    return document is None or bool(document["withheld"])


def _status(record: AnalysisRecord, failure: Mapping[str, Any] | None, ahead: Ahead | None) -> str:
    match record.state:
        case "queued":
            return waiting_words(ahead, record.settings, "analysis")
        case "running":
            most = length(longest_seconds(record.settings))
            return f"What is found is shown as it comes. It takes {most} at most."
        case "stopping":
            return "Stopping; what is known is kept."
        case "failed":
            return f"The analysis failed. {(failure or {}).get('detail') or ''}".strip()
    if stopped_by(record) is None:
        return "All that was asked is answered, as far as is said below."
    ended = "It was stopped" if record.state == "cancelled" else "Its time was up"
    return f"{ended} before all was known. What is said below was known by then."


def _progress(resource: Mapping[str, Any]) -> str:
    said = resource["progress"] or {}
    results, questions = len(resource["rows"]), said.get("questions", 0)
    return f"{counted(results, 'result')} so far, from {counted(questions, 'question')} answered."
