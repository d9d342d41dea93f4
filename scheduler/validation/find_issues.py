"""All that is wrong with the meaning of a programme, in one pass."""

from collections.abc import Callable, Iterator
from itertools import islice

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.programme import Programme
from scheduler.expansion.expand import expand_and_trace
from scheduler.rules.excused import without_broken
from scheduler.validation import (
    adjustments,
    capacity,
    choice_rules,
    components,
    conditions,
    consumables,
    cycles,
    dates,
    durations,
    horizon,
    ids,
    levels,
    money,
    phases,
    prices,
    references,
    risks,
    rule_activities,
    rules,
    scopes,
    sizes,
    sourcing,
    staffing,
    standing,
    unappraised,
    waves,
    work_parts,
)
from scheduler.validation.lookup import Written
from scheduler.validation.walk import Parts
from scheduler.validation.wording import error, warning

MOST_OF_A_KIND = 2_000
"""Told of one question; looking for more would take a hostile document's time."""

_OF_PARTS: tuple[Callable[[Parts], Iterator[Issue]], ...] = (
    references.find_unknown_references,
    dates.find_bad_windows,
    dates.find_bad_patterns,
    durations.find_unordered_points,
    money.find_bad_amounts,
)
_OF_DOCUMENT: tuple[Callable[[Programme], Iterator[Issue]], ...] = (
    horizon.find_unknown_time_zone,
    ids.find_duplicate_ids,
    capacity.find_bad_capacity,
    staffing.find_bad_staffing,
    phases.find_unknown_phases,
    scopes.find_unread_filters,
    sourcing.find_bad_groups,
    sourcing.find_bad_waves,
    rules.find_idle_rules,
    levels.find_bad_levels,
    money.find_overlapping_budgets,
    conditions.find_idle_conditions,
    choice_rules.find_idle_choice_rules,
)
_OF_EXPANDED: tuple[Callable[[Written], Iterator[Issue]], ...] = (
    ids.find_generated_clashes,
    references.find_unknown_in_rules,
    staffing.find_unknown_in_staffing,
    conditions.find_unmet_conditions,
    choice_rules.find_bad_choice_rules,
    dates.find_empty_calendars,
    dates.find_empty_date_sets,
    durations.find_bad_durations,
    work_parts.find_bad_parts,
    sourcing.find_bad_modes,
    sourcing.find_idle_templates,
    sourcing.find_services_left_behind,
    rule_activities.find_bad_rule_activities,
    rule_activities.find_load_off_events,
    rule_activities.find_transfers_off_events,
    rules.find_empty_selections,
    rules.find_lone_activities,
    rules.find_decisions_off_meetings,
    rules.find_unplaced_spans,
    waves.find_bad_waves_of_rules,
    components.find_bad_components,
    risks.find_bad_risks,
    money.find_bad_spending,
    capacity.find_demands_beyond_capacity,
    consumables.find_use_beyond_amount,
    prices.find_excessive_prices,
    cycles.find_cycles,
    adjustments.find_bad_adjustments,
    standing.find_bad_progress,
    standing.find_bad_promises,
    standing.find_odd_baselines,
    unappraised.find_bad_budgets,
    unappraised.find_unappraised,
)


def find_issues(
    document: Programme, limits: Limits = DEFAULT_LIMITS
) -> tuple[ExpandedProgramme | None, list[Issue]]:
    """Return the programme written out, or None when it has errors, with everything found.

    Errors first, each kind of question in its turn; an issue that many written-out rules share is
    told once for each.
    """
    found: list[Issue] = []
    parts = Parts(document)
    barred = list(horizon.find_bad_horizon(document, limits))
    if not barred:
        barred += dates.find_bad_leave(document)
        barred += sizes.find_excess(document, limits)
        found += _some(horizon.find_stray_dates(parts, limits))
    for ask_parts in _OF_PARTS:
        found += _some(ask_parts(parts))
    for ask_document in _OF_DOCUMENT:
        found += _some(ask_document(document))
    expandable = not barred and all(team.capacity for team in document.teams)
    written = Written(document, *expand_and_trace(document)) if expandable else None
    if written is not None:
        found += _some(dates.find_idle_omissions(document))
        for ask_written in _OF_EXPANDED:
            found += _some(ask_written(written))
    issues = _once([*barred, *found])
    if written is None or any(issue.severity == "error" for issue in issues):
        return None, issues
    expanded, excuses = without_broken(written.expanded)
    broken = _some(standing.broken_by_facts(written, excuses))
    return expanded, _once([*issues, *broken])


def _some(found: Iterator[Issue]) -> list[Issue]:
    """Return what one question finds, up to a number that nobody reads to its end."""
    some = list(islice(found, MOST_OF_A_KIND))
    if next(found, None) is not None:
        message = f"there are more than {MOST_OF_A_KIND:,} problems like the last one"
        path = some[-1].path
        if some[-1].severity == "warning":
            some.append(warning("too_many_issues", path, message))
        else:
            some.append(error("too_many_issues", path, message))
    return some


def _once(issues: list[Issue]) -> list[Issue]:
    once = {(i.code, i.path, i.message): i for i in issues}
    return sorted(once.values(), key=lambda issue: issue.severity != "error")
