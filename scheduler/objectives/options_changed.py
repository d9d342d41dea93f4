"""Options changed: service groups that get another sourcing option than in the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Compare the options, group by group."""
    return sum(plan.options.get(group) != option for group, option in _chosen(programme))


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Count the groups whose literal of the option they had is false."""
    options = build.options()
    chosen = list(_chosen(build.programme))
    return len(chosen) - sum(options[group].get(option, 0) for group, option in chosen)


def _chosen(programme: ExpandedProgramme) -> Iterator[tuple[str, str]]:
    """Yield what the baseline says of groups that there still are."""
    baseline = programme.document.baseline
    known = {} if baseline is None else baseline.options
    for group, option in known.items():
        if group in programme.groups:
            yield group, option


TERM = Term(
    name="options_changed", unit="service groups", measure=measure, post=post, best_possible=0
)
