"""What a planning rule rests on, who may change it, and where that is written."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.planning_rules import Rule
from scheduler.domain.values import Basis
from scheduler.pictures.wording import plain

BASES: Mapping[Basis, str] = {
    "law": "law",
    "contract": "a contract",
    "technical": "a technical need",
    "policy": "a decision of your own",
    "estimate": "an estimate",
}
_WHO: Mapping[Basis, str] = {
    "law": "nobody here can change it",
    "contract": "it changes only if the other side agrees",
    "technical": "it changes if the work can be done another way",
    "policy": "whoever made it can decide otherwise",
    "estimate": "a better figure changes it",
}


def rests_on(rule: Rule) -> str:
    """Say what a rule rests on, who may change it, and where it is written."""
    owner = plain(rule.owner)
    who = _WHO[rule.basis]
    if owner:
        who = f"{owner} can decide otherwise" if rule.basis == "policy" else f"{who}; ask {owner}"
    said = [f"Rests on {BASES[rule.basis]}: {who}."]
    if rule.source:
        said.append(f"Source: {plain(rule.source).rstrip('.')}.")
    if rule.confirmed is False:
        said.append("Nobody has confirmed it yet.")
    return " ".join(said)
