"""Kinds of rules by how they are best posted and searched; imports no solver."""

from scheduler.domain.planning_rules import Rule
from scheduler.rules import RULES

_READING_ORDER = {kind.declares: i for i, kind in enumerate(RULES)}

_BAR_DATES_ONLY = (
    "sourcing_choice",
    "actual_dates",
    "allowed_dates",
    "change_freeze",
    "date_limit",
    "fallback_slot",
    "target_date",
)
"""Kinds that narrow where activities may lie; posted first, so that fewer variables are made."""

_SHARED = frozenset(
    (
        "team_capacity",
        "change_load",
        "rolling_limit",
        "budget",
        "consumable",
        "choice_limit",
        "provider_limit",
        "award_limit",
        "shared_provider",
        "provider_effort",
    )
)
"""Kinds of which one rule weighs much of the programme against another."""


def bars_dates_only(rule: Rule) -> bool:
    """Tell whether a rule narrows where activities may lie without relating them.

    One that holds under some choices only relates an activity to those choices.
    """
    return rule.kind in _BAR_DATES_ONLY and not rule.when


def is_shared(rule: Rule) -> bool:
    """Tell whether a rule shares something out among many activities or groups."""
    return rule.kind in _SHARED


def is_switchable(rule: Rule) -> bool:
    """Tell whether a rule can be part of a clash: hard, and more than what a plan is."""
    return rule.price is None and rule.kind != "placement"


def posting_order(rule: Rule) -> tuple[bool, int]:
    """Return where a rule comes when rules are posted."""
    return not bars_dates_only(rule), _READING_ORDER[type(rule)]
