"""Files of planning tools on the import page: what they do not say is asked for, then stored."""

import json
import re
from dataclasses import replace

import httpx
import pytest

from api.routes import imports
from api.web.importing import guided
from api.web.importing.packed import packed
from scheduler.demo import demo_programmes
from scheduler.exchange.mspdi.write import write_mspdi
from scheduler.exchange.project_schedule import Task
from scheduler.exchange.sheets.programme_sheets import write_csv_zip, write_workbook
from scheduler.exchange.sheets.template import template_workbook
from scheduler.interchange.programme_json import read_programme
from tests.api.programmes import JSON
from tests.api.routes.service import Service
from tests.api.web.guided import (
    FIRST,
    IN_HOUSE,
    OURS,
    SECOND,
    SHARED,
    asked_of,
    exported_plan,
    fields_of,
    import_here,
    project,
    project_file,
    reply,
    send_file,
)
from tests.api.web.visitor import Page, visit

IN_PROCESSES_OF_THEIR_OWN = {"test_a_project_is_asked_about_and_stored_with_its_dates"}


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, which takes a tenth of the time, but where it matters."""
    if request.node.originalname not in IN_PROCESSES_OF_THEIR_OWN:
        monkeypatch.setattr(guided, "import_in_child", import_here)


def programmes(service: Service) -> int:
    return len(service.client.get("/v1/programmes").json()["programmes"])


def asked(service: Service, file: bytes = b"", at: str = "/programmes/import") -> Page:
    """Return the first questions about a file."""
    answer = send_file(service, file or project_file(), at=at, revision="1")
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def outcome(service: Service, page: Page) -> Page:
    """Answer all questions; return what comes of the file."""
    second = reply(service, page, FIRST)
    assert second.status_code == 200, second.text
    last = reply(service, Page(second.text), SECOND)
    assert last.status_code == 200, last.text
    return Page(last.text)


def marked(page: Page) -> list[str]:
    """Return the errors that stand at fields."""
    return [tag.text for tag in page.tags if tag.attributes.get("class") == "error"]


def test_a_project_is_asked_about_and_stored_with_its_dates(service: Service) -> None:
    page = asked(service)
    assert "holds 6 tasks, 2 links, 1 calendar and 0 resources" in page.text
    assert set(FIRST) <= set(asked_of(page))
    shown = outcome(service, page)
    assert programmes(service) == 0
    assert "2 service groups, 2 services" in shown.text
    stored = reply(service, shown, {}, store="yes")
    assert stored.status_code == 303, stored.text
    again = reply(service, shown, {}, store="yes")
    assert again.headers["Location"] == stored.headers["Location"]
    assert programmes(service) == 1
    place = stored.headers["Location"].partition("?")[0]
    assert "Dates of Leaving: 4 activities with dates" in visit(service, place).text
    document = service.client.get(f"/v1{place}").json()
    assert {one["name"]: one["criticality"] for one in document["services"]} == {
        "Payroll": 3,
        "Network": 5,
    }
    dates = document["baseline"]["dates"].values()
    assert {one["finish"] for one in dates} == {"2023-05-05"}


def test_what_was_asked_and_not_answered_is_marked_at_its_field(
    service_on_sqlite: Service,
) -> None:
    page = asked(service_on_sqlite)
    assert marked(page) == []
    some = reply(service_on_sqlite, page, {"/supplier": "Serco"})
    assert some.status_code == 422
    again = Page(some.text)
    assert len(marked(again)) == 3
    links = {a.attributes["href"][1:] for a in again.all("a") if a.attributes["href"][0] == "#"}
    assert {asked_of(again)[path] for path in ("/contract_end", "/services", "/groups")} <= links
    assert "/supplier" not in asked_of(again)
    (title,) = again.all("title")
    assert title.text.startswith("Error: ")


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        ("/contract_end", "31.3.2024", "2023-05-08"),
        ("/services", '{"outline_level": 99}', "at most 30"),
        ("/services", "[[[[", ""),
        ("/groups", '{"outline_levl": 1}', "outline_levl"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_can_be_mended(
    service_on_sqlite: Service, path: str, answer: str, words: str
) -> None:
    page = asked(service_on_sqlite)
    wrong = reply(service_on_sqlite, page, {**FIRST, path: answer})
    assert wrong.status_code == 422, wrong.text
    again = Page(wrong.text)
    (one,) = marked(again)
    assert words in one
    mended = reply(service_on_sqlite, again, {path: FIRST[path]})
    left = asked_of(Page(mended.text))
    assert path not in left
    assert "/criticality/Payroll" in left


def test_a_level_without_services_is_asked_for_again(service_on_sqlite: Service) -> None:
    page = asked(service_on_sqlite)
    wrong = reply(service_on_sqlite, page, {**FIRST, "/services": '{"outline_level": 7}'})
    assert wrong.status_code == 422, wrong.text
    again = Page(wrong.text)
    assert "No task lies in a service" in " ".join(marked(again))
    assert "/services" in asked_of(again)


def test_answers_can_be_taken_back(service_on_sqlite: Service) -> None:
    shown = outcome(service_on_sqlite, asked(service_on_sqlite))
    back = reply(service_on_sqlite, shown, {}, forget="criticality")
    assert back.status_code == 200, back.text
    again = Page(back.text)
    assert marked(again) == []
    assert "/criticality/Payroll" in asked_of(again)
    assert "criticality" not in json.loads(fields_of(again)["mapping"])


def test_several_ways_to_source_a_group_are_boxes(service_on_sqlite: Service) -> None:
    second = Page(reply(service_on_sqlite, asked(service_on_sqlite), FIRST).text)
    given = {**SECOND, "/options/Payroll": (IN_HOUSE, SHARED)}
    shown = Page(reply(service_on_sqlite, second, given).text)
    mapping = json.loads(fields_of(shown)["mapping"])
    assert [one["id"] for one in mapping["options"]["Payroll"]] == ["INH", "SHR"]
    assert "Not checked: some groups may be sourced in more than one way" in shown.text


def test_answers_of_an_earlier_time_come_along_as_a_file(service_on_sqlite: Service) -> None:
    shown = outcome(service_on_sqlite, asked(service_on_sqlite))
    (mapping,) = shown.all("pre")
    at_once = service_on_sqlite.client.post(
        "/programmes/import",
        data={"key": "k2", "text": ""},
        files={"file": ("p.xml", project_file()), "mapping": ("m.json", mapping.text)},
        headers=OURS,
    )
    assert at_once.status_code == 200, at_once.text
    assert "What comes of the file" in Page(at_once.text).text
    wrong = service_on_sqlite.client.post(
        "/programmes/import",
        data={"key": "k2", "text": ""},
        files={"file": ("p.xml", project_file()), "mapping": ("m.json", "{}}")},
        headers=OURS,
    )
    assert wrong.status_code == 422
    assert "file of answers cannot be used" in Page(wrong.text).text


def test_a_project_becomes_the_next_revision_of_a_programme(service: Service) -> None:
    id = service.programme()
    at = f"/programmes/{id}/import"
    page = asked(service, at=at)
    second = Page(reply(service, page, FIRST, at=at).text)
    shown = Page(reply(service, second, SECOND, at=at).text)
    stored = reply(service, shown, {}, at=at, store="yes")
    assert stored.status_code == 303, stored.text
    latest = service.client.get(f"/v1/programmes/{id}")
    assert latest.headers["ETag"] == '"2"'
    assert latest.json()["contract"]["supplier"] == "Serco"
    late = reply(service, shown, {}, at=at, store="yes")
    assert late.status_code == 422
    assert "changed by somebody else" in Page(late.text).text


def test_hostile_names_are_words_and_nothing_else(service_on_sqlite: Service) -> None:
    name = '"><script>alert(1)</script>/~[id=x]'
    file = project_file((name, "Network"))
    answer = send_file(service_on_sqlite, file, name='"><script>alert(2)</script>.xml')
    assert answer.status_code == 200, answer.text
    second = Page(reply(service_on_sqlite, Page(answer.text), FIRST).text)
    assert second.all("script") == []
    assert name in second.text
    others = {path: answer for path, answer in SECOND.items() if "Payroll" not in path}
    shown = Page(reply(service_on_sqlite, second, others).text)
    assert shown.all("script") == []
    stored = reply(service_on_sqlite, shown, {}, store="yes")
    assert stored.status_code == 303, stored.text
    assert (
        name
        in visit(service_on_sqlite, f"{stored.headers['Location'].partition('?')[0]}/contents").text
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("packed", "not base64!"),
        ("packed", "aGVsbG8="),
        ("mapping", "{"),
        ("mapping", '{"supplier": 3}'),
        ("asked", '["/nothing"]'),
        ("asked", '["/options"]'),
        ("asked", "7"),
        ("asked", "[" * 2000),
    ],
)
def test_a_form_that_is_none_of_ours_is_refused(
    service_on_sqlite: Service, field: str, value: str
) -> None:
    page = asked(service_on_sqlite)
    answer = reply(service_on_sqlite, page, {}, **{field: value})
    assert answer.status_code == 422, answer.text
    assert "choose" in Page(answer.text).text
    assert programmes(service_on_sqlite) == 0


def test_what_unpacks_to_more_than_is_read_is_refused(service_on_sqlite: Service) -> None:
    most = service_on_sqlite.services.settings.body_bytes
    page = asked(service_on_sqlite)
    answer = reply(service_on_sqlite, page, {}, packed=packed(b" " * (most + 1)))
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "of no format that is read here"),
        (project_file()[:2000], "Not a readable Microsoft Project XML file"),
        (b"PK\x03\x04 no zip", "no zip file"),
        (b"ERMHDR\t1", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    service_on_sqlite: Service, file: bytes, words: str
) -> None:
    answer = send_file(service_on_sqlite, file)
    assert answer.status_code == 422, answer.text
    page = Page(answer.text)
    (field,) = [tag for tag in page.all("input") if tag.attributes.get("id") == "file"]
    assert field.attributes["aria-invalid"] == "true"
    assert words in page.text
    assert programmes(service_on_sqlite) == 0


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


def test_forms_of_other_sites_are_refused(service_on_sqlite: Service) -> None:
    page = asked(service_on_sqlite)
    foreign = {**OURS, "Origin": "http://elsewhere", "Sec-Fetch-Site": "cross-site"}
    answer = service_on_sqlite.client.post(
        "/programmes/import/answers",
        files={name: (None, value) for name, value in fields_of(page).items()},
        headers=foreign,
    )
    assert answer.status_code == 403


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


def test_which_phase_a_task_is_can_be_said_unasked_and_taken_back(
    service_on_sqlite: Service,
) -> None:
    page = asked(service_on_sqlite)
    (field,) = [
        tag for tag in page.all("textarea") if tag.attributes["name"] == asked_of(page)["/phases"]
    ]
    assert field.text == ""
    said = "Build Payroll = cutover\n\n12 = data_migration\nNobody = cutover"
    second = reply(service_on_sqlite, page, {**FIRST, "/phases": said})
    assert second.status_code == 200, second.text
    again = Page(second.text)
    # What was said stands in its field again.
    (field,) = [
        tag for tag in again.all("textarea") if tag.attributes["name"] == asked_of(again)["/phases"]
    ]
    assert field.text == "Build Payroll = cutover 12 = data_migration Nobody = cutover"
    last = reply(service_on_sqlite, again, {**SECOND, "/phases": said})
    assert last.status_code == 200, last.text
    shown = Page(last.text)
    assert "Build Payroll: cutover; 12: data_migration" in shown.text
    (lost,) = [row.text for row in shown.all("tr") if row.text.startswith("phases")]
    assert "Nobody" in lost
    back = reply(service_on_sqlite, shown, {}, forget="phases")
    (field,) = [tag for tag in Page(back.text).all("textarea") if "Nobody" in tag.text]
    stored = reply(service_on_sqlite, shown, {}, store="yes")
    place = stored.headers["Location"].partition("?")[0]
    document = service_on_sqlite.client.get(f"/v1{place}").json()
    kinds = {one["name"]: one["kind"] for one in document["activities"]}
    assert kinds["Build Payroll"] == "cutover"
    assert kinds["Build Network"] == "data_migration"


@pytest.mark.parametrize("line", ["Build Payroll", "Build Payroll =", "Build Payroll = Cut over!"])
def test_a_line_without_a_phase_is_told_at_its_field(service_on_sqlite: Service, line: str) -> None:
    page = asked(service_on_sqlite)
    wrong = reply(service_on_sqlite, page, {**FIRST, "/phases": line})
    assert wrong.status_code == 422
    (told,) = marked(Page(wrong.text))
    assert "phase" in told
    assert line in Page(wrong.text).html


def test_a_contract_that_ends_too_far_from_the_tasks_is_told_with_what_to_do(
    service_on_sqlite: Service,
) -> None:
    page = asked(service_on_sqlite)
    second = reply(service_on_sqlite, page, {**FIRST, "/contract_end": "2060-03-31"})
    last = reply(service_on_sqlite, Page(second.text), SECOND)
    assert last.status_code == 422
    assert "lie too far apart" in Page(last.text).text


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
