"""Files of planning tools on the import page: what they do not say is asked for, then stored."""

import json

import pytest

from api.web.importing import guided
from api.web.importing.packed import packed
from tests.api.routes.service import Service
from tests.api.web.guided import (
    FIRST,
    IN_HOUSE,
    OURS,
    SECOND,
    SHARED,
    asked,
    asked_of,
    fields_of,
    import_here,
    marked,
    outcome,
    programmes,
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


def test_forms_of_other_sites_are_refused(service_on_sqlite: Service) -> None:
    page = asked(service_on_sqlite)
    foreign = {**OURS, "Origin": "http://elsewhere", "Sec-Fetch-Site": "cross-site"}
    answer = service_on_sqlite.client.post(
        "/programmes/import/answers",
        files={name: (None, value) for name, value in fields_of(page).items()},
        headers=foreign,
    )
    assert answer.status_code == 403


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
