"""Showing that some rules leave no plan."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import Literal

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.model.decode import decode
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.rules.conditional import post_rule
from scheduler.solver.build import bars_dates_only, build_model, post_hard, posting_order
from scheduler.solver.run import Profile, run, value_in
from scheduler.solver.settings import SearchSettings
from scheduler.timeline.durations import RunsOf

Finding = Literal["plan", "none", "unknown"]


def second_opinion(
    programme: ExpandedProgramme, settings: SearchSettings, seconds: float, stop: threading.Event
) -> tuple[Finding, Plan | None]:
    """Ask a second configuration for any plan, and return the one it finds."""
    build = build_model(programme, feasibility_only=True)
    second = run(build.model, settings, seconds, stop=stop, profile="second configuration")
    if second.solution:
        return "plan", decode(build, partial(value_in, second.solution))
    return ("none" if second.status == "infeasible" else "unknown"), None


def plan_under(
    programme: ExpandedProgramme,
    rules: Collection[str],
    settings: SearchSettings,
    seconds: float,
    stop: threading.Event,
    *,
    profile: Profile = "full",
) -> Finding:
    """Tell whether some hard rules, by id, leave a plan.

    Only activities that the rules speak of become variables, and those that some option gives more
    work than the horizon holds: the others can always be placed, which the caller has made sure of
    by asking for all of them once with no rule at all. Rules that only bar dates make no variables
    of their own.
    """
    build = ModelBuild(programme)
    post_hard(build, (rule for rule in programme.document.rules if rule.id in rules))
    for name in (*build.barred(), *_hard_to_place(build)):
        build.placed(name)
    result = run(build.model, settings, seconds, stop=stop, profile=profile)
    if result.status == "infeasible":
        return "none"
    return "unknown" if result.status == "unknown" else "plan"


def _hard_to_place(build: ModelBuild) -> Iterator[str]:
    """Yield activities that cannot be placed in every mode, and so speak against some options."""
    programme, axis = build.programme, build.axis
    runs_of = RunsOf(programme, axis)
    for activity in programme.document.activities:
        if activity.form == "work":
            longest = max(programme.working_days(mode) for mode in activity.modes)
            if longest > max(map(len, runs_of(activity)), default=0):
                yield activity.id
        elif activity.dates is not None and not any(
            axis.first <= day <= axis.last for day in programme.date_sets[activity.dates]
        ):
            yield activity.id


def is_switchable(rule: Rule) -> bool:
    """Tell whether a rule can be part of a clash: hard, and more than what a plan is."""
    return rule.price is None and rule.kind != "placement"


def find_core(
    programme: ExpandedProgramme, settings: SearchSettings, seconds: float, stop: threading.Event
) -> frozenset[str] | None:
    """Return rules that the solver's proof used, beside those that only bar dates.

    None when there was no proof in time; empty when barred dates are reason enough.

    A hint at a clash, not one: the caller proves what it makes of it.
    """
    build = ModelBuild(programme)
    switches: dict[int, str] = {}
    for rule in sorted(filter(is_switchable, programme.document.rules), key=posting_order):
        by = Enforcement(build.model)
        if not bars_dates_only(rule):
            switch = build.model.new_bool_var(rule.id)
            switches[switch.index] = rule.id
            by = Enforcement(build.model, (switch,))
        post_rule(rule, build, by)
    build.model.add_assumptions(
        [build.model.get_bool_var_from_proto_index(index) for index in switches]
    )
    alone = replace(settings, workers=1)
    result = run(build.model, alone, seconds, stop=stop)
    if result.status != "infeasible":
        return None
    return frozenset(switches[index] for index in result.core if index in switches)
