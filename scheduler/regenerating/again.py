"""What is told of a programme that was planned again: the light, and the difference with causes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ActualDates
from scheduler.explaining.work import Work
from scheduler.interchange.answer_json import cause_to_jsonable
from scheduler.interchange.valid_programme import valid_programme
from scheduler.regenerating.causes import Causes, WhyMoved
from scheduler.regenerating.comparison import compare
from scheduler.regenerating.difference_json import difference_to_jsonable
from scheduler.regenerating.document import ToPlanAgain
from scheduler.regenerating.in_force import plan_in
from scheduler.regenerating.input_changes import input_changes
from scheduler.regenerating.light import TrafficLight
from scheduler.regenerating.replan import Regenerated
from scheduler.regenerating.told import who_is_told
from scheduler.rules.words import counted


def differing(
    again: ToPlanAgain, regenerated: Regenerated, plan: Plan, work: Work | None
) -> dict[str, Any]:
    """Return the difference from the plan in force to the new one as plain JSON values.

    With `work` causes are looked for as long as it lasts.
    """
    programme = regenerated.programme
    comparison = compare((_was(again), _before(regenerated)), (programme, plan))
    changes = input_changes(again.before, again.after)
    causes: tuple[WhyMoved, ...] = ()
    if work is not None and changes and not comparison.same:
        finder = Causes(
            before=again.before, after=again.after, programme=programme, plan=plan, work=work
        )
        causes = finder.of(comparison)
    told = who_is_told(comparison, programme)
    return difference_to_jsonable(comparison, told, changes=changes, causes=causes)


def _before(regenerated: Regenerated) -> Plan:
    """Return the plan in force, with what is over as it turned out: no new plan moved that."""
    programme, in_force = regenerated.programme, regenerated.in_force
    baseline = programme.document.baseline
    if baseline is None:
        return in_force
    before = plan_in(baseline)
    over = {
        rule.activity: in_force.placed[rule.activity]
        for rule in programme.document.rules
        if isinstance(rule, ActualDates)
        and rule.finish is not None
        and not rule.under_way
        and rule.activity in before.placed
        and rule.activity in in_force.placed
    }
    return replace(before, placed={**before.placed, **over})


def _was(again: ToPlanAgain) -> ExpandedProgramme:
    """Return the programme that the plan in force was made for: its prices are those then."""
    return valid_programme(json.dumps(again.before).encode()).expanded


def light_to_jsonable(light: TrafficLight) -> dict[str, Any]:
    """Return a traffic light as plain JSON values."""
    return {
        "state": light.state,
        "how": light.how,
        "words": light_words(light),
        "broken": [
            {"rule": violation.rule, "statement": violation.statement} for violation in light.broken
        ],
        "cause": None if light.cause is None else cause_to_jsonable(light.cause),
        "rules": list(light.rules),
        "seconds": round(light.seconds, 3),
    }


def light_words(light: TrafficLight) -> str:
    """Return a traffic light in a sentence."""
    if light.state == "impossible":
        why = "" if light.cause is None else f" {light.cause.words}"
        return f"No plan is possible any more.{why}"
    if light.how == "unchanged":
        return "The plan in force still holds."
    broken = f"The plan in force breaks {counted(len(light.broken), 'planning rule')}"
    if light.how == "mended":
        return f"{broken}; moved where it must be, it holds again."
    if light.state == "feasible":
        return f"{broken}; there is still a plan, with more changed."
    return f"{broken}; whether there is another plan is not known yet."
