"""What the page of a plan says, from the same resource that tools get."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.store.records import PlanRecord
from api.store.waiting import Ahead
from api.web.best_plan import BestPlan, Document, Figure, best_plan
from api.web.next_steps import next_steps
from api.web.waiting_words import searching_words, waiting_words
from api.web.wording import Told, instant, made_elsewhere, state_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.aim_contents import sure_sentence
from scheduler.pictures.contents import Contents, number
from scheduler.pictures.difference_contents import difference_contents
from scheduler.pictures.outcome_contents import (
    CLASH_NOT_FOUND,
    ClashContents,
    clash_contents,
    level_title,
)
from scheduler.pictures.rows import Detail
from scheduler.pictures.sentences import assurance, status_sentence
from scheduler.pictures.wording import counted

_FAILED_WITH_A_PLAN = (
    "The search failed before it was done. The best plan that had passed the check is shown; "
    "better ones may exist."
)
_BEYOND = (
    "Here everything takes as long as it may. “Ways to a plan” below says which services then "
    "leave after the contract ends, and how many days after it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the objective while the search is on."""

    id: str
    name: str
    value: str
    bound: str
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """The page of a plan."""

    id: str
    name: str
    programme: str
    revision: int
    asked: str
    made_elsewhere: str
    """The file it came from; nothing of one made here."""
    state: Told
    status: str
    said: tuple[str, ...]
    live: bool
    can_stop: bool
    last_event: int
    waits: bool
    """Whether the search has not begun."""
    now: str
    """What the search does and until when; nothing before it begins and after its end."""
    checked: str
    levels: tuple[Level, ...]
    clashes: tuple[ClashContents, ...]
    next_steps: tuple[str, ...]
    none: bool
    """Whether no plan exists."""
    undecided: bool
    light: str
    """Of a plan that stays near the one in force: what was known at once, and when that was."""
    differs: tuple[str, ...]
    """What it changes, in sentences."""
    differs_from: str
    """Heading of that: of which plan, as things stand now."""
    differences: tuple[Contents, ...]
    """What it changes and who must be told."""
    best: BestPlan | None


def plan_page(
    record: PlanRecord,
    resource: Document,
    expanded: ExpandedProgramme,
    detail: Detail,
    ahead: Ahead | None = None,
    *,
    in_time: Figure | None = None,
    in_force: str = "",
) -> PlanPage:
    """Return what to show; `resource` is the plan as tools get it, `ahead` what goes before it.

    `in_time` says how likely it is in time, `in_force` is the id of the plan in force now.
    """
    document = _with_ending(resource, record)
    live = not record.is_terminal
    difference = document.get("diff")
    best = None
    if document["plan"] is not None:
        best = best_plan(record, document, expanded, detail, in_time)
    return PlanPage(
        id=record.id,
        name=expanded.document.name,
        programme=record.programme,
        revision=record.revision,
        asked=instant(record.submitted_at),
        made_elsewhere=made_elsewhere(record),
        state=state_of(record),
        status=_status(record, document, expanded, best, ahead),
        said=tuple(_said(record, document, best)),
        live=live,
        can_stop=record.state in {"queued", "running"},
        last_event=record.last_event,
        waits=record.state == "queued",
        now=_now(record, document, expanded),
        checked=f"{counted(record.incumbents, 'plan')} checked so far.",
        levels=tuple(_levels(document, expanded)) if live else (),
        clashes=tuple(clash_contents(document["clashes"], expanded)),
        next_steps=() if live else tuple(next_steps(document, record.state, expanded)),
        none=document["outcome"] == "infeasible",
        undecided=record.state == "completed" and document["outcome"] == "undecided",
        light=_light(record, in_force, document.get("traffic_light")),
        differs=tuple(difference["words"]) if difference else (),
        differs_from=_differs_from(record, in_force),
        differences=tuple(difference_contents(difference)) if difference else (),
        best=best,
    )


def _differs_from(record: PlanRecord, in_force: str) -> str:
    """Return over what a plan changes of which plan that is, now."""
    if record.id == in_force:
        return "What it changed of the plan in force before it"
    if _still(record, in_force):
        return "What changes of the plan in force"
    return "What it changes of the plan that was in force when it was made"


def _light(record: PlanRecord, in_force: str, light: Document | None) -> str:
    """Return what was known at once, which speaks of the plan that was in force then."""
    if light is None:
        return ""
    when = "At once" if _still(record, in_force) else "Before this plan was made"
    return f"{when}: {light['words']}"


def _still(record: PlanRecord, in_force: str) -> bool:
    """Tell whether the plan that a plan stays near is the one in force now, or may be."""
    return in_force in ("", record.settings.get("in_force"))


def _with_ending(resource: Document, record: PlanRecord) -> Document:
    """Return the resource with a reason for its end where no worker could give one."""
    stopped = {"stopped_by": "request"} if record.state == "cancelled" else {}
    return {**resource, "solve": resource["solve"] or stopped}


def _status(
    record: PlanRecord,
    document: Document,
    expanded: ExpandedProgramme,
    best: BestPlan | None,
    ahead: Ahead | None,
) -> str:
    if record.state == "failed" and best is not None:
        return _FAILED_WITH_A_PLAN
    if best is not None:
        return best.headline
    if record.state == "failed":
        return f"The search failed and gave no plan. {record.failure_detail or ''}".strip()
    if record.state == "queued":
        return waiting_words(ahead, record.settings, "search")
    if not record.is_terminal:
        return "The search has begun. No plan has passed the check yet."
    if record.state == "cancelled" and record.started_at is None:
        return "Stopped while it was waiting: nothing was searched."
    return status_sentence(document, expanded)


def _now(record: PlanRecord, document: Document, expanded: ExpandedProgramme) -> str:
    if record.state != "running":
        return ""
    return searching_words(
        record.settings,
        record.started_at,
        document["progress"] or {},
        [(level.key, level_title(level.key)) for level in expanded.document.objectives],
        found=document["plan"] is not None,
    )


def _said(record: PlanRecord, document: Document, best: BestPlan | None) -> Iterator[str]:
    """Yield what else must be known at once."""
    if best is not None and best.accepted_late:
        yield best.accepted_late
    if record.state == "failed" and best is not None:
        yield record.failure_detail or "The search ended without an answer."
        yield best.headline
    elif not record.is_terminal and document["plan"] is not None:
        yield "The best plan so far. It meets every hard planning rule; the search goes on."
    elif document["outcome"] == "plan":
        yield assurance(document, sure_sentence)
    elif document["outcome"] == "infeasible" and not document["clashes"]:
        yield CLASH_NOT_FOUND
    if document["outcome"] == "infeasible" and record.settings.get("durations") == "max":
        yield _BEYOND


def _levels(document: Document, expanded: ExpandedProgramme) -> Iterator[Level]:
    known = {str(level["name"]): level for level in document["objectives"] or ()}
    progress = document["progress"] or {}
    for level in expanded.document.objectives:
        said = known.get(level.key, {})
        if progress.get("level") == level.key:
            said = {**said, **progress}
        value, bound = said.get("value"), said.get("bound")
        gap = None if value is None or bound is None else abs(value - bound)
        yield Level(
            id=level.key.replace(" ", "-"),
            name=level_title(level.key),
            value=_figure(value),
            bound=_figure(bound),
            gap=_figure(gap),
        )


def _figure(value: int | None) -> str:
    return number(value).lines[0]
