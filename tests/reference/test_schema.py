"""The schemas say what the reader accepts."""

import json
from typing import Any

import pytest

from scheduler.errors import ProgrammeRejected
from scheduler.interchange.programme_json import read_programme, to_jsonable
from scheduler.reference.schema import DIALECT, plan_schema, programme_schema
from scheduler.rules import RULES
from tests.validation.documents import programme, sound


def test_every_field_of_a_written_programme_is_in_the_schema() -> None:
    schema = programme_schema()
    _walk(to_jsonable(programme(sound())), schema, schema["$defs"])


def test_every_kind_of_rule_is_told_apart_by_its_kind() -> None:
    schema = programme_schema()
    mapping = schema["properties"]["rules"]["items"]["discriminator"]["mapping"]
    assert len(mapping) == len(RULES)
    for kind, ref in mapping.items():
        declared = schema["$defs"][ref.rpartition("/")[2]]
        assert declared["properties"]["kind"]["const"] == kind
        assert "kind" in declared["required"]


def test_the_plan_schema_has_the_fields_of_the_contract() -> None:
    schema = plan_schema()
    assert list(schema["$defs"]["AnswerDocument"]["properties"]) == [
        "outcome",
        "claim",
        "objectives",
        "plan",
        "clashes",
        "recovery_options",
        "baselines",
        "solve",
        "alarms",
        "certificate",
    ]
    plan = schema["$defs"]["WrittenPlan"]["properties"]
    assert list(plan) == [
        "programme_hash",
        "options",
        "services",
        "activities",
        "concessions",
        "costs",
    ]


def test_a_plan_file_is_an_answer_or_its_plan_alone() -> None:
    allowed = [branch["$ref"].rpartition("/")[2] for branch in plan_schema()["anyOf"]]
    assert allowed == ["AnswerDocument", "WrittenPlan"]


def test_schemas_are_plain_json_with_words_for_every_declaration() -> None:
    for schema in (programme_schema(), plan_schema()):
        assert schema["$schema"] == DIALECT
        assert json.loads(json.dumps(schema)) == schema
        assert all(declared["description"] for declared in schema["$defs"].values())


def test_an_unknown_field_is_refused_by_schema_and_reader_alike() -> None:
    schema = programme_schema()
    for declared in (schema, *schema["$defs"].values()):
        assert declared["additionalProperties"] is False
    with pytest.raises(ProgrammeRejected):
        read_programme(json.dumps({**sound(), "surprise": 1}).encode())


def _walk(value: Any, schema: dict[str, Any], declared: dict[str, Any]) -> None:
    if "$ref" in schema:
        schema = declared[schema["$ref"].rpartition("/")[2]]
    if "discriminator" in schema:
        ref = schema["discriminator"]["mapping"][value["kind"]]
        schema = declared[ref.rpartition("/")[2]]
    if isinstance(value, dict) and "properties" in schema:
        for field, item in value.items():
            _walk(item, schema["properties"][field], declared)
        assert set(schema.get("required", ())) <= set(value)
    elif isinstance(value, list):
        for item in value:
            _walk(item, schema["items"], declared)
