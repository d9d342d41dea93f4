"""Plan again: the traffic light at once, then the plan that changes least, level by level."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from scheduler.answers import Answer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import InputError
from scheduler.planning import plan_exit
from scheduler.regenerating.in_force import carried_over, plan_in, with_stability_first
from scheduler.regenerating.light import TrafficLight, traffic_light
from scheduler.solver.gather import OnEvent
from scheduler.solver.process import SolverProcess
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Regenerated:
    """The answer to a changed programme."""

    programme: ExpandedProgramme
    """With stability before its own levels: what the answer speaks of."""
    in_force: Plan
    """The baseline carried over to the programme: where its plan started from."""
    light: TrafficLight
    answer: Answer


def regenerate(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    *,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event | None = None,
    running: SolverProcess | None = None,
    best: Plan | None = None,
    may_compile: bool = True,
) -> Regenerated:
    """Return the plan that changes the fewest commitments of the programme's baseline.

    In order: promised dates and options by level, sourcing options, transfers and cutovers, days of
    shift, then the programme's own levels. The programme must have passed validation. `on_event` is
    told of the traffic light first. `best` is a plan found before, to go on from where it holds.
    `may_compile` is as for the traffic light.

    Raises InputError where the programme has no baseline.
    """
    baseline = programme.document.baseline
    if baseline is None:
        raise InputError("the programme has no baseline: there is nothing to stay near to")
    staying = with_stability_first(programme)
    in_force = carried_over(staying, plan_in(baseline))
    light = traffic_light(staying, in_force, may_compile=may_compile)
    on_event({"type": "traffic_light", "light": light, "seconds": light.seconds})
    goes_on = best is not None and verify(staying, best).holds
    answer = plan_exit(
        staying,
        settings,
        on_event=on_event,
        stop=stop,
        with_baselines=False,
        baseline=best if goes_on else light.plan,
        near=in_force,
        running=running,
    )
    return Regenerated(programme=staying, in_force=in_force, light=light, answer=answer)
