"""What is said of an answer before any table: how it came out and how sure that is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import plan_in
from scheduler.pictures.headline import caution, headline
from scheduler.pictures.wording import counted

CLAIMED = {
    "feasible_checked": "No aim is proved yet: better plans may exist.",
    "bound_claimed_by_solver": (
        "Some aims rest on one solve; the last column of the table of aims says which."
    ),
    "bound_confirmed_by_second_configuration": (
        "Where no better aim is said to exist, that is confirmed by a second solve."
    ),
}
ENDED = {
    "request": "The search was stopped early, on request.",
    "limit": "The time limit ended the search.",
    "memory": "The memory limit ended the search.",
    "failure": "The search ended early by a failure of the solver.",
}


def status_sentence(document: Mapping[str, Any], expanded: ExpandedProgramme) -> str:
    """Return how an answer came out, with the caution that belongs to it."""
    if document["outcome"] == "plan":
        return headline(expanded, plan_in(document))
    if document["outcome"] == "infeasible":
        return f"No plan meets every planning rule; {caution(expanded)}."
    stopped = _stopped_by(document) == "request"
    until = "until the search was stopped" if stopped else "within the limit"
    words = f"Undecided: {until} no plan was found, and none was ruled out"
    return f"{words}; {caution(expanded)}."


def assurance(
    document: Mapping[str, Any], sure: Callable[[object], str] = lambda c: CLAIMED.get(str(c), "")
) -> str:
    """Return what is known of an answer with a plan: what is met, what is proved, why it ended.

    `sure` words what the answer claims.
    """
    said = (
        "Every hard planning rule is met, checked by dates alone.",
        _conceded(document["plan"].get("concessions", ())),
        sure(document.get("claim")),
        ENDED.get(_stopped_by(document), ""),
    )
    return " ".join(sentence for sentence in said if sentence)


def _stopped_by(document: Mapping[str, Any]) -> str:
    return str((document.get("solve") or {}).get("stopped_by"))


def _conceded(concessions: Sequence[Mapping[str, Any]]) -> str:
    """Return how many soft planning rules are not fully met, or nothing."""
    if not concessions:
        return ""
    verb = "is" if len(concessions) == 1 else "are"
    return f"{counted(len(concessions), 'soft planning rule')} {verb} not fully met."
