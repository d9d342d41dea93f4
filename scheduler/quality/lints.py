"""Lints of a programme: what changes no plan, and what can serve nobody.

Every lint is a claim that can be shown without search, and is meant to be right rather than one of
many. A template is named where all the rules that it writes are alike in this.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    Expiry,
    KnowledgeTransfer,
    MoveTogether,
    NotAtOnce,
    ParallelRunning,
    ServiceLevel,
    Synchronised,
)
from scheduler.domain.programme import Programme
from scheduler.explaining.arcs import arcs_of
from scheduler.quality.cannot_bind import NeverBinding
from scheduler.quality.dominated import dominated_options
from scheduler.quality.findings import Lint, sampled
from scheduler.quality.redundant import redundant_links
from scheduler.quality.unused import dead_windows, unused
from scheduler.quality.written import path_of_activity, rules_by_place

_TYING = (
    Expiry,
    KnowledgeTransfer,
    MoveTogether,
    NotAtOnce,
    ParallelRunning,
    ServiceLevel,
    Synchronised,
)
"""Kinds that tie activities to each other beyond the lags that `arcs` tells."""


def lints_of(document: Programme, programme: ExpandedProgramme) -> tuple[Lint, ...]:
    """Return the lints of a valid programme, as written and written out."""
    return (
        *_dominated(programme),
        *dead_windows(document, programme),
        *_of_rules(document, programme),
        *_dangling(document, programme),
        *unused(document, programme),
    )


def _dominated(programme: ExpandedProgramme) -> Iterator[Lint]:
    for group, worse, better in dominated_options(programme):
        yield Lint(
            code="dominated_option",
            ids=(group, worse, better),
            path=f"/service_groups[id={group}]/options[id={worse}]",
            sentence=f"Option {worse} of {group} is no better than {better} in any duration, "
            "demand, cost or appraisal, and worse in one; every plan with it is one with the "
            "other too.",
            hint="Say what speaks for it (appraisal, risk, cost), or take it out.",
        )


def _of_rules(document: Programme, programme: ExpandedProgramme) -> Iterator[Lint]:
    """Yield rules that cannot bind, and precedences that others imply."""
    places = rules_by_place(document, programme.document.rules)
    never = NeverBinding(programme)
    implied = redundant_links(programme)
    for (name, path), rules in places.items():
        reasons = [never.why(rule) for rule in rules]
        if all(reasons):
            yield Lint(
                code="cannot_bind",
                ids=(name,),
                path=path,
                sentence=f"{name} cannot bind. {reasons[0]}"
                if len(rules) == 1
                else f"None of the {len(rules)} rules of {name} can bind. First: {reasons[0]}",
                hint="Check its limit and what it selects; a rule that nothing can break is "
                "no protection.",
            )
        elif all(rule.id in implied for rule in rules):
            by = list(dict.fromkeys(other for rule in rules for other in implied[rule.id]))
            more = len(by) - len(sampled(by))
            yield Lint(
                code="redundant_link",
                ids=(name, *sampled(by)),
                path=path,
                sentence=f"{name} asks for nothing that others do not ask for already: "
                f"{', '.join(sampled(by))}{f' and {more} more' if more else ''}.",
                hint="Take it out unless it is there to be read; its lag is implied.",
            )


def _dangling(document: Programme, programme: ExpandedProgramme) -> Iterator[Lint]:
    """Yield work and events that no rule ties to another activity."""
    tied: set[str] = set()
    for rule in programme.document.rules:
        for arc in arcs_of(rule, programme):
            tied |= {arc.origin[0], arc.target[0]}
        if isinstance(rule, _TYING):
            named = activities_of(rule, programme)
            tied |= named if len(named) > 1 else set()
    for activity in programme.document.activities:
        if activity.form != "span" and activity.id not in tied:
            yield Lint(
                code="dangling_activity",
                ids=(activity.id,),
                path=path_of_activity(activity, document),
                sentence=f"Nothing waits for {activity.id}, and it waits for nothing.",
                hint="Say what it leads to or needs, or why it stands alone.",
            )
