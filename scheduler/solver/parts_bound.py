"""The bound from parts, found beside a schedule search: part after part, each for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.objectives import term_of
from scheduler.solver.build import build_model
from scheduler.solver.parts import part_of, parts_of
from scheduler.solver.run import run
from scheduler.solver.settings import SearchSettings

LEAST_SECONDS = 1.0
"""For a part, however little time is left for all."""


@dataclass(slots=True)
class PartsBound:
    """Bounds of the parts of a programme; those not solved yet count as the caller says."""

    programme: ExpandedProgramme
    level: ObjectiveLevel
    settings: SearchSettings
    left: Callable[[], float]
    tell: Callable[[int], None]
    stop: threading.Event

    def find(self, at_least: Callable[[ExpandedProgramme], int]) -> None:
        """Tell of every better bound; `at_least` is what a part costs in any case."""
        parts = [part_of(self.programme, groups) for groups in parts_of(self.programme)]
        simple = [at_least(part) for part in parts]
        total = sum(simple)
        for number, part in enumerate(parts):
            if self.stop.is_set() or self.left() <= 0:
                return
            seconds = max(LEAST_SECONDS, self.left() / (len(parts) - number))
            bound = self._bound(part, seconds)
            if bound is not None and bound > simple[number]:
                total += bound - simple[number]
                self.tell(total)

    def _bound(self, part: ExpandedProgramme, seconds: float) -> int | None:
        build = build_model(part, feasibility_only=True)
        build.model.minimize(term_of(self.level).post(build))
        alone = replace(self.settings, workers=1)
        return run(build.model, alone, seconds, stop=self.stop).bound
