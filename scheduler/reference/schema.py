"""JSON Schema of the programme and plan files, generated from the declarations."""

from typing import Any

from pydantic import TypeAdapter

from scheduler.domain.programme import Programme
from scheduler.interchange.plan_document import AnswerDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_PLAN_FILES = ("AnswerDocument", "WrittenPlan")


def programme_schema() -> dict[str, Any]:
    """Return the schema of a programme file, format version 1."""
    return _schema(TypeAdapter(Programme), "phased-exit programme, format version 1")


def plan_schema() -> dict[str, Any]:
    """Return the schema of a plan file: an answer, or its `plan` object alone."""
    made = _schema(
        TypeAdapter(AnswerDocument), "phased-exit plan: the answer of `plan --json`, or its plan"
    )
    answer = {name: made.pop(name) for name in ("description", "properties", "required", "type")}
    made["$defs"]["AnswerDocument"] = answer
    return {**made, "anyOf": [{"$ref": f"#/$defs/{name}"} for name in _PLAN_FILES]}


def _schema(adapter: TypeAdapter[Any], title: str) -> dict[str, Any]:
    made = adapter.json_schema(mode="validation")
    for declared in made.get("$defs", {}).values():
        _require_kind(declared)
    return {"$schema": DIALECT, **made, "title": title}


def _require_kind(declared: dict[str, Any]) -> None:
    """Ask for the kind of a planning rule, which tells the kinds apart when they are read."""
    kind = declared.get("properties", {}).get("kind", {})
    if "const" in kind:
        kind.pop("default", None)
        declared["required"] = [*declared.get("required", ()), "kind"]
