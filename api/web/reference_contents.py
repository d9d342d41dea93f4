"""What the reference page says, read from the OpenAPI document."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from markupsafe import Markup

from api.http.problem_kinds import PROBLEMS
from api.web.curl_line import CurlLine, curl_line
from api.web.prose import inline, prose
from scheduler.reference.type_words import type_words

_PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A parameter or a field."""

    name: str
    where: str
    """`path`, `query` or `header`; nothing for a field."""
    type: Markup
    required: bool
    meaning: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A body as it is sent."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a request or an answer holds, in one media type."""

    media_type: str
    type: Markup
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer."""

    status: str
    phrase: str
    said: Markup
    bodies: tuple[Body, ...]
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationContents:
    """One operation."""

    id: str
    method: str
    path: str
    summary: str
    said: Markup
    parameters: tuple[Row, ...]
    bodies: tuple[Body, ...]
    body_required: bool
    curl: CurlLine
    answers: tuple[Answered, ...]
    problems: tuple[str, ...]
    """Codes, by status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Operations that belong together."""

    name: str
    said: Markup
    operations: tuple[OperationContents, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaContents:
    """One schema with its fields."""

    name: str
    said: Markup
    fields: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceContents:
    """The whole page."""

    title: str
    version: str
    said: Markup
    groups: tuple[Group, ...]
    schemas: tuple[SchemaContents, ...]


def reference_contents(document: Mapping[str, Any]) -> ReferenceContents:
    """Return what the page says of a document."""
    told = [
        (operation["tags"][0], _operation(method, path, operation, document))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    groups = (
        Group(
            name=tag["name"],
            said=inline(tag["description"]),
            operations=tuple(operation for name, operation in told if name == tag["name"]),
        )
        for tag in document["tags"]
    )
    schemas = document["components"]["schemas"].items()
    return ReferenceContents(
        title=document["info"]["summary"],
        version=document["info"]["version"],
        said=prose(document["info"]["description"]),
        groups=tuple(groups),
        schemas=tuple(_schema(name, schema) for name, schema in schemas),
    )


def _operation(
    method: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]
) -> OperationContents:
    asked = operation.get("requestBody", {})
    responses = sorted(operation["responses"].items())
    return OperationContents(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        said=prose(operation["description"]),
        parameters=tuple(_parameter(told) for told in operation.get("parameters", ())),
        bodies=tuple(_bodies(asked.get("content", {}), document)),
        body_required=asked.get("required", False),
        curl=curl_line(method.upper(), path, operation, document),
        answers=tuple(
            _answer(status, response, document)
            for status, response in responses
            if _PROBLEM not in response.get("content", {})
        ),
        problems=tuple(code for code in PROBLEMS if any(_says(r, code) for _, r in responses)),
    )


def _says(response: Mapping[str, Any], code: str) -> bool:
    return code in response.get("content", {}).get(_PROBLEM, {}).get("examples", {})


def _parameter(told: Mapping[str, Any]) -> Row:
    return Row(
        name=told["name"],
        where=told["in"],
        type=_type(told["schema"]),
        required=told.get("required", False),
        meaning=inline(told["description"]),
    )


def _answer(status: str, response: Mapping[str, Any], document: Mapping[str, Any]) -> Answered:
    return Answered(
        status=status,
        phrase=HTTPStatus(int(status)).phrase,
        said=inline(response["description"]),
        bodies=tuple(_bodies(response.get("content", {}), document)),
        headers=tuple(response.get("headers", {})),
    )


def _bodies(content: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Body]:
    for media_type, media in content.items():
        given = media.get("examples", {})
        examples = [
            Example(name=name.replace("_", " "), text=_text(_value(example, document)))
            for name, example in given.items()
        ]
        if "example" in media:
            examples.append(Example(name="example", text=_text(media["example"])))
        yield Body(media_type=media_type, type=_type(media["schema"]), examples=tuple(examples))


def _value(example: Mapping[str, Any], document: Mapping[str, Any]) -> object:
    if "$ref" in example:
        return document["components"]["examples"][example["$ref"].rpartition("/")[2]]["value"]
    return example["value"]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


def _schema(name: str, schema: Mapping[str, Any]) -> SchemaContents:
    required = schema.get("required", ())
    rows = (
        Row(
            name=field,
            where="",
            type=_type(told),
            required=field in required,
            meaning=inline(str(told.get("description", ""))),
        )
        for field, told in schema.get("properties", {}).items()
    )
    return SchemaContents(name=name, said=prose(schema["description"]), fields=tuple(rows))


def _type(schema: Mapping[str, Any]) -> Markup:
    return inline(type_words(schema, lambda name: f"[{name}](#schema-{name})"))
