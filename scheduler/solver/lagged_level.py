"""The one level of a project with greatest lags: implied orders first, then two solves abreast.

What lags and resources imply together is posted beside the rules, or leaves no plan at all. Then
one worker proves from below by cores, another looks for plans, both without linear relaxations and
each by itself: workers that share what they learn were slower in both. Measured effects are told in
the README of this package.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from scheduler.solver.known import Known
from scheduler.solver.run import Profile, Run, run
from scheduler.solver.watch import Watch

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.project_search.orders import ImpliedOrders
    from scheduler.solver.lagged_project import ReadProject
    from scheduler.solver.levels import LevelSearch
    from scheduler.solver.settled import Settled

Outcome = Literal["infeasible", "undecided", "refuted"]
STOP_CHECK_SECONDS = 0.05


def settle_lagged(search: LevelSearch, read: ReadProject) -> Settled | Outcome:
    """Settle the level and return it, or how the search ended without a plan.

    `refuted` where two answers contradict each other, so that none of them is to be trusted.
    """
    from scheduler.project_search.orders import implied_orders  # noqa: PLC0415  # loaded by now

    implied = implied_orders(read.project)
    if implied is None:
        return "infeasible"
    finishes = zip(implied.first_starts, read.project.durations, strict=True)
    known = Known(search, max((start + days for start, days in finishes), default=0))
    known.tell()
    level = _LaggedLevel(known, read, implied)
    level.search_side_by_side()
    if known.refuted:
        return "refuted"
    if known.value is not None:
        return known.settled()
    return "infeasible" if level.infeasible else "undecided"


@dataclass(slots=True)
class _LaggedLevel:
    known: Known
    read: ReadProject
    implied: ImpliedOrders
    infeasible: bool = False
    _done: threading.Event = field(default_factory=threading.Event)

    def search_side_by_side(self) -> None:
        """Prove from below on one worker, and look for plans on the others."""
        search = self.known.search
        model = self._model()
        stopper = threading.Thread(target=self._pass_on_stop, daemon=True)
        stopper.start()
        try:
            if search.settings.workers == 1:
                # It finds plans on its way, which cores do not.
                self._solve(model, "bound")
                return
            aside = threading.Thread(
                target=self._solve, args=(model.clone(), "without relaxation"), daemon=True
            )
            aside.start()
            self._solve(model, "cores")
            aside.join()
        finally:
            self._done.set()
            stopper.join()

    def _pass_on_stop(self) -> None:
        """End the solves when the whole search is stopped."""
        while not self._done.wait(STOP_CHECK_SECONDS):
            if self.known.search.stop.is_set():
                self.known.closed.set()

    def _model(self) -> cp_model.CpModel:
        """Return the model of the rules with what they imply, and its cost to be minimised."""
        build = self.known.search.build
        cost = self.known.post_cost()
        model, names = build.model, [activity.id for activity in self.read.activities]
        for before, after in self.implied.orders:
            model.add(build.finish(names[before]).position <= build.start(names[after]).position)
        windows = zip(names, self.implied.first_starts, self.implied.last_starts, strict=True)
        for name, first, last in windows:
            model.add_linear_constraint(build.start(name).position, first, last)
        model.add(cost >= self.known.bound)
        model.minimize(cost)
        return model

    def _solve(self, model: cp_model.CpModel, profile: Profile) -> None:
        known = self.known
        watch = Watch(1, known.on_progress, known.on_found)
        result = run(
            model,
            known.search.settings,
            known.search.clock.left,
            stop=known.closed,
            on_solution=watch,
            on_bound=watch.on_bound,
            profile=profile,
        )
        self._judge(result)

    def _judge(self, result: Run) -> None:
        """Take in how one of the two ended, and end the other where that says all."""
        if result.status == "infeasible":
            self.infeasible = True
            if self.known.value is not None:
                self.known.refute()
            self.known.closed.set()
            return
        self.known.take_result(result)
