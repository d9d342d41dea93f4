"""Showing that some rules leave no plan."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.model.decode import decode
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.rules.conditional import post_rule
from scheduler.solver.build import build_model
from scheduler.solver.kinds import posting_order
from scheduler.solver.run import Profile, Run, run, value_in
from scheduler.solver.settings import SearchSettings
from scheduler.solver.trials import Finding
from scheduler.timeline.durations import RunsOf
from scheduler.timeline.time_axis import axis_of

SECONDS_WITHOUT_PRESOLVING = 4.0
MOST_PRESOLVED_AT_ONCE = 60
"""Rules up to which presolving takes less than the search without it."""


def second_opinion(
    programme: ExpandedProgramme, settings: SearchSettings, seconds: float, stop: threading.Event
) -> tuple[Finding, Plan | None]:
    """Ask a second configuration for any plan, and return the one it finds."""
    build = build_model(programme, feasibility_only=True)
    second = run(build.model, settings, seconds, stop=stop, profile="second configuration")
    if second.solution:
        return "plan", decode(build, partial(value_in, second.solution))
    return ("none" if second.status == "infeasible" else "unknown"), None


class Refuting:
    """Trials of some of a programme's hard rules, by id; what all of them share is made once."""

    def __init__(self, programme: ExpandedProgramme) -> None:
        """Find the working days of its calendars, and what is hard to place."""
        self.programme = programme
        self._runs_of = RunsOf(programme, axis_of(programme))
        self._hard_to_place = tuple(_hard_to_place(programme, self._runs_of))

    def plan_under(
        self,
        rules: Collection[str],
        settings: SearchSettings,
        seconds: float,
        stop: threading.Event,
        *,
        profile: Profile = "full",
    ) -> Finding:
        """Tell whether some rules leave a plan.

        Only activities that the rules speak of become variables, and those that some option gives
        more work than the horizon holds: the others can always be placed, which the caller has made
        sure of by asking for all of them once with no rule at all. Rules that only bar dates make
        no variables of their own.
        """
        build, _ = self._model(rules, ())
        way = self._light(rules) if profile == "first solution" else profile
        result = _run(build, settings, seconds, stop, way)
        if result.status == "infeasible":
            return "none"
        return "unknown" if result.status == "unknown" else "plan"

    def core_of(
        self,
        rules: Collection[str],
        suspects: Collection[str],
        settings: SearchSettings,
        seconds: float,
        stop: threading.Event,
    ) -> tuple[Finding, frozenset[str]]:
        """Tell the same, and of what leaves none which suspects the proof used.

        The rules that are no suspects hold in any case. Many rules are first tried without
        presolving: where propagation is reason enough, the proof comes in a fraction of the time
        that presolving would take.

        A hint at a clash, not one: the caller proves what it makes of it.
        """
        build, switches = self._model(rules, suspects)
        build.model.add_assumptions(
            [build.model.get_bool_var_from_proto_index(index) for index in switches]
        )
        alone = replace(settings, workers=1)
        many = len(rules) > MOST_PRESOLVED_AT_ONCE
        bare = min(SECONDS_WITHOUT_PRESOLVING, seconds) if many else 0.0
        ways: tuple[tuple[Profile, float], ...] = (
            ("without presolving", bare),
            (self._light(rules), seconds - bare),
        )
        for profile, limit in ways:
            if limit <= 0 or stop.is_set():
                continue
            result = _run(build, alone, limit, stop, profile)
            if result.status == "infeasible":
                return "none", frozenset(switches[at] for at in result.core if at in switches)
            if result.status != "unknown":
                return "plan", frozenset()
        return "unknown", frozenset()

    def _light(self, rules: Collection[str]) -> Profile:
        """Return the fastest way to any solution: costs add up in linear relaxations only."""
        of_money = any(r.kind == "budget" and r.id in rules for r in self.programme.document.rules)
        return "bound with relaxation" if of_money else "first solution"

    def _model(
        self, rules: Collection[str], suspects: Collection[str]
    ) -> tuple[ModelBuild, dict[int, str]]:
        """Return a model of some rules, with the switches of those that are suspects."""
        build = ModelBuild(self.programme, runs_of=self._runs_of)
        switches: dict[int, str] = {}
        asked = (rule for rule in self.programme.document.rules if rule.id in rules)
        for rule in sorted(asked, key=posting_order):
            by = Enforcement(build.model)
            if rule.id in suspects:
                switch = build.model.new_bool_var(rule.id)
                switches[switch.index] = rule.id
                by = Enforcement(build.model, (switch,))
            post_rule(rule, build, by)
        for name in (*build.barred(), *self._hard_to_place):
            build.placed(name)
        return build, switches


def _run(
    build: ModelBuild,
    settings: SearchSettings,
    seconds: float,
    stop: threading.Event,
    profile: Profile,
) -> Run:
    try:
        return run(build.model, settings, seconds, stop=stop, profile=profile)
    except (IndexError, RuntimeError):
        # CP-SAT 9.15 has been seen to fail like this where presolving is cut short.
        return run(build.model, settings, seconds, stop=stop, profile="full")


def _hard_to_place(programme: ExpandedProgramme, runs_of: RunsOf) -> Iterator[str]:
    """Yield activities that cannot be placed in every mode, and so speak against some options."""
    axis = runs_of.axis
    for activity in programme.document.activities:
        if activity.form == "work":
            longest = max(programme.working_days(mode) for mode in activity.modes)
            if longest > max(map(len, runs_of(activity)), default=0):
                yield activity.id
        elif activity.dates is not None and not any(
            axis.first <= day <= axis.last for day in programme.date_sets[activity.dates]
        ):
            yield activity.id
