"""What an attempt is to search for, from what is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.jobs.workplace import Workplace
from api.store.plans import get_plan
from api.store.records import Attempt
from api.store.spent import spent_ms
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.plan_json import plan_in
from scheduler.interchange.programme_json import read_programme
from scheduler.regenerating.in_force import with_stability_first
from scheduler.solver.settings import SearchSettings
from scheduler.validation import find_issues

GRACE_SECONDS = 10.0
"""Beyond its limit, for all further attempts together, or as long as the limit where that is less:
what was lost with a worker may leave nothing."""

LAST_SECONDS = 1.0
"""What a further attempt has at least: enough to answer with what is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A programme and how to plan it."""

    programme: ExpandedProgramme
    settings: SearchSettings
    compare: bool
    baseline: Plan | None


def search_of(place: Workplace, attempt: Attempt) -> Search:
    """Return what an attempt is to search for.

    The time limit is the plan's, not the attempt's: what earlier attempts spent is taken off. A
    reproducible search begins anew instead, so that its answer does not depend on what was lost.
    Raises ProgrammeRejected, DatabaseUnavailable.
    """
    asked = attempt.settings
    programme = programme_of(attempt.document, asked)
    limit = float(asked["time_limit_seconds"])
    if not asked["reproducible"]:
        limit = seconds_left(place, attempt)
    return Search(
        programme=programme,
        settings=SearchSettings(
            time_limit_seconds=limit,
            workers=side_by_side(place, attempt),
            seed=asked["seed"],
            reproducible=asked["reproducible"],
            memory_limit_mb=place.settings.memory_limit_mb,
        ),
        compare=asked["compare"],
        baseline=_baseline(place, attempt, programme),
    )


def side_by_side(place: Workplace, attempt: Attempt) -> int:
    """Return how many searches an attempt may run side by side."""
    # Two lost workers may be the fault of this very search: try the gentlest way.
    suspected = attempt.crashes >= 2  # noqa: PLR2004 - as the comment says
    return 1 if suspected or attempt.settings.get("gentle") else place.searches


def seconds_left(place: Workplace, attempt: Attempt) -> float:
    """Return what earlier attempts have left of the time limit, or of the grace behind it."""
    limit = float(attempt.settings["time_limit_seconds"])
    grace = min(limit, GRACE_SECONDS)
    left = limit - _spent_seconds(place, attempt)
    return max(left, min(grace, left + grace), LAST_SECONDS)


def programme_of(text: str, settings: Mapping[str, Any]) -> ExpandedProgramme:
    """Return a stored programme as the settings of a plan want it. Raises ProgrammeRejected."""
    document = read_programme(text.encode())
    if settings["durations"] is not None:
        document = replace(document, durations=settings["durations"])
    # Plans asked for before there were profiles say nothing of one.
    if settings.get("profile") is not None:
        document = replace(document, profile=settings["profile"])
    expanded, issues = find_issues(document)
    if expanded is None or any(issue.severity == "error" for issue in issues):
        raise ProgrammeRejected(issues)
    # Levels of stability come before all others where the plan stays near the one in force.
    return with_stability_first(expanded) if settings.get("regenerate") else expanded


def _spent_seconds(place: Workplace, attempt: Attempt) -> float:
    if attempt.number == 1:
        return 0.0
    with place.database.reading() as connection:
        return spent_ms(connection, attempt) / 1000


def _baseline(place: Workplace, attempt: Attempt, programme: ExpandedProgramme) -> Plan | None:
    """Return the best plan of earlier attempts, or else the plan to start from."""
    if attempt.baseline is not None and not attempt.settings["reproducible"]:
        return _fitting(json.loads(attempt.baseline), programme)
    start_from = attempt.settings["start_from"]
    if start_from is None:
        return None
    with place.database.reading() as connection:
        found = get_plan(connection, attempt.tenant, start_from)
    if found is None:
        return None
    stored = found.incumbent or found.answer
    document = None if stored is None else json.loads(stored)
    if document is None or document.get("plan", document) is None:
        return None
    return _fitting(document, programme)


def _fitting(document: Mapping[str, Any], programme: ExpandedProgramme) -> Plan:
    """Return what a plan, perhaps of an earlier revision, says of this programme."""
    plan = plan_in(document)
    known = {group.id: {o.id for o in group.options} for group in programme.groups.values()}
    return Plan(
        options={g: o for g, o in plan.options.items() if o in known.get(g, ())},
        placed={name: at for name, at in plan.placed.items() if name in programme.activities},
    )
