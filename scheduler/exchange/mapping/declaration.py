"""The mapping file: a planner's answers to what a task list cannot say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from scheduler.domain.issues import Issue
from scheduler.domain.services import SourcingOption
from scheduler.domain.values import WIRE, Slug, Text
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.json_text import read_json
from scheduler.interchange.shape_issues import ordered, shape_issues

EVERY = "*"
"""In place of a name: all that are not named."""
AFTER_EVERYTHING = "after_everything"
"""In place of a milestone: a transfer that waits for all tasks of its service is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What tells groups or services apart: summary tasks of a level, or the value of a field."""

    __pydantic_config__ = WIRE

    outline_level: Annotated[int, Field(ge=1, le=30)] | None = None
    """1 for the outermost summary tasks."""
    field: Text | None = None
    """Name of a custom field or activity code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMapping:
    """How a project of a planning tool is meant as the exit from a contract."""

    __pydantic_config__ = WIRE

    format_version: Annotated[int, Field(ge=1, le=1)] = 1
    """Of the mapping file; 1."""
    supplier: Text | None = None
    contract_end: date | None = None
    """The last day of cover."""
    status_date: date | None = None
    """Asked for where the file has actual dates and no status date of its own."""
    services: Level | None = None
    groups: Level | None = None
    """Services sourced together; each service is a group of its own with the same level."""
    take: Literal["everything", "milestones"] = "everything"
    """Milestones only: the detailed plan stays with whoever made it."""
    leave_out: tuple[Text, ...] = ()
    """Tasks by id, code or name, with all beneath them."""
    options: dict[Text, tuple[SourcingOption, ...]] = field(default_factory=dict)
    """Name of a group, or `*`, to how it may be sourced next."""
    transfers: dict[Text, Text] = field(default_factory=dict)
    """Name of a service, or `*`, to the milestone of its service transfer by id, code or name, or
    `after_everything`."""
    criticality: dict[Text, Annotated[int, Field(ge=1, le=5)]] = field(default_factory=dict)
    """Name of a service, or `*`, to its criticality; 5 is a statutory payment."""
    phases: dict[Text, Slug] = field(default_factory=dict)
    """Task by id, code or name to the phase it is, such as `cutover` or `acceptance`."""
    constraints: Literal["keep", "leave_out"] | None = None
    """Whether dates that tasks are held to are planning rules or only how the tool was steered."""
    deadlines: Literal["keep", "leave_out"] | None = None
    """Whether deadlines are planning rules."""


_ADAPTER: TypeAdapter[ProjectMapping] = TypeAdapter(ProjectMapping)


def read_mapping(data: bytes) -> ProjectMapping:
    """Return the mapping that a file holds.

    Raises: FileRejected when the file is no JSON; ProgrammeRejected with every shape problem.
    """
    document = read_json(data)
    found: list[Issue] = list(document.issues)
    try:
        mapping = _ADAPTER.validate_json(document.text)
    except ValidationError as error:
        found += shape_issues(ProjectMapping, document.value, error)
    else:
        if not found:
            return mapping
    raise ProgrammeRejected(ordered(document.value, found))


def mapping_json(mapping: ProjectMapping) -> dict[str, object]:
    """Return a mapping as plain JSON values, what was not answered left out."""
    made: dict[str, object] = _ADAPTER.dump_python(mapping, mode="json", exclude_defaults=True)
    return {"format_version": mapping.format_version, **made}
