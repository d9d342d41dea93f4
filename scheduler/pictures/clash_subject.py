"""What a clash of many planning rules is about, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule, TeamCapacity
from scheduler.rules.words import joined

FEWEST_RULES = 5
"""Fewer say for themselves what they are about."""

_SUBJECTS = {
    "days that must be kept": (
        "acceptance",
        "actual_dates",
        "continuity",
        "date_limit",
        "expiry",
        "hypercare",
        "partial_termination",
        "schedule_contingency",
        "target_date",
    ),
    "days on which nothing may change": ("allowed_dates", "change_freeze"),
    "meetings at which to decide": ("decision",),
    "how much may change at once": (
        "change_load",
        "not_at_once",
        "provider_limit",
        "rolling_limit",
        "waves",
    ),
    "which options may be taken": (
        "award_limit",
        "choice_implication",
        "choice_limit",
        "procurement_regime",
        "shared_provider",
        "sourcing_choice",
    ),
    "money": ("budget",),
    "what must follow what": (
        "fallback_slot",
        "knowledge_transfer",
        "move_together",
        "parallel_running",
        "precedence",
        "rehearsal",
        "rollback_slot",
        "separation",
        "service_level",
        "shared_component",
        "staff_transfer",
        "synchronised",
    ),
}


def what_collides(clash: Mapping[str, Any], programme: ExpandedProgramme) -> str:
    """Return what collides in a clash, else what it is about; nothing where neither is known."""
    cause = clash.get("cause") or {}
    return str(cause.get("words") or clash_subject(clash.get("rules", ()), programme))


def clash_subject(named: Sequence[str], programme: ExpandedProgramme) -> str:
    """Return what the rules of a clash are about; nothing where they are few."""
    if len(named) < FEWEST_RULES:
        return ""
    wanted = set(named)
    rules = [rule for rule in programme.document.rules if rule.id in wanted]
    subjects = list(_subjects(rules, programme))
    return f"In short, it is about {joined(subjects)}." if subjects else ""


def _subjects(rules: Sequence[Rule], programme: ExpandedProgramme) -> Iterator[str]:
    teams = dict.fromkeys(rule.team for rule in rules if isinstance(rule, TeamCapacity))
    for team in teams:
        yield f"how many people are in {programme.teams[team].name or team}"
    kinds = {rule.kind for rule in rules}
    for subject, of in _SUBJECTS.items():
        if kinds & set(of):
            yield subject
