"""Another scheduler, that of MPXJ, puts no task of an exported plan on another date."""

from datetime import UTC, datetime
from typing import Any

import pytest

from scheduler.exchange.exporting import export_plan
from tests.exchange.second_opinion import moved
from tests.exchange.test_from_plan import lincolnshire

MADE = datetime(2021, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("format_id", "hold"),
    [("mspdi", "manual"), ("mspdi", "constraints"), ("xer", None), ("pmxml", None)],
)
def test_scheduling_an_exported_plan_moves_nothing(format_id: str, hold: Any) -> None:
    expanded, plan = lincolnshire()
    sent = export_plan(expanded, plan, format_id, made=MADE, hold=hold).content
    tasks, elsewhere = moved(sent, format_id)
    assert tasks >= len(plan.placed)
    assert elsewhere == []


def test_the_links_alone_would_let_most_tasks_begin_sooner() -> None:
    """The scheduler does schedule: without what holds them tasks move."""
    expanded, plan = lincolnshire()
    sent = export_plan(expanded, plan, "mspdi", made=MADE, hold="links").content
    tasks, elsewhere = moved(sent, "mspdi")
    assert len(elsewhere) > tasks // 2
