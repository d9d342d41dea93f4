"""What has happened is told on one page, filled in as it was planned, and becomes a revision."""

from typing import Any
from urllib.parse import urlencode

from api.web.changing.progress_page import MOST_ROWS
from tests.api.routes.changing import in_force
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.test_changing import FORM
from tests.api.web.visitor import Page, visit

DAY = "2023-06-01"


def form_of(service: Service, programme: str, day: str = DAY) -> dict[str, str]:
    """Return what a person would send who changes nothing of what is filled in."""
    page = visit(service, f"/programmes/{programme}/progress?day={day}")
    return {
        field.attributes["name"]: field.attributes.get("value", "")
        for field in page.all("input")
        if field.attributes["name"] != "day" or field.attributes["type"] == "hidden"
    }


def tell(service: Service, programme: str, given: dict[str, str]) -> tuple[int, str]:
    """Send the form; return the status and where it leads, or the page."""
    answer = service.client.post(
        f"/programmes/{programme}/progress", content=urlencode(given), headers=FORM
    )
    return answer.status_code, answer.headers.get("Location", answer.text)


def document_of(service: Service, programme: str) -> dict[str, Any]:
    found: dict[str, Any] = service.client.get(f"/v1/programmes/{programme}").json()
    return found


def test_all_that_should_have_begun_is_asked_and_nothing_else(service_on_sqlite: Service) -> None:
    programme, _ = in_force(service_on_sqlite)
    given = form_of(service_on_sqlite, programme)
    asked = {name.removeprefix("began:") for name in given if name.startswith("began:")}
    placed = small()[1].placed
    due = {id for id, at in placed.items() if at.start.isoformat() <= DAY}
    assert 0 < len(due) < min(len(placed), MOST_ROWS)
    assert asked == due
    for id in due:
        assert given[f"began:{id}"] == placed[id].start.isoformat()
        over = placed[id].finish.isoformat()
        assert given[f"finished:{id}"] == (over if over <= DAY else "")


def test_what_went_as_planned_is_a_revision_and_a_plan_near_the_one_in_force(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, plan = in_force(service)
    status, place = tell(service, programme, form_of(service, programme))
    assert status == 303, place
    made = service.read(place.removeprefix("/plans/"))
    assert (made["revision"], made["settings"]["in_force"]) == (2, plan)
    document = document_of(service, programme)
    assert document["status_date"] == DAY
    placed = small()[1].placed
    for entry in document["progress"]:
        at = placed[entry["activity"]]
        assert entry["actual_start"] == at.start.isoformat()
        assert entry.get("actual_finish", DAY) <= DAY
    # What is over is not asked again, and what goes on is.
    again = {n for n in form_of(service, programme, "2023-06-02") if n.startswith("began:")}
    over = {f"began:{e['activity']}" for e in document["progress"] if "actual_finish" in e}
    assert over
    assert not again & over


def test_what_was_otherwise_is_told_so(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, _ = in_force(service)
    given = form_of(service, programme)
    late, *_ = sorted(
        (name.partition(":")[2] for name in given if name.startswith("began:")),
        key=lambda id: (small()[1].placed[id].start, id),
        reverse=True,
    )
    given |= {f"began:{late}": "", f"finished:{late}": "", f"remaining:{late}": ""}
    assert tell(service, programme, given)[0] == 303
    assert late not in {e["activity"] for e in document_of(service, programme)["progress"]}


def test_everything_that_is_wrong_is_told_at_its_field(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, _ = in_force(service)
    given = form_of(service, programme)
    one, two, three = [n.partition(":")[2] for n in given if n.startswith("began:")][:3]
    given |= {
        f"began:{one}": "",
        f"finished:{one}": "2023-05-01",
        f"began:{two}": "soon",
        f"finished:{three}": "2031-01-01",
        f"remaining:{three}": "x",
    }
    status, html = tell(service, programme, given)
    assert status == 422
    pointed = [a.attributes["href"] for a in Page(html).all("a")]
    for field in (f"began:{one}", f"began:{two}", f"finished:{three}", f"remaining:{three}"):
        assert f"#{field}" in pointed
    assert "status_date" not in document_of(service, programme)


def test_a_day_that_cannot_be_is_refused_and_a_programme_without_plan_says_so(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, _ = in_force(service)
    for day in ("yesterday", "1990-01-01"):
        answer = service.client.get(f"/programmes/{programme}/progress?day={day}")
        assert answer.status_code == 422
        assert "There is a problem" in answer.text
    assert "no plan" in visit(service, f"/programmes/{service.programme()}/progress").text


def test_sent_twice_it_is_one_report_and_a_change_meanwhile_is_not_overlooked(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, _ = in_force(service)
    given = form_of(service, programme)
    told = tell(service, programme, given)
    assert told[0] == 303
    assert tell(service, programme, given) == told
    status, html = tell(service, programme, {**given, "key": "another"})
    assert status == 422
    assert "meanwhile" in Page(html).text
    revisions = service.client.get(f"/v1/programmes/{programme}/revisions").json()["revisions"]
    assert len(revisions) == 2
