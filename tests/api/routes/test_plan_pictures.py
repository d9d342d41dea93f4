"""Pictures of plans: drawn of the best checked plan, kept, safe to open."""

from xml.etree import ElementTree as ET

import pytest

from scheduler.pictures.gantt_svg import gantt_svg
from scheduler.pictures.heatmap_svg import heatmap_svg
from tests.api.programmes import problem
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service

PICTURES = ("gantt.svg", "gantt.svg?detail=activities", "heatmap.svg")


def test_pictures_are_those_of_the_command_line(either_service: Service) -> None:
    plan_id = either_service.plan()
    worker = either_service.work(plan_id)
    worker.find()
    programme, plan = small()
    title = programme.document.name
    expected = (
        gantt_svg(programme, plan, title=title),
        gantt_svg(programme, plan, title=title, detail="activities"),
        heatmap_svg(programme, plan, title=title),
    )
    for _ in range(2):
        for picture, drawn in zip(PICTURES, expected, strict=True):
            answer = either_service.client.get(f"/v1/plans/{plan_id}/{picture}")
            assert answer.status_code == 200, answer.text
            assert answer.headers["Content-Type"] == "image/svg+xml"
            assert answer.text == drawn
        worker.tell("level", {"level": "concessions"})


def test_pictures_are_drawn_on_the_durations_of_the_plan(service: Service) -> None:
    plan_id = service.plan({"durations": "max"})
    service.work(plan_id).find()
    drawn = service.client.get(f"/v1/plans/{plan_id}/gantt.svg").text
    assert "calculated on maximum durations" in drawn


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_opened_by_itself_may_style_itself_and_nothing_else(
    service: Service, picture: str
) -> None:
    plan_id = service.plan()
    service.work(plan_id).find()
    answer = service.client.get(f"/v1/plans/{plan_id}/{picture}")
    policy = answer.headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    root = ET.fromstring(answer.text)  # noqa: S314  # our own text
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


def test_a_picture_that_has_not_changed_is_not_sent_again(service: Service) -> None:
    plan_id = service.plan()
    worker = service.work(plan_id)
    worker.find()
    address = f"/v1/plans/{plan_id}/gantt.svg"
    tag = service.client.get(address).headers["ETag"]
    worker.progress(1, 2)
    same = service.client.get(address, headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    other = service.client.get(f"{address}?detail=activities", headers={"If-None-Match": tag})
    assert other.status_code == 200
    worker.find()
    assert service.client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("picture", PICTURES)
def test_without_a_plan_it_is_said_whether_one_may_still_come(
    service: Service, picture: str
) -> None:
    plan_id = service.plan()
    address = f"/v1/plans/{plan_id}/{picture}"
    waits = service.client.get(address)
    assert problem(waits, 409, "no_plan")["final"] is False
    assert waits.headers["Retry-After"] == "1"
    service.work(plan_id).find_none()
    done = service.client.get(address)
    assert problem(done, 409, "no_plan")["final"] is True
    assert "Retry-After" not in done.headers


def test_details_are_those_there_are(service: Service) -> None:
    plan_id = service.plan()
    service.work(plan_id).find()
    answer = service.client.get(f"/v1/plans/{plan_id}/gantt.svg?detail=everything")
    problem(answer, 422, "malformed_parameter")
    answer = service.client.get(f"/v1/plans/{plan_id}/heatmap.svg?detail=services")
    problem(answer, 422, "malformed_parameter")


def test_the_store_of_pictures_stays_small(service: Service) -> None:
    kept = service.services.pictures
    size = 20_000_000
    for number in range(4):
        assert len(kept.get(number, lambda: b"x" * size)) == size
    made: list[int] = []
    for number in (3, 0):
        kept.get(number, lambda number=number: made.append(number) or b"y")  # type: ignore[misc,func-returns-value]
    assert made == [0]
