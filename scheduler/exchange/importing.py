"""A planning tool's file as a programme, or as a plan of a programme that is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.plan import Placed, Plan
from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.exchange.formats import FORMATS, PLAN_ROWS, READ, loaded, recognised
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.mapping.declaration import ProjectMapping
from scheduler.exchange.mapping.programme import programme_of
from scheduler.exchange.mapping.questions import Question
from scheduler.exchange.project_schedule import ProjectSchedule
from scheduler.exchange.reading import ReadProject
from scheduler.exchange.sheets.places import with_cells
from scheduler.exchange.sheets.plan_sheets import ReadPlanRows
from scheduler.exchange.sheets.sheets_in import ReadSheets
from scheduler.exchange.to_plan import plan_of
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.interchange.valid_programme import valid_programme
from scheduler.rules.rule import Violation
from scheduler.verification.verify import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file holds, and what of it did not come along."""

    format: str
    programme: dict[str, Any] | None = None
    """A programme document; one with errors stands in `issues`."""
    plan: dict[str, Any] | None = None
    """A plan document, where a programme was given whose plan it is."""
    violations: tuple[Violation, ...] = ()
    """What the dates of the file break: of the plan, or of the baseline of the programme."""
    questions: tuple[Question, ...] = ()
    """What the mapping still has to answer before there is a programme."""
    issues: tuple[Issue, ...] = ()
    """Of a workbook each with its `cell`, `sheet` and `column` among its facts."""
    losses: tuple[Loss, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """How much the file holds: tasks, links, calendars, resources."""

    @property
    def complete(self) -> bool:
        """Whether there is something to go on with."""
        return (self.programme is not None or self.plan is not None) and not any(
            issue.severity == "error" for issue in self.issues
        )

    def to_jsonable(self) -> dict[str, Any]:
        """Return the answer of `import --json` and of `POST /v1/imports` as plain JSON values."""
        return {
            "format": self.format,
            "programme": self.programme,
            "plan": self.plan,
            "violations": [asdict(violation) for violation in self.violations],
            "questions": [asdict(question) for question in self.questions],
            "issues": [
                {
                    "code": issue.code,
                    "path": issue.path,
                    "cell": issue.facts.get("cell"),
                    "column": issue.facts.get("column") or None,
                    "message": issue.message,
                    "value": issue.value,
                    "severity": issue.severity,
                }
                for issue in self.issues
            ],
            "losses": [asdict(loss) for loss in self.losses],
            "counts": dict(self.counts),
        }


def import_file(
    content: bytes,
    mapping: ProjectMapping | None = None,
    programme: ExpandedProgramme | None = None,
    format_id: str | None = None,
) -> Imported:
    """Return what a file holds.

    A project becomes a plan of `programme` where one is given, else a programme by `mapping`.
    Raises: FileRejected when it is of no known format, or not readable as the one it shows.
    """
    name = format_id or recognised(content)
    if name is None or name not in READ:
        known = ", ".join(FORMATS[one].title for one in READ)
        message = f"the file is of no format that is read here: {known}"
        raise FileRejected(message, reason="unknown_format")
    found = FORMATS[name]
    if found.holds == "programme":
        if programme is not None:
            return _plan_of_sheets(name, content, programme)
        return _of_sheets(name, content)
    read: ReadProject = found.load("reader")(content)
    if programme is not None:
        return _as_plan(name, read, programme)
    return _as_programme(name, read, mapping or ProjectMapping())


def _as_plan(name: str, read: ReadProject, programme: ExpandedProgramme) -> Imported:
    back = plan_of(read.project, programme)
    losses = Losses()
    losses.extend((*read.losses, *back.losses))
    plan, violations = _checked(back.plan, programme)
    return Imported(
        format=name,
        plan=plan,
        violations=violations,
        issues=back.issues,
        losses=losses.all(),
        counts=_counts(read.project),
    )


def _as_programme(name: str, read: ReadProject, mapping: ProjectMapping) -> Imported:
    mapped = programme_of(read.project, mapping)
    losses = Losses()
    losses.extend((*read.losses, *mapped.losses))
    issues, violations = _judged(mapped.document)
    return Imported(
        format=name,
        programme=mapped.document,
        violations=violations,
        questions=mapped.questions,
        issues=issues,
        losses=losses.all(),
        counts=_counts(read.project),
    )


def _of_sheets(name: str, content: bytes) -> Imported:
    read: ReadSheets = FORMATS[name].load("reader")(content)
    issues = read.issues
    if not issues:
        issues = with_cells(_judged(read.document)[0], read.places)
    return Imported(format=name, programme=read.document, issues=issues, losses=read.losses)


def _plan_of_sheets(name: str, content: bytes, programme: ExpandedProgramme) -> Imported:
    read: ReadPlanRows = loaded(PLAN_ROWS)(content, programme)
    plan, violations = _checked(read.plan, programme)
    return Imported(
        format=name,
        plan=plan,
        violations=violations,
        issues=with_cells(read.issues, read.places),
        losses=read.losses,
    )


def _checked(
    plan: Plan | None, programme: ExpandedProgramme
) -> tuple[dict[str, Any] | None, tuple[Violation, ...]]:
    """Return a plan as a document, with what it breaks."""
    if plan is None:
        return None, ()
    verdict = verify(programme, plan)
    return plan_to_jsonable(programme, plan, verdict.concessions), verdict.violations


def _judged(document: dict[str, Any] | None) -> tuple[tuple[Issue, ...], tuple[Violation, ...]]:
    """Return what is wrong with a programme, and what of its rules its own baseline breaks."""
    if document is None:
        return (), ()
    try:
        read = valid_programme(json.dumps(document).encode())
    except ProgrammeRejected as rejected:
        return tuple(issue for issue in rejected.issues if isinstance(issue, Issue)), ()
    baseline = read.document.baseline
    if baseline is None or set(baseline.options) != set(read.expanded.groups):
        return read.warnings, ()
    placed = {
        name: Placed(start=dates.start, finish=dates.finish)
        for name, dates in baseline.dates.items()
        if name in read.expanded.activities
    }
    plan = Plan(options=dict(baseline.options), placed=placed)
    return read.warnings, verify(read.expanded, plan).violations


def _counts(project: ProjectSchedule) -> dict[str, int]:
    return {
        "tasks": len(project.tasks),
        "links": len(project.links),
        "calendars": len(project.calendars),
        "resources": len(project.resources),
    }
