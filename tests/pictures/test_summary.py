"""The key figures of a plan."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from scheduler.domain.activities import ACCEPTANCE
from scheduler.domain.plan import Placed, Plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.headline import accepted_late, headline, last_acceptance
from scheduler.pictures.summary import plan_summary
from tests.agreement.worlds import FIXTURES


def test_figures_are_those_of_the_headline_and_the_heat_map(tiny: Any) -> None:
    summary = plan_summary(tiny.expanded, tiny.plan, concessions=2)
    assert summary.headline == headline(tiny.expanded, tiny.plan)
    assert summary.concessions == 2
    peak = summary.peak_change_load
    assert peak is not None
    assert peak.name == next(
        g.name or g.id for g in tiny.expanded.document.user_groups if g.id == peak.user_group
    )
    assert peak.week.weekday() == 0


def test_figures_are_plain_json(tiny: Any) -> None:
    plain = plan_summary(tiny.expanded, tiny.plan, concessions=0).to_jsonable()
    assert json.loads(json.dumps(plain)) == plain


def test_a_plan_without_transfers_has_no_dates(tiny: Any) -> None:
    summary = plan_summary(tiny.expanded, replace(tiny.plan, placed={}), concessions=0)
    assert summary.last_transfer is None
    assert summary.contingency_weeks is None
    assert summary.peak_change_load is None
    assert json.loads(json.dumps(summary.to_jsonable()))["peak_change_load"] is None


def test_services_accepted_after_the_contract_ends_are_counted() -> None:
    programme = valid_programme((FIXTURES / "programmes/small.json").read_bytes()).expanded
    names = [a.id for a in programme.document.activities if a.kind == ACCEPTANCE]
    end = programme.document.contract.end_date
    later = (date(2024, 4, 1), date(2024, 4, 9))

    def plan(*days: date) -> Plan:
        placed = {id: Placed(start=day, finish=day) for id, day in zip(names, days, strict=True)}
        return Plan(options={}, placed=placed)

    in_time = plan(end, end, end)
    assert accepted_late(programme, in_time) == ""
    assert last_acceptance(programme, in_time) == end
    assert accepted_late(programme, plan(end, *later)) == (
        "2 services are accepted only after the contract ends, the last on 9 April 2024."
    )
    assert accepted_late(programme, plan(end, end, later[0])) == (
        "1 service is accepted only after the contract ends, on 1 April 2024."
    )
    assert last_acceptance(programme, Plan(options={}, placed={})) is None
