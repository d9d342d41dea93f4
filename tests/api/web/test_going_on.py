"""An answer that ended by its time leads to a search that goes on from it, by one press."""

import pytest

from scheduler.answers import Answer, Claim
from scheduler.interchange.answer_json import answer_to_jsonable
from tests.api.routes.elsewhere import kept
from tests.api.routes.played_worker import FACTS, measured, small
from tests.api.routes.service import Service
from tests.api.web.visitor import press, pressed, visit

WORDS = "Search on from this plan, for up to 15 minutes"


def _ended(service: Service, stopped_by: str, **asked: object) -> str:
    plan = service.plan(asked)
    worker = service.work(plan)
    worker.find()
    worker.finish(solve={**_facts(), "stopped_by": stopped_by})
    return plan


def _facts() -> dict[str, object]:
    answer = Answer(
        outcome="plan", claim=Claim.FEASIBLE, objectives=measured(), plan=small()[1], solve=FACTS
    )
    found: dict[str, object] = answer_to_jsonable(answer, small()[0])["solve"]
    return found


def _offered(service: Service, plan: str) -> bool:
    page = visit(service, f"/plans/{plan}")
    assert (WORDS in page.text) == any(
        form.attributes["action"] == f"/plans/{plan}/search-on" for form in page.all("form")
    )
    return WORDS in page.text


def test_it_goes_on_from_the_plan_as_it_was_asked_for(service: Service) -> None:
    plan = _ended(service, "limit", time_limit_seconds=5, durations="max", seed=7)
    assert _offered(service, plan)
    # Whatever became of the programme since, it is the same programme that is planned.
    before = service.read(plan)
    place = pressed(service, f"/plans/{plan}/search-on")
    made = service.read(place.removeprefix("/plans/"))
    assert made["state"] == "queued"
    assert (made["programme"], made["revision"]) == (before["programme"], before["revision"])
    assert made["settings"] == {
        **before["settings"],
        "start_from": plan,
        "time_limit_seconds": 900.0,
    }


@pytest.mark.parametrize(("stopped_by", "offered"), [("request", True), ("proof", False)])
def test_it_is_offered_where_more_may_be_found(
    service_on_sqlite: Service, stopped_by: str, *, offered: bool
) -> None:
    assert _offered(service_on_sqlite, _ended(service_on_sqlite, stopped_by)) is offered


def test_a_plan_made_elsewhere_is_searched_on_from_as_usual(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme = service.read(service.plan())["programme"]
    plan = kept(service, programme, small()[1])["id"]
    assert _offered(service, plan)
    made = service.read(pressed(service, f"/plans/{plan}/search-on").removeprefix("/plans/"))
    assert made["settings"]["start_from"] == plan
    assert not made["settings"].get("made_elsewhere")


def test_there_must_be_a_plan_to_go_on_from(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    waiting = service.plan()
    none = service.plan()
    service.work(none).find_none()
    for plan in (waiting, none):
        assert not _offered(service, plan)
        assert press(service, f"/plans/{plan}/search-on").status_code == 409
