"""What is told of a programme that was planned again: the light, and the difference with causes."""

from __future__ import annotations

from typing import Any

from scheduler.domain.plan import Plan
from scheduler.explaining.work import Work
from scheduler.interchange.answer_json import cause_to_jsonable
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
    baseline = programme.document.baseline
    before = regenerated.in_force if baseline is None else plan_in(baseline)
    comparison = compare((programme, before), (programme, plan))
    changes = input_changes(again.before, again.after)
    causes: tuple[WhyMoved, ...] = ()
    if work is not None and changes and not comparison.same:
        finder = Causes(
            before=again.before, after=again.after, programme=programme, plan=plan, work=work
        )
        causes = finder.of(comparison)
    told = who_is_told(comparison, programme)
    return difference_to_jsonable(comparison, told, changes=changes, causes=causes)


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
        return f"{broken}; pushed later where it must be, it holds again."
    if light.state == "feasible":
        return f"{broken}; there is still a plan, with more changed."
    return f"{broken}; whether there is another plan is not known yet."
