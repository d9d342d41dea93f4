"""The end of a plan or an analysis, however it comes about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from api.store import audit, events, outbox
from api.store.clock import now_ms
from api.store.queueing import stop_shares
from api.store.records import digest_of
from api.store.tables import ANALYSIS, TERMINAL, incumbents, plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a plan ends; without an answer the best checked plan, if any, is what there is."""

    state: str
    answer: str | None = None
    outcome: str | None = None
    failure_code: str | None = None
    failure_detail: str | None = None

    def __post_init__(self) -> None:
        """Refuse a state in which a plan goes on. Raises ValueError."""
        if self.state not in TERMINAL:
            raise ValueError(f"a plan does not end as {self.state}")

    @property
    def event(self) -> Mapping[str, Any]:
        """What is told to those who watch."""
        told: dict[str, Any] = {"state": self.state, "outcome": self.outcome}
        return told if self.failure_code is None else {**told, "code": self.failure_code}


def end(c: Connection, actor: str, how: Ending, *guard: ColumnElement[bool]) -> bool:
    """End the plan that a guard names, an analysis with its shares; False where it names none."""
    row = c.execute(
        update(plans)
        .where(plans.c.state.not_in(sorted(TERMINAL)), *guard)
        .values(
            state=how.state,
            answer=how.answer,
            outcome=how.outcome,
            failure_code=how.failure_code,
            failure_detail=how.failure_detail,
            finished_at=now_ms(),
            last_event=plans.c.last_event + 1,
        )
        .returning(
            plans.c.tenant,
            plans.c.id,
            plans.c.kind,
            plans.c.attempt,
            plans.c.incumbents,
            plans.c.last_event,
        )
    ).one_or_none()
    if row is None:
        return False
    outbox.drop(c, row.id)
    events.append(c, row.tenant, row.id, row.last_event, "finished", how.event)
    detail = {**how.event, "attempt": row.attempt, **_digests(c, row.id, row.incumbents, how)}
    if row.kind == ANALYSIS:
        stop_shares(c, row.tenant, actor, row.id)
    audit.note(c, row.tenant, actor, f"{row.kind}.{how.state}", row.id, detail)
    return True


def _digests(c: Connection, id: str, number: int, how: Ending) -> dict[str, str]:
    """Return by what is known, for good, which answer and which best checked plan there were."""
    best = c.execute(
        select(incumbents.c.document).where(incumbents.c.plan == id, incumbents.c.number == number)
    ).scalar_one_or_none()
    found = {"answer_sha256": how.answer, "plan_sha256": best}
    return {name: digest_of(text) for name, text in found.items() if text is not None}
