"""Programme files: JSON, format version 1."""

from typing import Any

from pydantic import TypeAdapter

from scheduler.domain.programme import Programme

_ADAPTER: TypeAdapter[Programme] = TypeAdapter(Programme)


def to_jsonable(programme: Programme) -> dict[str, Any]:
    """Return the document as plain JSON values, defaults left out except the version."""
    made: dict[str, Any] = _ADAPTER.dump_python(programme, mode="json", exclude_defaults=True)
    for rule, written in zip(programme.rules, made.get("rules", ()), strict=True):
        written["kind"] = rule.kind
    for template, written in zip(
        programme.rule_templates, made.get("rule_templates", ()), strict=True
    ):
        written["rule"]["kind"] = template.rule.kind
    return {"format_version": programme.format_version, **made}
