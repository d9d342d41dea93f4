"""Sheets on the import page: a programme's become one, those of a plan lead elsewhere."""

import re

import pytest

from api.routes import imports
from api.web.importing import guided
from scheduler.demo import demo_programmes
from scheduler.exchange.sheets.programme_sheets import write_csv_zip, write_workbook
from scheduler.exchange.sheets.template import template_workbook
from scheduler.interchange.programme_json import read_programme
from tests.api.programmes import JSON
from tests.api.routes.service import Service
from tests.api.web.guided import exported_plan, import_here, marked, programmes, send_file
from tests.api.web.visitor import Page, visit


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, which takes a tenth of the time."""
    monkeypatch.setattr(guided, "import_in_child", import_here)


@pytest.mark.parametrize("write", [write_workbook, write_csv_zip])
def test_sheets_become_the_programme_at_once(service: Service, write: object) -> None:
    assert callable(write)
    demo = demo_programmes()[0].document
    answer = send_file(service, write(read_programme(demo)), "ours.xlsx")
    assert answer.status_code == 303, answer.text
    place = answer.headers["Location"].partition("?")[0]
    same = service.client.post("/v1/programmes", content=demo, headers=JSON).headers["Location"]
    assert service.client.get(f"/v1{place}").json() == service.client.get(same).json()


def test_what_is_wrong_with_a_workbook_stands_beside_its_cell(service_on_sqlite: Service) -> None:
    answer = send_file(service_on_sqlite, template_workbook(), "empty.xlsx")
    assert answer.status_code == 422, answer.text
    page = Page(answer.text)
    assert re.search(r"Not stored: \d+ problems in empty.xlsx", page.text)
    rows = [tag.text for tag in page.all("tr")]
    assert any(
        row.startswith("Programme, cell B12 contract: supplier The field supplier is missing")
        for row in rows
    )
    assert programmes(service_on_sqlite) == 0


def test_the_template_is_a_workbook(service_on_sqlite: Service) -> None:
    page = visit(service_on_sqlite, "/programmes/import")
    (link,) = [a for a in page.all("a") if "workbook" in a.text]
    sent = service_on_sqlite.client.get(link.attributes["href"])
    assert sent.status_code == 200
    assert sent.content.startswith(b"PK")
    assert "attachment" in sent.headers["Content-Disposition"]


@pytest.mark.parametrize("format_id", ["plan-xlsx", "plan-csv"])
def test_the_sheets_of_a_plan_lead_to_where_dates_are_brought_back(
    service_on_sqlite: Service, format_id: str
) -> None:
    back, file = exported_plan(service_on_sqlite, format_id)
    for at in ("/programmes/import", back.replace("/dates", "/import")):
        answer = send_file(service_on_sqlite, file, "plan.xlsx", at=at, revision="1")
        assert answer.status_code == 422
        page = Page(answer.text)
        (told,) = marked(page)
        assert told.startswith("Error: This is the workbook of a plan")
        assert [a.attributes["href"] for a in page.all("a") if "back to" in a.text] == [back]
    assert programmes(service_on_sqlite) == 1


def test_over_http_the_sheets_of_a_plan_are_told_from_those_of_a_programme(
    service_on_sqlite: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "import_in_child", import_here)
    _, file = exported_plan(service_on_sqlite, "plan-xlsx")
    answer = service_on_sqlite.client.post("/v1/imports", files={"file": ("plan.xlsx", file)})
    assert answer.status_code == 422
    assert "the sheets of a plan" in answer.json()["detail"]
    assert "programme_id" in answer.json()["detail"]
