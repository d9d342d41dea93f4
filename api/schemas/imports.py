"""What is said over HTTP about a planning tool's file that was read."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import WithJsonSchema

from scheduler.domain.values import WIRE
from scheduler.exchange.losses import Loss
from scheduler.exchange.mapping.questions import Question
from scheduler.rules.rule import Violation

_PROGRAMME = {"$ref": "#/components/schemas/Programme"}
_PLAN = {"$ref": "#/components/schemas/WrittenPlan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportIssue:
    """Something wrong with what a file holds."""

    __pydantic_config__ = WIRE

    code: str
    path: str
    """Where in the programme, as a JSON Pointer with ids as filters, or the cell of a workbook."""
    cell: str | None
    """Of a workbook: sheet and cell, such as `Services!C7`."""
    column: str | None
    """The heading of its column, where it has one."""
    message: str
    value: Any
    """What stands there."""
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What a planning tool's file holds, and what of it did not come along."""

    __pydantic_config__ = WIRE

    format: str
    """What the file was read as."""
    programme: Annotated[dict[str, Any], WithJsonSchema(_PROGRAMME)] | None
    """A programme document to be stored, where nothing is asked for and no plan was wanted."""
    plan: Annotated[dict[str, Any], WithJsonSchema(_PLAN)] | None
    """A plan of the programme that was named."""
    violations: tuple[Violation, ...]
    """What the dates of the file break: of the plan, or of the programme's baseline."""
    questions: tuple[Question, ...]
    """What the mapping still has to answer before there is a programme."""
    issues: tuple[ImportIssue, ...]
    losses: tuple[Loss, ...]
    """What did not come along or was taken as something else."""
    counts: dict[str, int]
    """Tasks, links, calendars and resources that the file holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLosses:
    """What a file that was exported does not carry."""

    __pydantic_config__ = WIRE

    format: str
    losses: tuple[Loss, ...]
