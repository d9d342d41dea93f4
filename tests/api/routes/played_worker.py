"""The part of a worker, played: real writes of the store, in the forms that workers write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from api.jobs.recording import Told
from api.jobs.writing import Written, write, written
from api.store import attempts
from api.store.database import Database
from api.store.records import Attempt, to_json
from scheduler.answers import Answer, Claim, Clash, LevelOutcome, SolveFacts
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.solver.gather import Gathered
from scheduler.verification.verify import verify
from tests.api.programmes import SMALL

LEVEL = LevelOutcome(
    name="schedule_contingency",
    value=60,
    bound=None,
    tolerance=0,
    unit="working days",
    proved=False,
    claim=Claim.FEASIBLE,
)
SMALL_PLAN = Path(__file__).with_name("small_plan.json")
FACTS = SolveFacts(seconds=0.5, workers=1, seed=1, ortools="9.15")


@cache
def small() -> tuple[ExpandedProgramme, Plan]:
    """Return the small programme and a plan of it that meets every rule.

    It is stored: a search that is stopped at its first plan may find one or two more before it
    hears of that, and what tests say of dates and reasons holds for one plan.
    """
    programme = valid_programme(SMALL).expanded
    plan = read_plan(SMALL_PLAN.read_bytes(), programme).plan
    assert verify(programme, plan).holds
    return programme, plan


@cache
def later() -> Plan:
    """Return that plan with one acceptance at the next review; it meets every rule as well."""
    programme, plan = small()
    at = plan.placed["NET.acceptance"]
    move = timedelta(days=14)
    moved = Placed(start=at.start + move, finish=at.finish + move)
    found = Plan(options=plan.options, placed={**plan.placed, "NET.acceptance": moved})
    assert verify(programme, found).holds
    return found


@cache
def measured() -> tuple[LevelOutcome, ...]:
    """Return every level as it is in the plan, none of them proved."""
    programme, plan = small()
    gathered = Gathered(programme, lambda _: None)
    assert gathered.offer(plan, "construction")
    return gathered.level_outcomes()


@dataclass
class PlayedWorker:
    """A worker at one plan or analysis."""

    database: Database
    plan_id: str
    name: str = "w1"
    attempt: Attempt = field(init=False)

    def __post_init__(self) -> None:
        """Claim it."""
        with self.database.writing() as connection:
            found = attempts.claim(connection, self.plan_id, self.name)
        assert found is not None
        self.attempt = found

    def tell(self, kind: str, data: Mapping[str, Any]) -> None:
        """Tell of something."""
        self._write(Written(type=kind, data=dict(data)))

    def progress(self, value: int, bound: int) -> None:
        """Tell how far the search is."""
        said = {"level": LEVEL.name, "value": value, "bound": bound, "gap": abs(value - bound)}
        self.tell("progress", {**said, "seconds": 1.5})

    def find(self, plan: Plan | None = None) -> None:
        """Store a checked plan, the first found unless another is given."""
        programme, first = small()
        plan = plan or first
        data = {"source": "construction", "seconds": 0.4}
        told = Told(type="plan", data=data, plan=plan, objectives=(LEVEL,))
        self._write(written(told, programme))

    def finish(self, state: str = "completed", plan: Plan | None = None, **said: object) -> None:
        """End with the plan of `find`, and what else the answer says."""
        answer = Answer(
            outcome="plan",
            claim=Claim.FEASIBLE,
            objectives=measured(),
            plan=plan or small()[1],
            solve=FACTS,
        )
        self._end(state, answer, said)

    def tell_row(self, id: str, latest: str) -> None:
        """Tell of a partial result of an analysis."""
        self.tell("row", {"row": "latest_date", "id": id, "latest": latest})

    def know(self, document: Mapping[str, Any], state: str = "completed") -> None:
        """End an analysis; all is known unless it is stopped."""
        with self.database.writing() as connection:
            assert attempts.finish(
                connection,
                self.attempt,
                state=state,
                answer=to_json(document),
                outcome="complete" if state == "completed" else "partial",
            )

    def find_none(self) -> None:
        """End with a clash."""
        clash = Clash(rules=("XMAS", "END"), statements=("…", "…"), minimal=True, proved=True)
        self._end(
            "completed",
            Answer(outcome="infeasible", claim=Claim.CONFIRMED, clashes=(clash,), solve=FACTS),
        )

    def fail(self, code: str = "unsound_plan") -> None:
        """End with a fault of ours."""
        with self.database.writing() as connection:
            assert attempts.finish(
                connection,
                self.attempt,
                state="failed",
                answer=None,
                failure_code=code,
                failure_detail="…",
            )

    def _end(self, state: str, answer: Answer, said: Mapping[str, object] | None = None) -> None:
        document = to_json({**answer_to_jsonable(answer, small()[0]), **(said or {})})
        with self.database.writing() as connection:
            assert attempts.finish(
                connection, self.attempt, state=state, answer=document, outcome=answer.outcome
            )

    def _write(self, entry: Written) -> None:
        with self.database.writing() as connection:
            assert write(connection, self.attempt, [entry])
