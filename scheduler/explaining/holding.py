"""What holds the dates of a plan, whoever made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from scheduler.analysis.holding import ActivityHolding, Holding, Reason
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import PlanBreaksRules
from scheduler.explaining.along import reasons_together
from scheduler.explaining.chains import chain_to, waits_for
from scheduler.explaining.free import free_on
from scheduler.explaining.network import Network
from scheduler.explaining.paths import MOST_PATHS, default_milestone, float_paths
from scheduler.explaining.reasons import Scene, reasons_for, scene_of
from scheduler.explaining.true_slack import true_slacks
from scheduler.explaining.work import Work
from scheduler.rules.words import counted


def explain_plan(  # what is asked, by whom, how far
    programme: ExpandedProgramme,
    plan: Plan,
    work: Work | None = None,
    *,
    activities: Iterable[str] | None = None,
    milestone: str | None = None,
    later: bool = False,
    most_paths: int = MOST_PATHS,
) -> Holding:
    """Return what holds activities of a plan: all of them when left out.

    With `work` their true slack as well, and where all are asked for only that of the service
    transfers. With `later` also what keeps them from being later. Floats are to the milestone where
    one is given, the paths to the last service transfer where none is.

    Raises PlanBreaksRules for a plan that breaks a hard rule.
    """
    scene = scene_of(programme, plan)
    if scene.speaking.broken:
        message = f"the plan breaks {counted(len(scene.speaking.broken), 'planning rule')}"
        raise PlanBreaksRules(message, rules=list(scene.speaking.broken))
    asked = _asked(plan, activities)
    network = Network(programme, plan, scene.positions)
    floats = network.floats(milestone)
    goal = milestone or default_milestone(programme, plan)
    explained = _Explained(scene)
    made: dict[str, ActivityHolding] = {}
    for name in asked:
        if work is not None and work.stop.is_set():
            break
        held = floats.get(name)
        made[name] = ActivityHolding(
            activity=name,
            start=plan.placed[name].start,
            finish=plan.placed[name].finish,
            reasons=explained.all_reasons(name),
            later_reasons=reasons_for(scene, name, "later") if later else None,
            free_on=free_on(scene, name),
            total_float=None if held is None else held.total,
            free_float=None if held is None else held.free,
            chain=chain_to(name, plan, explained.reasons, explained.together),
        )
    if work is not None:
        wanted = [
            name
            for name in made
            if activities is not None or programme.activities[name].kind == TRANSFER
        ]
        slack = true_slacks(programme, plan, wanted, work)
        made = {name: replace(one, true_slack=slack.get(name)) for name, one in made.items()}
    return Holding(
        activities=made,
        milestone=goal,
        paths=() if goal is None else float_paths(network, goal, most_paths),
    )


def _asked(plan: Plan, activities: Iterable[str] | None) -> list[str]:
    names = plan.placed if activities is None else (n for n in activities if n in plan.placed)
    return sorted(names, key=lambda name: (plan.placed[name].start, name))


class _Explained:
    """Reasons found once, by whatever asks for them first."""

    def __init__(self, scene: Scene) -> None:
        self.reasons: Callable[[str], tuple[Reason, ...]] = cache(
            lambda name: reasons_for(scene, name)
        )
        self.together: Callable[[str], tuple[Reason, ...]] = cache(
            lambda name: reasons_together(scene, name)
        )

    def all_reasons(self, name: str) -> tuple[Reason, ...]:
        """Return the reasons of an activity; with those of all that are bound to one another.

        The latter only where it waits for nothing but activities that wait for it.
        """
        own = self.reasons(name)
        told = [reason for reason in own if reason.kind != "choice"]
        bound = {other for reason in told for other in reason.other}
        mutual = all(waits_for(other, name, self.reasons) for other in bound)
        if not mutual or not all(reason.comes_along for reason in told):
            return own
        known = {reason.rule for reason in own}
        return (*own, *(r for r in self.together(name) if r.rule is None or r.rule not in known))
