"""Who reads the words: the public version leaves out what is commercially sensitive."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from scheduler.analysis.holding import ActivityHolding, Chain, Holding, Reason
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule, TeamCapacity
from scheduler.rules import kind_of

Audience = Literal["public", "exempt"]
"""A board's papers come in two versions; the exempt one is not published."""

SENSITIVE_RULES = frozenset(
    (
        "sourcing_choice",
        "choice_limit",
        "choice_implication",
        "provider_limit",
        "award_limit",
        "shared_provider",
        "provider_effort",
        "consumable",
        "budget",
    )
)
"""Kinds of rule that speak of options, providers or money."""
SENSITIVE_LEVELS = frozenset(
    ("cost", "concessions", "sourcing_appraisal", "risk", "providers", "customisation")
)
"""Levels of the objective that tell money, points or how options are appraised."""
WITHHELD = "Told in the exempt version."
_PROVIDER = "a provider"


def fit_for(text: str, programme: ExpandedProgramme, audience: Audience) -> str:
    """Return a text with the names of providers left out of the public version.

    The contract's supplier is public. Everybody else may still be competing.
    """
    if audience == "exempt":
        return text
    supplier = programme.document.contract.supplier
    names = {
        one.provider
        for group in programme.document.service_groups
        for one in group.options
        if one.provider and one.provider != supplier
    }
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _PROVIDER, text)
    return text


def statement_for(rule: Rule, programme: ExpandedProgramme) -> str:
    """Return the words of a rule for the public: without options, money and providers' names.

    What a team has may depend on options; then nothing is told of it.
    """
    if rule.kind in SENSITIVE_RULES:
        return WITHHELD
    if isinstance(rule, TeamCapacity):
        moves = programme.moves.get(rule.team, ())
        if any(move.options for _, move in moves):
            return WITHHELD
    return fit_for(kind_of(rule).statement(rule, programme), programme, "public")


def public_version(holding: Holding, programme: ExpandedProgramme) -> Holding:
    """Return an explanation without what only the exempt version may hold."""
    rules = {rule.id: rule for rule in programme.document.rules}

    def told(reason: Reason) -> Reason:
        rule = rules.get(reason.rule or "")
        if rule is None or rule.kind == "placement":
            return replace(reason, statement=fit_for(reason.statement, programme, "public"))
        return replace(reason, statement=statement_for(rule, programme))

    def shown(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        return tuple(told(reason) for reason in reasons if reason.kind != "choice")

    def chain(of: Chain) -> Chain:
        links = tuple(
            replace(link, reason=None if link.reason is None else told(link.reason))
            for link in of.links
        )
        return replace(of, links=links)

    def one(held: ActivityHolding) -> ActivityHolding:
        later = held.later_reasons
        return replace(
            held,
            reasons=shown(held.reasons),
            later_reasons=None if later is None else shown(later),
            chain=chain(held.chain),
        )

    return replace(
        holding, activities={name: one(held) for name, held in holding.activities.items()}
    )
