"""The life cycle of a job, walked at random beside a small model: no step is taken that is not allowed.

Workers die, freeze and come back, orders are repeated, people ask for the end. Long:
`pytest -m slow tests/api/store/test_life_cycle.py`.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from api.store import attempts, audit_chain, outbox, plans
from api.store.database import Database
from api.store.records import Attempt
from api.store.tables import AT_WORK, TERMINAL
from tests.api.store.shelf import TENANT, finish, look, release, rows, save, stock, told

MOST_CRASHES = 4
WORKERS = st.sampled_from(["w1", "w2", "w3"])
_numbers = itertools.count()


@dataclass
class Model:
    """What a job should be like."""

    state: str = "queued"
    attempt: int = 0
    open: bool = False
    """Whether the newest attempt has no end yet."""
    lost: int = 0
    saved: int = 0
    dispatch: int = 1
    held: list[Attempt] = field(default_factory=list)
    """Attempts whose workers believe that they are at work, older ones first."""

    @property
    def over(self) -> bool:
        """Whether nothing may change any more."""
        return self.state in TERMINAL

    def is_newest(self, attempt: Attempt) -> bool:
        """Whether an attempt may write."""
        return attempt.number == self.attempt and self.state in AT_WORK


class LifeCycle(RuleBasedStateMachine):
    """One job in a database, beside its model."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.id = f"pln_{next(_numbers)}"
        stock(self.database, self.id)
        self.model = Model()

    @rule(worker=WORKERS, stale=st.booleans())
    def claim(self, worker: str, stale: bool) -> None:  # drawn
        """A worker takes the job, of its newest order or of one from before."""
        m = self.model
        dispatch = m.dispatch - 1 if stale else m.dispatch
        with self.database.writing() as c:
            found = attempts.claim(c, self.id, worker, dispatch=dispatch, most_crashes=MOST_CRASHES)
        if m.over or stale:
            assert found is None
            return
        if m.open:
            m.lost, m.open = m.lost + 1, False
        if m.state == "stopping":
            assert found is None
            m.state = "cancelled"
        elif m.lost >= MOST_CRASHES:
            assert found is None
            m.state = "failed"
        else:
            assert found is not None
            m.attempt, m.open, m.state = m.attempt + 1, True, "running"
            assert (found.number, found.crashes) == (m.attempt, m.lost)
            assert found.baseline == (json.dumps(m.saved) if m.saved else None)
            m.held.append(found)

    @rule(data=st.data())
    def save(self, data: st.DataObject) -> None:
        """A worker, perhaps one that was declared dead, stores a better plan."""
        attempt = self._some(data)
        if attempt is not None:
            allowed = self.model.is_newest(attempt)
            assert save(self.database, attempt, json.dumps(self.model.saved + 1)) == allowed
            self.model.saved += allowed

    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        """It tells how far it is."""
        attempt = self._some(data)
        if attempt is not None:
            with self.database.writing() as c:
                done = attempts.add_event(c, attempt, "progress", {"attempt": attempt.number})
            assert done == self.model.is_newest(attempt)

    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        """It ends the job with an answer."""
        attempt = self._some(data)
        if attempt is not None:
            allowed = self.model.is_newest(attempt)
            assert finish(self.database, attempt, json.dumps({"by": attempt.number})) == allowed
            if allowed:
                self.model.state, self.model.open = "completed", False

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """It gives the job back, as it is about to end."""
        attempt = self._some(data)
        if attempt is None:
            return
        m = self.model
        allowed = m.is_newest(attempt)
        assert release(self.database, attempt) == allowed
        if allowed:
            m.open = False
            if m.state == "stopping":
                m.state = "cancelled"
            else:
                m.state = "queued"

    @rule(data=st.data())
    def ask_how_it_stands(self, data: st.DataObject) -> None:
        """A worker asks whether it may go on."""
        attempt = self._some(data)
        if attempt is not None:
            with self.database.reading() as c:
                said = attempts.standing(c, attempt)
            if not self.model.is_newest(attempt):
                assert said == "lost"
            else:
                assert said == ("stop" if self.model.state == "stopping" else "mine")

    @rule()
    def ask_for_the_end(self) -> None:
        """Somebody asks for the end."""
        m = self.model
        with self.database.writing() as c:
            plans.request_stop(c, TENANT, "bob", self.id)
        if m.state == "queued":
            m.state = "cancelled"
        elif m.state == "running":
            m.state = "stopping"

    @rule(expected=st.sampled_from(["newest", "older", "any"]))
    def order_anew(self, expected: str) -> None:
        """The worker of the job counts as lost: it is ordered anew."""
        m = self.model
        number = {"newest": m.dispatch, "older": m.dispatch - 1, "any": None}[expected]
        with self.database.writing() as c:
            done = outbox.dispatch_again(c, self.id, number)
        assert done == (not m.over and expected != "older")
        m.dispatch += done
        if done and m.state != "stopping":
            m.state = "queued"

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        """The job is what the model says, and nothing is missing of its story."""
        m, found = self.model, look(self.database, self.id)
        assert (found.state, found.attempt, found.incumbents, found.dispatch) == (
            m.state,
            m.attempt,
            m.saved,
            m.dispatch,
        )
        assert (found.finished_at is not None) == m.over
        kinds = [event.type for event in told(self.database, self.id)]
        assert kinds.count("finished") == int(m.over)
        if m.over:
            assert kinds[-1] == "finished"

    def teardown(self) -> None:
        """Look at what all of it left."""
        endings = [
            ending
            for plan, ending in rows(self.database, "attempts", "plan", "ending")
            if plan == self.id
        ]
        assert endings.count(None) == int(self.model.open)
        assert endings.count("lost") == self.model.lost
        if self.model.state == "queued":
            # Or the queue of a long test is full one day.
            with self.database.writing() as c:
                plans.request_stop(c, TENANT, "bob", self.id)

    def _some(self, data: st.DataObject) -> Attempt | None:
        if not self.model.held:
            return None
        return data.draw(st.sampled_from(self.model.held))


def walked(database: Database, runs: int, steps: int) -> None:
    machine: Any = type("LifeCycleThere", (LifeCycle,), {"database": database})
    how = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)
    with database.reading() as c:
        assert audit_chain.verify_chain(c, TENANT).holds


def test_a_job_takes_no_step_that_is_not_allowed(database: Database) -> None:
    walked(database, 8, 25)


@pytest.mark.slow
@pytest.mark.parametrize("runs", [200, 2_000])
def test_nor_in_many_more_walks(database: Database, runs: int) -> None:
    walked(database, runs, 50)
