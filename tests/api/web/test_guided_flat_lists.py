"""Flat task lists on the import page: services and groups are sorted as they are told."""

import json
from dataclasses import replace

import httpx
import pytest

from api.routes import imports
from api.web.importing import guided
from scheduler.exchange.mspdi.write import write_mspdi
from scheduler.exchange.project_schedule import Task
from tests.api.routes.service import Service
from tests.api.web.guided import (
    FIRST,
    IN_HOUSE,
    asked,
    asked_of,
    import_here,
    marked,
    project,
    reply,
)
from tests.api.web.visitor import Page


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, which takes a tenth of the time."""
    monkeypatch.setattr(guided, "import_in_child", import_here)


def flat_list() -> bytes:
    """Return tasks without an outline, whose names begin with what they are of."""
    names = ("Payroll - build", "Payroll - live", "Network - build", "Network - live", "Party")
    tasks = tuple(
        replace(task, name=name, parent=None)
        for task, name in zip(
            (*leaves(project().tasks), leaves(project().tasks)[0]), names, strict=True
        )
    )
    numbered = tuple(replace(task, id=str(at)) for at, task in enumerate(tasks, 1))
    return write_mspdi(replace(project(), tasks=numbered, links=())).content


def leaves(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Return the tasks that are no summaries."""
    return tuple(task for task in tasks if task.kind != "summary")


def test_a_flat_list_is_sorted_by_the_names_of_its_tasks(service_on_sqlite: Service) -> None:
    page = asked(service_on_sqlite, flat_list())
    assert (
        'The task name before " - ": 2 different, for 4 of 5 tasks: Payroll, Network' in page.text
    )
    assert "Each task by itself: 3 different, for 3 of 5 tasks" in page.text
    # What stands in fields of lines is sent every time.
    lines = {"/service_of": "Party = Staff", "/group_of": "Network = IT"}
    by_name = {
        **FIRST,
        "/services": '{"name_before": " - "}',
        "/groups": '{"each": "service"}',
        **lines,
    }
    second = Page(reply(service_on_sqlite, page, by_name).text)
    assert 'the task name before " - "' in second.text
    (transfers,) = [
        one
        for one in second.all("select")
        if one.attributes["id"] == asked_of(second)["/transfers/*"]
    ]
    assert "the only milestone of each, which 2 of 3 have" in transfers.text
    answers: dict[str, str | tuple[str, ...]] = {
        **lines,
        "/options/*": (IN_HOUSE,),
        "/transfers/*": "the_milestone",
        "/transfers/Staff": "after_everything",
        "/criticality/*": "3",
    }
    shown = Page(reply(service_on_sqlite, second, answers).text)
    assert "3 service groups, 3 services" in shown.text
    stored = reply(service_on_sqlite, shown, {}, store="yes")
    document = service_on_sqlite.client.get(
        f"/v1{stored.headers['Location'].partition('?')[0]}"
    ).json()
    assert {one["name"] for one in document["service_groups"]} == {"Payroll", "IT", "Staff"}
    passed = {one["name"] for one in document["activities"] if one["kind"] == "transfer"}
    assert passed == {"Payroll - live", "Network - live", "Transfer of Staff"}


def test_a_flat_list_comes_over_http_by_its_mapping(
    service_on_sqlite: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "import_in_child", import_here)
    mapping: dict[str, object] = {
        "supplier": "Serco",
        "contract_end": "2024-03-31",
        "services": {"each": "task"},
        "groups": {"one": "All"},
        "options": {"All": [{"id": "INH", "model": "in_house"}]},
        "transfers": {"*": "after_everything"},
        "criticality": {"*": 3},
    }

    def sent(told: dict[str, object]) -> httpx.Response:
        files = {"file": flat_list(), "mapping": json.dumps(told).encode()}
        return service_on_sqlite.client.post("/v1/imports", files=files)

    found = sent(mapping).json()
    assert {one["name"] for one in found["programme"]["services"]} == {
        "Payroll - build",
        "Network - build",
        "Party",
    }
    wrong = sent({**mapping, "services": {"each": "task", "field": "Text1"}})
    assert wrong.status_code == 422
    assert [one["path"] for one in wrong.json()["issues"]] == ["/mapping/services"]


def test_a_service_without_a_name_is_told_at_its_field(service_on_sqlite: Service) -> None:
    page = asked(service_on_sqlite, flat_list())
    wrong = reply(service_on_sqlite, page, {**FIRST, "/service_of": "Party"})
    assert wrong.status_code == 422
    assert any('The service of "Party"' in told for told in marked(Page(wrong.text)))
