"""A programme file is stored, or shown with everything wrong with it beside its place."""

import json
import re

import httpx
import pytest

from tests.api.programmes import JSON, SMALL, UNKNOWN, small, stored
from tests.api.routes.service import Service
from tests.api.web.visitor import BROWSER, Page, visit

OURS = {**BROWSER, "Origin": "http://service", "Sec-Fetch-Site": "same-origin"}


def send(
    service: Service,
    file: bytes = b"",
    text: str = "",
    *,
    at: str = "/programmes/import",
    key: str = "k1",
    revision: int = 1,
    name: str = "ours.json",
) -> httpx.Response:
    """Send the form as a browser does."""
    return service.client.post(
        at,
        data={"key": key, "revision": str(revision), "text": text},
        files={"file": (name if file else "", file, "application/json")},
        headers=OURS,
    )


def refused(answer: httpx.Response) -> Page:
    assert answer.status_code == 422, answer.text
    return Page(answer.text)


def problems_of(page: Page) -> list[str]:
    """Return the problems that are shown, each with its facts."""
    return [tag.text for tag in page.tags if tag.attributes.get("class", "").startswith("told")]


def wrong_programme() -> bytes:
    document = json.loads(SMALL)
    document["contract"]["end_date"] = "31.03.2024"
    document["services"][0]["nam"] = "x"
    for rule in document["rules"]:
        rule["basis"] = "contrac"
    return json.dumps(document, indent=2).encode()


def programmes(service: Service) -> int:
    return len(service.client.get("/v1/programmes").json()["programmes"])


def test_a_file_is_stored_once_and_shown(service: Service) -> None:
    assert "/programmes/import" in {a.attributes["href"] for a in visit(service, "/").all("a")}
    first, again = send(service, SMALL), send(service, SMALL)
    assert first.status_code == again.status_code == 303, first.text
    assert first.headers["Location"] == again.headers["Location"]
    assert "Three services" in visit(service, first.headers["Location"]).text
    # Back in the browser and another file chosen: another programme.
    other = send(service, small(name="Another"))
    assert other.headers["Location"] != first.headers["Location"]
    assert programmes(service) == 2


def test_text_is_taken_as_a_file_is(service_on_sqlite: Service) -> None:
    answer = send(service_on_sqlite, text="\r\n" + SMALL.decode().replace("\n", "\r\n"))
    assert answer.status_code == 303, answer.text


def test_what_is_odd_is_told_of_a_file_that_is_stored(service_on_sqlite: Service) -> None:
    document = json.loads(SMALL)
    document["freeze_horizon_weeks"] = 4
    answer = send(service_on_sqlite, json.dumps(document).encode())
    assert answer.status_code == 303, answer.text
    page = visit(service_on_sqlite, answer.headers["Location"])
    assert "/freeze_horizon_weeks" in page.text
    calm = send(service_on_sqlite, SMALL).headers["Location"]
    assert "?" not in calm
    assert "Nothing odd" in visit(service_on_sqlite, f"{calm}?remarks=shown").text


def test_everything_that_the_interface_would_tell_is_shown_at_its_line(
    service_on_sqlite: Service,
) -> None:
    wrong = wrong_programme()
    told = service_on_sqlite.client.post("/v1/programmes", content=wrong, headers=JSON).json()
    page = refused(send(service_on_sqlite, wrong))
    shown = problems_of(page)
    assert len(told["issues"]) == len(shown) > 5
    assert f"{len(shown)} problems in ours.json" in page.text
    for issue in told["issues"]:
        words, _, advice = issue["message"].partition("\n")
        (one,) = [said for said in shown if f"Place {issue['path']} " in said]
        assert words[1:] in one
        assert advice in one
        assert issue["code"] in one
    lines = wrong.decode().split("\n")
    for line in (tag for tag in page.tags if tag.attributes.get("class") == "line wrong"):
        number = re.search(r"\d+", line.text)
        assert number is not None
        assert lines[int(number[0]) - 1].strip() in " ".join(line.words)
    at_lines = {int(n) for said in shown for n in re.findall(r"Problem \d+, line (\d+)", said)}
    assert {lines[n - 1].strip() for n in at_lines} >= {
        '"end_date": "31.03.2024",',
        '"nam": "x"',
        '"basis": "contrac",',
    }
    assert programmes(service_on_sqlite) == 0


def test_every_problem_is_linked_from_the_top_and_stands_once(service_on_sqlite: Service) -> None:
    page = refused(send(service_on_sqlite, wrong_programme()))
    links = [a.attributes["href"] for a in page.all("a") if "#problem-" in a.attributes["href"]]
    ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
    assert len(links) == len(set(links)) == len(problems_of(page))
    assert {link[1:] for link in links} <= set(ids)
    assert len(ids) == len(set(ids))
    (title,) = page.all("title")
    assert title.text.startswith("Error: ")
    for address in {a.attributes["href"] for a in page.all("a")}:
        if address.startswith("/docs/problems#"):
            target = visit(service_on_sqlite, "/docs/problems")
            assert address.partition("#")[2] in {t.attributes.get("id") for t in target.tags}


def test_of_very_many_problems_the_number_of_the_rest_is_told(service_on_sqlite: Service) -> None:
    document = json.loads(SMALL)
    document["teams"] = [{"id": f"T{n}", "nam": "x"} for n in range(150)]
    page = refused(send(service_on_sqlite, json.dumps(document, indent=1).encode()))
    found = re.search(r"Not stored: (\d+) problems", page.text)
    assert found is not None
    assert len(problems_of(page)) == 100
    assert f"There are {int(found[1]) - 100} more problems, not listed here" in page.text
    assert "The next 90" in page.text


def test_a_file_on_one_line_is_laid_out_anew(service_on_sqlite: Service) -> None:
    line = json.dumps(json.loads(wrong_programme())).encode()
    page = refused(send(service_on_sqlite, line))
    assert "laid out anew" in page.text
    wrong = [tag.text for tag in page.tags if tag.attributes.get("class") == "line wrong"]
    assert any('"end_date": "31.03.2024",' in text for text in wrong)
    one_long = wrong_programme().replace(b'"x"', b'"' + b"x" * 900 + b'"')
    page = refused(send(service_on_sqlite, one_long))
    assert "laid out anew" not in page.text
    longest = max(len(tag.text) for tag in page.tags if tag.name == "span")
    assert 300 < longest < 430


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        (b'{\n "a": 1,\n "b": ]\n}', "line 3", "not JSON"),
        (b'{\n "a": "\xff"}', "line 2", "is not UTF-8"),
        (b" \n ", "", "The file is empty"),
        (b"[" * 50, "line 1", "nested more than"),
    ],
)
def test_what_is_no_json_is_told_with_the_line_that_stopped_it(
    service_on_sqlite: Service, file: bytes, line: str, words: str
) -> None:
    page = refused(send(service_on_sqlite, file))
    (shown,) = problems_of(page)
    assert words in shown
    # The line is told once, in the heading.
    assert len(re.findall(r"[Ll]ine \d", shown)) == bool(line)
    assert line in shown
    assert "more may be found then" in page.text


def test_meaning_is_looked_at_once_the_form_is_right(service_on_sqlite: Service) -> None:
    document = json.loads(SMALL)
    document["services"][1]["group"] = "NOWHERE"
    document["service_groups"].append({"id": "EMPTY", "options": [{"id": "none"}]})
    page = refused(send(service_on_sqlite, json.dumps(document, indent=2).encode()))
    assert any('"NOWHERE"' in one and "Problem" in one for one in problems_of(page))
    assert any("Warning" in one and "EMPTY" in one for one in problems_of(page))
    assert re.search(r"Not stored: \d+ problems and \d+ warnings? in ours.json", page.text)
    assert "more may be found then" not in page.text


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (b"", " ", "Choose a file, or paste"),
        (SMALL, "{}", "not both"),
    ],
)
def test_a_file_or_a_text_is_asked_for(
    service_on_sqlite: Service, file: bytes, text: str, words: str
) -> None:
    page = refused(send(service_on_sqlite, file, text))
    assert words in page.text
    (field,) = [tag for tag in page.all("input") if tag.attributes.get("id") == "file"]
    assert field.attributes["aria-invalid"] == "true"


def test_pasted_text_is_given_back_to_be_mended_and_runs_nothing(
    service_on_sqlite: Service,
) -> None:
    text = '{"name": "</textarea><script>alert(1)</script>"}'
    page = refused(send(service_on_sqlite, text=text))
    assert "in the pasted text" in page.text
    (field,) = page.all("textarea")
    assert field.text == text
    assert page.all("script") == []


def test_a_file_becomes_the_next_revision_of_the_one_its_form_was_made_for(
    service: Service,
) -> None:
    at = stored(service.client)
    place = f"{at.removeprefix('/v1')}/import"
    assert place in {a.attributes["href"] for a in visit(service, at.removeprefix("/v1")).all("a")}
    answer = send(service, small(name="Renamed"), at=place, revision=1)
    assert answer.status_code == 303, answer.text
    assert service.client.get(at).headers["ETag"] == '"2"'
    late = refused(send(service, small(name="Too late"), at=place, revision=1))
    assert "changed by somebody else" in late.text
    fields = {tag.attributes.get("name"): tag.attributes.get("value") for tag in late.all("input")}
    assert fields["revision"] == "2"
    other = refused(send(service, small(id="other-id"), at=place, revision=2))
    assert "Place /id" in problems_of(other)[0]
    assert service.client.get(at).headers["ETag"] == '"2"'


def test_what_is_no_form_with_a_file_is_refused(service_on_sqlite: Service) -> None:
    client = service_on_sqlite.client
    for content_type, body, status in (
        ("application/json", SMALL, 415),
        ("multipart/form-data", SMALL, 422),
        ("multipart/form-data; boundary=x", b"--x\r\nno name\r\n\r\n1\r\n--x--\r\n", 422),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"',
            422,
        ),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n" * 30 + b"--x--", 422),
    ):
        headers = {**OURS, "Content-Type": content_type}
        answer = client.post("/programmes/import", content=body, headers=headers)
        assert answer.status_code == status, answer.text
    foreign = {**OURS, "Origin": "http://elsewhere", "Sec-Fetch-Site": "cross-site"}
    files = {"file": ("a.json", SMALL, "application/json")}
    assert client.post("/programmes/import", files=files, headers=foreign).status_code == 403
    gone = client.post(f"/programmes/{UNKNOWN}/import", files=files, headers=OURS)
    assert gone.status_code == 404
    assert programmes(service_on_sqlite) == 0


def test_more_than_is_read_is_refused(service_on_sqlite: Service) -> None:
    most = service_on_sqlite.services.settings.body_bytes
    assert send(service_on_sqlite, b" " * (most + 1)).status_code == 413
