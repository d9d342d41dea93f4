"""Who reads the words: the public version leaves out what is commercially sensitive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scheduler.domain.activities import STAFF_TRANSFER, Activity
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
_MONEY = re.compile(r"[£€$]")


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


@dataclass(frozen=True, slots=True)
class Discretion:
    """What is not told of one programme in public."""

    programme: ExpandedProgramme
    hidden: frozenset[str] = field(init=False)
    """Activities of which no date is told: those performed under some options only, since that
    they are planned tells the option, and moves of staff, who are told first."""
    _rules: Mapping[str, Rule] = field(init=False)
    _telling: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Look up what gives options away."""
        document = self.programme.document
        by_option = {a.id for a in document.activities if _by_option(a, self.programme)}
        hidden = by_option | {a.id for a in document.activities if is_of_staff(a)}
        options = [option for group in document.service_groups for option in group.options]
        telling = {word for option in options for word in (option.id, option.name) if word}
        words = sorted((*telling, *by_option), key=len, reverse=True)
        pattern = "|".join(map(re.escape, words)) or "(?!)"
        object.__setattr__(self, "hidden", frozenset(hidden))
        object.__setattr__(self, "_rules", {rule.id: rule for rule in document.rules})
        object.__setattr__(self, "_telling", re.compile(rf"(?<![\w.-])(?:{pattern})(?![\w-])"))

    def rule(self, name: str | None) -> Rule | None:
        """Return a planning rule by its id."""
        return self._rules.get(name or "")

    def withholds(self, rule: Rule) -> bool:
        """Tell whether nothing of a rule is for the public."""
        return self.statement(rule) == WITHHELD

    def statement(self, rule: Rule) -> str:
        """Return the words of a rule for the public.

        What a team has may depend on options; then nothing is told of it.
        """
        if rule.kind in SENSITIVE_RULES or rule.when:
            return WITHHELD
        if isinstance(rule, TeamCapacity):
            moves = self.programme.moves.get(rule.team, ())
            if any(move.options for _, move in moves):
                return WITHHELD
        return self.words(kind_of(rule).statement(rule, self.programme))

    def words(self, text: str) -> str:
        """Return a text without names of providers; nothing of one that tells options or money."""
        if self._telling.search(text) or _MONEY.search(text):
            return WITHHELD
        return fit_for(text, self.programme, "public")


def statement_for(rule: Rule, programme: ExpandedProgramme) -> str:
    """Return the words of a rule for the public: without options, money and providers' names."""
    return Discretion(programme).statement(rule)


def is_of_staff(activity: Activity) -> bool:
    """Tell whether an activity concerns staff who move: no date of it is public."""
    return activity.staff_group is not None or activity.kind == STAFF_TRANSFER


def _by_option(activity: Activity, programme: ExpandedProgramme) -> bool:
    """Tell whether an activity is performed under some options of its group and not others."""
    group = programme.group_of(activity)
    if group is None:
        return False
    performed = [activity.mode_under(o.id) is not None for o in programme.groups[group].options]
    return not all(performed)
