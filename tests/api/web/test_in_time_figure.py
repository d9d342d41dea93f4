"""How likely a plan is in time stands beside what is known of better ones."""

import re

import pytest

from api.web.in_time_figure import in_time_figure, of_a_hundred
from scheduler.papers.chances import PROBABILITY, per_cent
from scheduler.pictures.risk_contents import IN_TIME_MEANS
from scheduler.simulation.assess import RiskSettings, assess
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.test_board_pages import simulate
from tests.api.web.visitor import Page, visit


def links(page: Page) -> dict[str, str | None]:
    return {a.text: a.attributes["href"] for a in page.all("a")}


def test_it_is_not_worked_out_until_it_was_simulated(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.plan()
    worker = service.work(plan)
    worker.find()
    assert "In time" not in {tag.text for tag in visit(service, f"/plans/{plan}").all("dt")}
    worker.finish()
    before = visit(service, f"/plans/{plan}")
    names = [tag.text for tag in before.all("dt")]
    assert names[-2:] == ["Is there a better plan?", "In time"]
    assert "In time not worked out yet" in before.text
    address = links(before)["Work out how sure the end date is"]
    assert address == "#reasons"
    assert 'id="reasons"' in before.html
    assert "How sure the end date is" in {tag.text for tag in before.all("button")}

    simulate(service, plan)
    after = visit(service, f"/plans/{plan}")
    programme, found = small()
    share = assess(programme, found, RiskSettings(samples=50)).in_time.value
    assert f"In time in {of_a_hundred(share)} of 100 runs of 50 simulated" in after.text
    assert "not worked out yet" not in after.text
    # A board is told the same probability, and what it is of.
    board = visit(service, f"/plans/{plan}/board")
    assert f"{PROBABILITY} {per_cent(share)}" in board.text
    assert (
        f"Every service is {IN_TIME_MEANS}, with a probability of {per_cent(share)}" in board.text
    )
    shown = visit(service, links(after)["How sure the end date is"] or "")
    assert re.search(r"In [\w ]*\d+ % of 50 runs all services are transferred", shown.text)
    public = visit(service, f"/plans/{plan}/public")
    assert "of 100 runs" not in public.text


def test_a_simulation_of_no_plan_says_nothing() -> None:
    for kind, text in (("risk", '{"feasible": false}'), ("options", '{"curve": []}')):
        assert in_time_figure({"a": (kind, text)}).value == "not worked out yet"


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0"), (0.001, "under 1"), (0.75, "75"), (0.994, "99"), (0.999, "over 99"), (1, "100")],
)
def test_what_is_not_certain_is_not_rounded_to_certain(share: float, told: str) -> None:
    assert of_a_hundred(share) == told
