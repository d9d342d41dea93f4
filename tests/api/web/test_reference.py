"""The reference pages say what the OpenAPI document says, and load nothing from elsewhere."""

import json
import re
import shlex
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from httpx import Client

from api.app import create_app
from api.http.problem_kinds import PROBLEMS
from api.settings import ServiceSettings
from api.store.database import open_database
from api.web.prose import inline, prose
from scheduler.validation.codes import MEANING, PATCH, SHAPE
from tests.api.in_process import client_of
from tests.architecture.source_tree import ROOT

DOCUMENT = json.loads((ROOT / "api" / "openapi.json").read_text("utf-8"))
OPERATIONS = [o for methods in DOCUMENT["paths"].values() for o in methods.values()]


class Page(HTMLParser):
    """What a page refers to, its anchors, its text and its command lines."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.targets: list[str] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self.levels: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.anchors.append(str(value))
            elif name in ("href", "src", "action"):
                self.targets.append(str(value))


@pytest.fixture
def client(sqlite_url: str) -> Iterator[Client]:
    """The service; what the pages say does not come from a database."""
    database = open_database(sqlite_url)
    yield client_of(create_app(ServiceSettings(), database))
    database.close()


@pytest.fixture
def reference(client: Client) -> str:
    answer = client.get("/docs")
    assert answer.status_code == 200
    return answer.text


def part_of(reference: str, operation: str) -> str:
    """Return what the page says of one operation."""
    return reference.partition(f'<h3 id="{operation}">')[2].partition("</article>")[0]


@pytest.fixture
def problems(client: Client) -> str:
    answer = client.get("/docs/problems")
    assert answer.status_code == 200
    return answer.text


def test_the_document_is_served_as_committed_and_once(client: Client) -> None:
    answer = client.get("/openapi.json")
    assert answer.json() == DOCUMENT
    assert answer.headers["content-type"] == "application/json"
    tag = answer.headers["etag"]
    assert client.get("/openapi.json", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["/docs", "/docs/problems"])
def test_a_page_loads_nothing_from_elsewhere_and_holds_no_style_of_its_own(
    client: Client, path: str
) -> None:
    answer = client.get(path)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = Page(answer.text)
    assert all(target.startswith(("/", "#")) for target in page.targets)
    assert not {"style", "onclick"} & page.attributes
    assert not {"style", "script", "iframe", "img"} & set(page.tags)


@pytest.mark.parametrize("path", ["/docs", "/docs/problems"])
def test_anchors_are_unique_headings_in_order_and_links_lead_somewhere(
    client: Client, path: str
) -> None:
    page = Page(client.get(path).text)
    assert len(page.anchors) == len(set(page.anchors))
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    for before, level in zip(page.levels, page.levels[1:], strict=False):
        assert level <= before + 1
    elsewhere = {"/docs": Page(client.get("/docs").text).anchors}
    elsewhere["/docs/problems"] = Page(client.get("/docs/problems").text).anchors
    for target in set(page.targets):
        place, _, anchor = target.partition("#")
        if anchor:
            assert anchor in elsewhere[place or path], target
        else:
            assert client.get(place).status_code == 200, target


def test_every_operation_parameter_and_schema_is_shown(reference: str) -> None:
    anchors = set(Page(reference).anchors)
    assert {operation["operationId"] for operation in OPERATIONS} <= anchors
    assert {f"schema-{name}" for name in DOCUMENT["components"]["schemas"]} <= anchors
    for operation in OPERATIONS:
        part = part_of(reference, operation["operationId"])
        for parameter in operation.get("parameters", ()):
            assert f"<code>{parameter['name']}</code>" in part
        for status, response in operation["responses"].items():
            if int(status) < 400:
                assert f"<dt>{status} " in part
            else:
                for code in response["content"]["application/problem+json"]["examples"]:
                    assert f'"/docs/problems#{code}"' in part


def test_every_operation_has_a_command_line(reference: str) -> None:
    for operation in OPERATIONS:
        (line,) = re.findall(r">(curl [^<]+)<", part_of(reference, operation["operationId"]))
        words = shlex.split(unescape(line))
        (address,) = [word for word in words if word.startswith("http://service/")]
        assert "{" not in address
        sent = "requestBody" in operation
        form = sent and "multipart/form-data" in operation["requestBody"]["content"]
        assert ("--data" in words) == (sent and not form)
        assert ("-F" in words) == form


def test_a_change_is_asked_for_with_its_revision_and_a_patch(reference: str) -> None:
    assert (
        "curl -X PATCH http://service/v1/programmes/prg_h3vdr5lsyq2k7wcnebzi "
        """-H 'If-Match: "3"' -H 'Content-Type: application/merge-patch+json' """
        """--data '{"contract": {"end_date": "2024-06-30"}}'"""
    ) in unescape(part_of(reference, "changeProgramme"))


def test_problems_and_issues_have_entries_of_their_own(problems: str) -> None:
    anchors = set(Page(problems).anchors)
    assert set(PROBLEMS) <= anchors
    for stage, codes in (("form", SHAPE), ("content", MEANING), ("patch", PATCH)):
        assert {f"issue-{stage}-{code}" for code in codes} <= anchors


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & `c < d`", "a &lt; b &amp; <code>c &lt; d</code>"),
        ("**`a` and b** c", "<strong><code>a</code> and b</strong> c"),
        ("[Plan](#schema-Plan) or `null`", '<a href="#schema-Plan">Plan</a> or <code>null</code>'),
        ("[x](https://elsewhere)", "[x](https://elsewhere)"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_descriptions_become_html_and_nothing_else(text: str, html: str) -> None:
    assert inline(text) == html


def test_descriptions_have_paragraphs_and_lists() -> None:
    assert prose("One\ntwo.\n\nThree:\n- `a`: x\n- b") == (
        "<p>One\ntwo.</p><p>Three:</p><ul><li><code>a</code>: x</li><li>b</li></ul>"
    )
