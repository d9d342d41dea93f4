"""A whole answer for a terminal, from the document that `plan --json` prints."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from scheduler.analysis.measures import contingency_weeks, peak_weeks
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.pictures.gantt_text import gantt_text
from scheduler.pictures.headline import caution, headline
from scheduler.pictures.outcome_tables import (
    baselines_table,
    clash_panels,
    concessions_table,
    objectives_table,
)
from scheduler.pictures.service_tables import options_table, peak_load_table, service_dates_table
from scheduler.pictures.wording import counted

_CLAIMED = {
    "feasible_checked": "No level is proved yet: better plans may exist.",
    "bound_claimed_by_solver": (
        "Some levels shown as proved rest on one solve; the last column says which."
    ),
    "bound_confirmed_by_second_configuration": (
        "Levels shown as proved are confirmed by a second solve."
    ),
}
_ENDED = {
    "request": "The search was stopped early, on request.",
    "limit": "The time limit ended the search.",
    "memory": "The memory limit ended the search.",
    "failure": "The search ended early by a failure of the solver.",
}


def render_answer(
    document: Mapping[str, Any],
    expanded: ExpandedProgramme,
    *,
    width: int = 80,
    ascii_only: bool = False,
) -> list[RenderableType]:
    """Return what to print, in order: a sentence, then tables that a terminal of `width` holds."""
    if document["outcome"] == "plan":
        return list(_plan(document, expanded, width, ascii_only=ascii_only))
    if document["outcome"] == "infeasible":
        return list(_infeasible(document, expanded))
    stopped = _stopped_by(document) == "request"
    until = "until the search was stopped" if stopped else "within the limit"
    words = f"Undecided: {until} no plan was found, and none was ruled out"
    return [Text(f"{words}; {caution(expanded)}.", style="bold yellow")]


def plan_in(document: Mapping[str, Any]) -> Plan:
    """Return the plan of a plan document of ours, or of its `plan` object."""
    plan = document.get("plan", document)
    return Plan(
        options=dict(plan["options"]),
        placed={
            activity["id"]: Placed(
                start=date.fromisoformat(activity["start"]),
                finish=date.fromisoformat(activity["finish"]),
            )
            for activity in plan["activities"]
        },
    )


def _plan(
    document: Mapping[str, Any], expanded: ExpandedProgramme, width: int, *, ascii_only: bool
) -> Iterator[RenderableType]:
    plan = plan_in(document)
    yield Text(headline(expanded, plan), style="bold")
    known = _CLAIMED.get(str(document.get("claim")), "")
    concessions = document["plan"].get("concessions", ())
    said = (
        "Every hard planning rule is met, checked by dates alone.",
        _conceded(concessions),
        known,
        _ENDED.get(_stopped_by(document), ""),
    )
    yield Text(" ".join(sentence for sentence in said if sentence))
    yield Text()
    yield service_dates_table(expanded, plan, width=width)
    yield Text()
    yield from gantt_text(expanded, plan, width=width, ascii_only=ascii_only)
    yield Text()
    yield options_table(expanded, plan)
    yield Text()
    yield peak_load_table(expanded, plan)
    if document.get("objectives"):
        yield Text()
        yield objectives_table(document["objectives"])
    if concessions:
        yield Text()
        yield concessions_table(concessions)
    if document.get("baselines"):
        yield Text()
        yield baselines_table(document["baselines"], _this_plan(expanded, plan))


def _stopped_by(document: Mapping[str, Any]) -> str:
    return str(document.get("solve", {}).get("stopped_by"))


def _conceded(concessions: Sequence[Mapping[str, Any]]) -> str:
    """Return how many soft planning rules are not fully met, or nothing."""
    if not concessions:
        return ""
    verb = "is" if len(concessions) == 1 else "are"
    return f"{counted(len(concessions), 'soft planning rule')} {verb} not fully met."


def _this_plan(expanded: ExpandedProgramme, plan: Plan) -> Mapping[str, Any]:
    peaks = peak_weeks(expanded, plan).values()
    return {
        "name": "this plan",
        "feasible": True,
        "contingency_weeks": contingency_weeks(expanded, plan),
        "peak_change_load": max((peak.points for peak in peaks), default=0),
    }


def _infeasible(
    document: Mapping[str, Any], expanded: ExpandedProgramme
) -> Iterator[RenderableType]:
    yield Text(f"No plan meets every planning rule; {caution(expanded)}.", style="bold red")
    clashes = document.get("clashes", ())
    if not clashes:
        yield Text("Which planning rules clash was not found within the limit.")
    yield from clash_panels(clashes, expanded)
