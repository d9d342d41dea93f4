"""What a person can do when the answer is not the plan that was hoped for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import Basis
from scheduler.pictures.wording import plain

_BY_BASIS: Mapping[Basis, str] = {
    "estimate": "{rules}: {rest} on an estimate. Ask whether a better figure can be had.",
    "policy": "{rules}: your own policy. {owners} can decide otherwise.",
    "technical": "{rules}: a technical need. Ask whether the work can be done another way.",
    "contract": "{rules}: a contract says so. It changes only by agreement with the other side.",
    "law": "{rules}: law. It stands; one of the others must give way.",
}
_ANYBODY = "Whoever made it"
_REVISE = (
    "Change what can be otherwise in a form, or in a file that is sent as the next revision; "
    "then make a plan again."
)
_MORE_TIME = "Give the search more time."
_UNSTOPPED = "Make a plan again, and let it search."
_AGAIN = "Ask again. If that fails too, the log of the worker says why."


def next_steps(document: Mapping[str, Any], state: str, expanded: ExpandedProgramme) -> list[str]:
    """Return what to do next, first things first; nothing where a plan was found."""
    if state == "failed":
        return [_AGAIN]
    if state == "cancelled" and document.get("outcome") == "undecided":
        return [_UNSTOPPED]
    match document.get("outcome"):
        case "infeasible":
            named = {rule for clash in document["clashes"] for rule in clash["rules"]}
            return [*_about(named, expanded), _REVISE]
        case "undecided":
            return [_MORE_TIME, _REVISE]
    return []


def _about(named: set[str], expanded: ExpandedProgramme) -> Iterator[str]:
    """Yield what can be done about the rules of a clash, the most movable first."""
    found: defaultdict[Basis, list[str]] = defaultdict(list)
    owners: defaultdict[Basis, list[str]] = defaultdict(list)
    for rule in expanded.document.rules:
        if rule.id in named:
            found[rule.basis].append(plain(rule.id))
            if rule.owner and plain(rule.owner) not in owners[rule.basis]:
                owners[rule.basis].append(plain(rule.owner))
    for basis, words in _BY_BASIS.items():
        if rules := found[basis]:
            yield words.format(
                rules=", ".join(rules),
                rest="rests" if len(rules) == 1 else "rest",
                owners=_whose(owners[basis]),
            )


def _whose(owners: list[str]) -> str:
    match owners:
        case []:
            return _ANYBODY
        case [owner]:
            return f"Its owner ({owner})"
    return f"The owners ({', '.join(owners)})"
