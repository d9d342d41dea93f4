"""The key figures of a plan."""

import json
from dataclasses import replace
from typing import Any

from scheduler.pictures.headline import headline
from scheduler.pictures.summary import plan_summary


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
