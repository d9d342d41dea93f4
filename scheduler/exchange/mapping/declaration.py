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
THE_MILESTONE = "the_milestone"
"""In place of a milestone: the only one that the service has."""

Separator = Annotated[str, Field(min_length=1, max_length=20)]
"""Characters between two parts of a name or code, blanks included."""


Name = Annotated[str, Field(min_length=1, max_length=2000)]
"""Of a service or group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What tells groups or services apart: one of these ways, which `parts` may go with."""

    __pydantic_config__ = WIRE

    outline_level: Annotated[int, Field(ge=1, le=30)] | None = None
    """Summary tasks of this level; 1 for the outermost."""
    field: Text | None = None
    """The value of a custom field or activity code, by its name."""
    each: Literal["task", "milestone", "either", "service"] | None = None
    """Every task with work, every milestone, or either is a service of its own; every `service` is
    a group of its own."""
    name_before: Separator | None = None
    """The part of a task's name before the first of these, such as ` - ` in `Payroll - build`."""
    name_after: Separator | None = None
    """The part of a task's name after the last of these."""
    code_before: Separator | None = None
    """The part of a task's WBS code or activity id before the first of these."""
    code_characters: Annotated[int, Field(ge=1, le=20)] | None = None
    """So many first characters of a task's WBS code or activity id."""
    one: Name | None = None
    """All tasks belong to one service or group, which has this name."""
    parts: Annotated[int, Field(ge=1, le=10)] = 1
    """How many parts of a name or code are taken, of those that lie before a separator."""

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that are used, of which there must be one."""
        return tuple(name for name in WAYS if getattr(self, name) is not None)


WAYS = (
    "outline_level",
    "field",
    "each",
    "name_before",
    "name_after",
    "code_before",
    "code_characters",
    "one",
)


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
    service_of: dict[Text, Name] = field(default_factory=dict)
    """Task by id, code or name, with all beneath it, to its service; goes before `services`."""
    group_of: dict[Text, Name] = field(default_factory=dict)
    """Name of a service to its group; goes before `groups`."""
    take: Literal["everything", "milestones"] = "everything"
    """Milestones only: the detailed plan stays with whoever made it."""
    leave_out: tuple[Text, ...] = ()
    """Tasks by id, code or name, with all beneath them."""
    options: dict[Text, tuple[SourcingOption, ...]] = field(default_factory=dict)
    """Name of a group, or `*`, to how it may be sourced next."""
    transfers: dict[Text, Text] = field(default_factory=dict)
    """Name of a service, or `*`, to the milestone of its service transfer by id, code or name,
    `the_milestone` where it has but one, or `after_everything`."""
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
        found += _of_ways("/services", mapping.services) + _of_ways("/groups", mapping.groups)
        if not found:
            return mapping
    raise ProgrammeRejected(ordered(document.value, found))


def _of_ways(path: str, level: Level | None) -> list[Issue]:
    """Return what is wrong with a way to tell services or groups apart."""
    if level is None:
        return []
    used = level.ways
    if len(used) != 1:
        named = ", ".join(used) or "none"
        message = f"give one way to tell them apart, of {', '.join(WAYS)}; there is {named}"
        return [Issue(code="one_way", path=path, message=message)]
    if path == "/services" and level.each == "service":
        message = "services cannot be told apart by services; only groups can"
        return [Issue(code="one_way", path=f"{path}/each", message=message)]
    if level.parts != 1 and used[0] not in _OF_PARTS:
        message = f"parts go with {' or '.join(_OF_PARTS)} alone"
        return [Issue(code="one_way", path=f"{path}/parts", message=message)]
    return []


_OF_PARTS = ("name_before", "code_before")


def mapping_json(mapping: ProjectMapping) -> dict[str, object]:
    """Return a mapping as plain JSON values, what was not answered left out."""
    made: dict[str, object] = _ADAPTER.dump_python(mapping, mode="json", exclude_defaults=True)
    return {"format_version": mapping.format_version, **made}
