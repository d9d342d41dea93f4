"""What sort of reason a planning rule is for the date of an activity."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.analysis.holding import ReasonKind
from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import AllowedDates, Rule, StaffTransfer

KINDS: Mapping[str, tuple[ReasonKind, ReasonKind]] = {
    "placement": ("calendar", "calendar"),
    "sourcing_choice": ("choice", "choice"),
    "choice_limit": ("choice", "choice"),
    "choice_implication": ("choice", "choice"),
    "provider_limit": ("choice", "choice"),
    "award_limit": ("choice", "choice"),
    "shared_provider": ("choice", "choice"),
    "provider_effort": ("choice", "choice"),
    "precedence": ("precedence", "precedence"),
    "move_together": ("precedence", "precedence"),
    "synchronised": ("precedence", "precedence"),
    "not_at_once": ("stability_limit", "stability_limit"),
    "expiry": ("window", "precedence"),
    "team_capacity": ("team", "team"),
    "consumable": ("team", "team"),
    "date_limit": ("window", "window"),
    "target_date": ("window", "window"),
    "allowed_dates": ("calendar", "calendar"),
    "decision": ("meeting", "precedence"),
    "procurement_regime": ("window", "precedence"),
    "change_freeze": ("freeze", "freeze"),
    "rolling_limit": ("stability_limit", "stability_limit"),
    "separation": ("stability_limit", "stability_limit"),
    "parallel_running": ("calendar", "precedence"),
    "hypercare": ("window", "precedence"),
    "continuity": ("window", "precedence"),
    "partial_termination": ("window", "precedence"),
    "service_level": ("window", "precedence"),
    "staff_transfer": ("calendar", "precedence"),
    "knowledge_transfer": ("window", "precedence"),
    "schedule_contingency": ("window", "window"),
    "change_load": ("stability_limit", "stability_limit"),
    "waves": ("window", "precedence"),
    "rehearsal": ("window", "precedence"),
    "rollback_slot": ("stability_limit", "stability_limit"),
    "fallback_slot": ("stability_limit", "stability_limit"),
    "acceptance": ("window", "precedence"),
    "shared_component": ("window", "precedence"),
    "budget": ("budget", "budget"),
    "actual_dates": ("fact", "fact"),
    "moved_limit": ("commitment", "commitment"),
}
"""Kind of rule to the kind of reason: where it speaks of the activity alone, and with others."""


def reason_kind(
    rule: Rule, activity: Activity, programme: ExpandedProgramme, *, others: bool
) -> ReasonKind:
    """Return the kind of reason that the breach of a rule is for an activity."""
    if isinstance(rule, AllowedDates):
        return of_dates(rule.dates, programme)
    if isinstance(rule, StaffTransfer) and not others:
        return "calendar" if rule.transfer == activity.id else "window"
    alone, together = KINDS[rule.kind]
    return together if others else alone


def of_dates(name: str | None, programme: ExpandedProgramme) -> ReasonKind:
    """Return the kind of reason that a set of dates is: a meeting, or the calendar."""
    found = next((s for s in programme.document.date_sets if s.id == name), None)
    return "meeting" if found is not None and found.meeting else "calendar"
