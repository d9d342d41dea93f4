"""The committed OpenAPI document is that of the application, complete, valid and true."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from fastapi import FastAPI
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from api.app import create_app
from api.http.problem_kinds import PROBLEMS
from api.openapi.document import openapi_document
from api.openapi.words import SUMMARY, TAGS, VERSION
from api.settings import ServiceSettings
from api.store.database import open_database
from scheduler.interchange.plan_check import check_plan
from scheduler.interchange.programme_json import read_programme
from scheduler.interchange.valid_programme import valid_programme
from tests.architecture.source_tree import ROOT
from tests.conftest import Golden

PLACE = ROOT / "api" / "openapi.json"
COMMITTED: dict[str, Any] = json.loads(PLACE.read_text("utf-8"))
PROBLEM = "application/problem+json"
WITHOUT_EXAMPLE = {
    "multipart/form-data",
    "image/svg+xml",
    "text/plain; version=1.0.0; charset=utf-8",
    "text/plain",
}
"""Media types that a reader pictures without one."""

Operation = dict[str, Any]


def operations() -> Iterator[tuple[str, Operation]]:
    for path, methods in COMMITTED["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


EACH = pytest.mark.parametrize(
    "operation", [pytest.param(operation, id=name) for name, operation in operations()]
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    settings = ServiceSettings(data=tmp_path_factory.mktemp("data"))
    database = open_database(settings.store_url)
    yield create_app(settings, database)
    database.close()


def resolved(value: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, where there is one."""
    here: Any = COMMITTED
    if "$ref" not in value:
        return value
    for step in value["$ref"].removeprefix("#/").split("/"):
        here = here[step]
    assert isinstance(here, dict)
    return here


def bodies(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every body of an operation with its media type."""
    yield from operation.get("requestBody", {}).get("content", {}).items()
    for response in operation["responses"].values():
        yield from response.get("content", {}).items()


def test_the_document_in_the_tree_is_current(app: FastAPI, golden: Golden) -> None:
    made = json.dumps(openapi_document(app), ensure_ascii=False, indent=1) + "\n"
    golden(PLACE, made)


def test_it_is_an_openapi_document() -> None:
    assert COMMITTED["openapi"].startswith("3.1.")
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(COMMITTED)] == []


def test_it_speaks_of_this_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION
    assert project["description"] + "." == SUMMARY


@EACH
def test_an_operation_says_what_it_does(operation: Operation) -> None:
    assert re.fullmatch(r"[a-z]+[A-Z][A-Za-z]+", operation["operationId"])
    assert operation["summary"]
    assert not operation["summary"].endswith(".")
    assert operation["description"]
    (tag,) = operation["tags"]
    assert tag in dict(TAGS)
    for parameter in operation.get("parameters", ()):
        assert parameter["description"], parameter["name"]
        assert "ge" not in parameter["schema"]


@EACH
def test_every_response_is_described_with_its_headers(operation: Operation) -> None:
    for status, response in operation["responses"].items():
        assert response["description"] not in ("", "Successful Response"), status
        for header in response.get("headers", {}).values():
            assert resolved(header)["description"]
        for media in response.get("content", {}).values():
            assert media["schema"], status


@EACH
def test_every_problem_of_an_operation_is_a_problem_document(operation: Operation) -> None:
    said = {status: r for status, r in operation["responses"].items() if int(status) >= 400}
    assert {"422", "500", "503"} <= set(said)
    for status, response in said.items():
        media = response["content"][PROBLEM]
        assert media["schema"] == {"$ref": "#/components/schemas/Problem"}
        codes = re.findall(r"^- `(\w+)`", response["description"], re.MULTILINE)
        assert list(media["examples"]) == [code for code in PROBLEMS if code in codes]
        assert {PROBLEMS[code].status for code in codes} == {int(status)}


@EACH
def test_every_body_has_examples_that_its_schema_allows(operation: Operation) -> None:
    for media_type, media in bodies(operation):
        examples = [resolved(example)["value"] for example in media.get("examples", {}).values()]
        examples += [media["example"]] if "example" in media else []
        is_file = media["schema"].get("format") == "binary"
        assert examples or is_file or media_type in WITHOUT_EXAMPLE, media_type
        for example in examples:
            check_against(media["schema"], example)


def check_against(schema: dict[str, Any], value: object) -> None:
    whole = {**schema, "components": COMMITTED["components"]}
    found = jsonschema_rs.Draft202012Validator(whole, validate_formats=True).iter_errors(value)
    assert [error.message for error in found] == []


def test_links_lead_to_operations_that_take_what_they_hand_over() -> None:
    parameters = {
        operation["operationId"]: [p["name"] for p in operation.get("parameters", ())]
        for _, operation in operations()
    }
    links = [
        link
        for _, operation in operations()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]
    assert links
    for link in links:
        assert set(link["parameters"]) <= set(parameters[link["operationId"]])


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for _, operation in operations()]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere_and_every_component_is_referred_to() -> None:
    text = json.dumps(COMMITTED)
    referred = set(re.findall(r'"#/components/(\w+)/([\w-]+)"', text))
    declared = {(k, name) for k, names in COMMITTED["components"].items() for name in names}
    assert referred <= declared
    # Problems that no single route answers are told all the same.
    assert {name for kind, name in declared - referred if name not in PROBLEMS} == set()


def test_every_schema_says_what_it_is() -> None:
    for name, schema in COMMITTED["components"]["schemas"].items():
        assert schema.get("description"), name


def test_every_kind_of_problem_has_an_example() -> None:
    examples = COMMITTED["components"]["examples"]
    for code, kind in PROBLEMS.items():
        value = examples[code]["value"]
        assert (value["code"], value["status"], value["title"]) == (code, kind.status, kind.title)
        check_against({"$ref": "#/components/schemas/Problem"}, value)


def test_the_example_plan_is_a_plan_of_the_example_programme() -> None:
    examples = COMMITTED["components"]["examples"]
    document = json.dumps(examples["programme"]["value"]).encode()
    assert read_programme(document).id == "payroll"
    found = check_plan(
        valid_programme(document).expanded, json.dumps(examples["plan"]["value"]["plan"]).encode()
    )
    assert found.to_jsonable() == examples["check"]["value"]
