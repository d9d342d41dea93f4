"""The quality of a schedule: fourteen checks, ten practices, figures, lints, and a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scheduler.analysis.holding import TrueSlack
from scheduler.analysis.risk import RiskAnswer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.errors import PlanBreaksRules
from scheduler.quality.findings import Check, Lint, Measure, Practice, ScheduleQuality
from scheduler.quality.link_checks import lags, leads, logic, relationship_types
from scheduler.quality.lints import lints_of
from scheduler.quality.measures import FEW_DAYS, measures_of
from scheduler.quality.path_test import critical_path_test
from scheduler.quality.practices import practices_of
from scheduler.quality.progress_checks import (
    execution_index,
    invalid_dates,
    missed_tasks,
    path_length_index,
)
from scheduler.quality.schedule import Schedule, schedule_of
from scheduler.quality.task_checks import (
    hard_constraints,
    high_duration,
    high_float,
    negative_float,
    resources,
)
from scheduler.rules.words import counted
from scheduler.verification.verify import verify

CHECKS: tuple[Callable[[Schedule], Check], ...] = (
    logic,
    leads,
    lags,
    relationship_types,
    hard_constraints,
    high_float,
    negative_float,
    high_duration,
    invalid_dates,
    resources,
    missed_tasks,
    critical_path_test,
    path_length_index,
    execution_index,
)
"""In the order of their numbers."""


def assess(
    document: Programme,
    programme: ExpandedProgramme,
    plan: Plan,
    *,
    few_days: int = FEW_DAYS,
    slacks: Mapping[str, TrueSlack] | None = None,
    risk: RiskAnswer | None = None,
    also: Sequence[Measure] = (),
) -> ScheduleQuality:
    """Return everything that is found of a plan and its programme, without any search.

    `document` is the programme as written, `programme` the same written out. True slacks, a
    simulation and further measures are taken in where they were asked for.

    Raises PlanBreaksRules for a plan that breaks a hard rule: there is no quality to what is none.
    """
    broken = verify(programme, plan).violations
    if broken:
        rules = counted(len(broken), "planning rule")
        message = f"the plan breaks {rules} of this programme; check tells which"
        raise PlanBreaksRules(message, rules=[violation.rule for violation in broken])
    schedule = schedule_of(programme, plan)
    checks = tuple(check(schedule) for check in CHECKS)
    practices = practices_of(schedule, {check.number: check for check in checks}, risk)
    lints = lints_of(document, programme)
    return ScheduleQuality(
        verdict=verdict(checks, practices, lints),
        checks=checks,
        practices=practices,
        measures=(*measures_of(schedule, document, few_days=few_days, slacks=slacks), *also),
        lints=lints,
    )


def verdict(
    checks: tuple[Check, ...], practices: tuple[Practice, ...], lints: tuple[Lint, ...]
) -> str:
    """Say in a sentence how good the schedule is by the standards."""
    applied = [check for check in checks if check.verdict != "not applicable"]
    failed = [check for check in applied if check.verdict == "fail"]
    met = sum(practice.standing == "met" for practice in practices)
    words = f"The plan passes {len(applied) - len(failed)} of the {len(applied)} DCMA checks"
    words += " that apply"
    if failed:
        names = [check.name.lower() for check in failed]
        words += f" and fails {', '.join(names)}"
    words += f"; it meets {met} of GAO's {len(practices)} practices"
    told = counted(len(lints), "lint") if lints else "no lint"
    return f"{words}, and the programme has {told}."
