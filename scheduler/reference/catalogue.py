"""What a programme can demand and what can be wrong with it, as plain data for other programs."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from inspect import cleandoc
from typing import Any

from scheduler.domain.planning_rules import Placement, PlanningRule
from scheduler.reference.rule_examples import RULE_EXAMPLES
from scheduler.reference.rules_page import first_sentence, kind_name
from scheduler.reference.schema import programme_schema
from scheduler.reference.type_words import type_words
from scheduler.rules import RULES
from scheduler.rules.rule import RuleKind
from scheduler.validation.codes import MEANING, PATCH, SHAPE

FOUND_IN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "form": ("While reading a programme or plan: what is not written as it must be.", SHAPE),
    "content": ("While asking what a programme means, once its form is right.", MEANING),
    "patch": ("While applying a merge patch or a JSON Patch to a programme.", PATCH),
}
"""Where an issue is found: what that means, and the codes of what is found there."""


def rule_catalogue() -> list[dict[str, Any]]:
    """Return every kind of planning rule in reading order, with its fields and an example."""
    declared = _declared()
    return [_rule(kind, declared[kind.declares.__name__]) for kind in RULES]


def shared_rule_fields() -> list[dict[str, Any]]:
    """Return the fields that a rule of any kind has."""
    declared = _declared()[Placement.__name__]
    return list(_fields(declared, {f.name for f in fields(PlanningRule)}))


def issue_catalogue() -> list[dict[str, str]]:
    """Return every code of a problem of a document by name, with where it is found."""
    found = (
        {"code": code, "found_in": stage, "meaning": meaning}
        for stage, (_, codes) in FOUND_IN.items()
        for code, meaning in codes.items()
    )
    return sorted(found, key=lambda entry: entry["code"])


@cache
def _declared() -> Mapping[str, Any]:
    """Return the schema of each declaration, generated once: it takes a while."""
    declared: Mapping[str, Any] = programme_schema()["$defs"]
    return declared


def _rule(kind: RuleKind[Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    name = kind_name(kind)
    own = {f.name for f in fields(kind.declares)} - {f.name for f in fields(PlanningRule)}
    own.remove("kind")
    return {
        "kind": name,
        "title": name.replace("_", " ").capitalize(),
        "says": first_sentence(kind),
        "description": cleandoc(kind.declares.__doc__ or ""),
        "fields": list(_fields(declared, own)),
        "may_be_soft": kind.declares is not Placement,
        "shortfall_unit": kind.unit,
        "example": RULE_EXAMPLES[name],
    }


def _fields(declared: Mapping[str, Any], wanted: set[str]) -> Iterator[dict[str, Any]]:
    required = declared.get("required", ())
    for name, told in declared["properties"].items():
        if name in wanted:
            yield {
                "name": name,
                "type": type_words(told).replace("`", ""),
                "required": name in required,
                "meaning": " ".join(str(told.get("description", "")).split()),
            }
