"""A change of a programme as one document: a patch, with what happened and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.values import WIRE, Slug, Text
from scheduler.errors import PatchRejected
from scheduler.interchange.json_patch import apply_patch
from scheduler.interchange.json_text import JsonValue, read_json
from scheduler.interchange.merge_patch import merge_patch
from scheduler.interchange.shape_issues import shape_issues


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDocument:
    """What changed: either a JSON Patch or a merge patch of the programme document."""

    __pydantic_config__ = WIRE

    format_version: Annotated[int, Field(ge=1, le=1)] = 1
    id: Slug | None = None
    title: Text = ""
    """What happened, in a sentence."""
    reason: Text = ""
    source: Text = ""
    """Who says so, and where."""
    applies_to: Text = ""
    """The programme that it was written for; for people."""
    status_date: date | None = None
    """When it became known; becomes the programme's status date."""
    patch: list[Any] | None = None
    """A JSON Patch (RFC 6902); paths may name entries by their ids, as `/rules[id=X]/min_lag`."""
    merge: dict[str, Any] | None = None
    """A merge patch (RFC 7396)."""


_ADAPTER: TypeAdapter[ChangeDocument] = TypeAdapter(ChangeDocument)


def read_change(data: bytes, limits: Limits = DEFAULT_LIMITS) -> ChangeDocument:
    """Return the change that a file holds.

    Raises PatchRejected with everything that is wrong with its shape.
    """
    text = read_json(data, limits)
    if text.issues:
        raise PatchRejected(text.issues)
    try:
        return _ADAPTER.validate_json(data, strict=True)
    except ValidationError as error:
        raise PatchRejected(shape_issues(ChangeDocument, text.value, error)) from None


def changed(
    document: JsonValue, change: ChangeDocument, limits: Limits = DEFAULT_LIMITS
) -> JsonValue:
    """Return a programme document with a change made; it stays as it is itself.

    Raises PatchRejected where the change does not fit it.
    """
    made = document
    if change.patch is not None:
        made = apply_patch(made, change.patch, limits)
    if change.merge is not None:
        made = merge_patch(made, change.merge)
    if change.status_date is not None and isinstance(made, dict):
        made = {**made, "status_date": change.status_date.isoformat()}
    return made
