"""What the start page says: the programmes there are, and those to try."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from api.store.approvals import approved_among
from api.store.plans import list_plans
from api.store.programmes import get_revision, list_programmes
from api.store.records import PlanRecord, ProgrammeRecord
from api.store.watching import latest_event
from api.web.changing.in_force import in_force_of, standing_of
from api.web.ways_to_plan import how_asked
from api.web.wording import Told, instant, state_of
from scheduler.interchange.elsewhere import BREAKS_RULES
from scheduler.pictures.wording import long_date

SHOWN = 20
"""Programmes on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in one line."""

    id: str
    revision: int
    asked: str
    how: str
    """How it was asked for; nothing where that was as usual."""
    state: Told
    headline: str
    standing: tuple[Told, ...]
    """Whether it is in force, and approved."""
    breaks_rules: bool
    """Of one made elsewhere: it stands beside others only where somebody asks for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCard:
    """A programme with its latest plan."""

    id: str
    name: str
    revision: int
    contract_end: str
    plan: PlanLine | None
    in_force: str
    """Id of the plan in force; nothing where none was made so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCards:
    """One page of programmes, newest first."""

    cards: tuple[ProgrammeCard, ...]
    older: str | None
    """Where the next page begins."""


def programme_cards(c: Connection, tenant: str, after: str | None) -> ProgrammeCards:
    """Return one page of programmes."""
    found = list_programmes(c, tenant, limit=SHOWN + 1, after=after)
    shown = found[:SHOWN]
    return ProgrammeCards(
        cards=tuple(_card(c, tenant, programme) for programme in shown),
        older=shown[-1].id if len(found) > SHOWN else None,
    )


def plan_lines(c: Connection, plans: Sequence[PlanRecord]) -> tuple[PlanLine, ...]:
    """Return plans in one line each, all of one tenant."""
    if not plans:
        return ()
    tenant = plans[0].tenant
    approved = approved_among(c, tenant, [plan.id for plan in plans])
    in_force = {
        programme: in_force_of(c, tenant, programme)
        for programme in {plan.programme for plan in plans}
    }
    return tuple(
        _line(c, plan, standing_of(plan.id, in_force[plan.programme], approved)) for plan in plans
    )


def _card(c: Connection, tenant: str, programme: ProgrammeRecord) -> ProgrammeCard:
    latest = plan_lines(c, list_plans(c, tenant, programme=programme.id, limit=1))
    return ProgrammeCard(
        id=programme.id,
        name=programme.name,
        revision=programme.revision,
        contract_end=_contract_end(c, programme),
        plan=latest[0] if latest else None,
        in_force=in_force_of(c, tenant, programme.id),
    )


def _line(c: Connection, plan: PlanRecord, standing: tuple[Told, ...]) -> PlanLine:
    found = latest_event(c, plan.tenant, plan.id, "plan") if plan.incumbents else None
    summary = {} if found is None else found.data.get("summary") or {}
    return PlanLine(
        id=plan.id,
        revision=plan.revision,
        asked=instant(plan.submitted_at),
        how=how_asked(plan.settings),
        state=state_of(plan),
        headline=str(summary.get("headline", "")),
        standing=standing,
        breaks_rules=plan.outcome == BREAKS_RULES,
    )


_ends: dict[str, str] = {}
_MOST_ENDS = 1_000


def _contract_end(c: Connection, programme: ProgrammeRecord) -> str:
    """Return the contract end of the latest revision, kept at hand by the document's hash."""
    known = _ends.get(programme.hash)
    if known is None:
        revision = get_revision(c, programme.tenant, programme.id, programme.revision)
        document = json.loads("{}" if revision is None else revision.document)
        known = long_date(date.fromisoformat(document["contract"]["end_date"]))
        if len(_ends) >= _MOST_ENDS:
            _ends.clear()
        _ends[programme.hash] = known
    return known
