"""Papers by the names of their formats, for the command line and the service."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import PlanRejected
from scheduler.explaining.audience import Audience
from scheduler.interchange.json_text import read_json
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.risk_json import risk_from_jsonable
from scheduler.papers.against_baseline import IN_FORCE
from scheduler.papers.answers import WITHOUT_PLAN, answer_with_plan, answer_without_plan
from scheduler.papers.board_paper import board_paper
from scheduler.papers.chances import ScheduleRisk, schedule_risk
from scheduler.papers.html import paper_html
from scheduler.papers.markdown import paper_markdown
from scheduler.papers.paper import Paper
from scheduler.papers.pdf import paper_pdf
from scheduler.papers.plan_report import plan_report
from scheduler.papers.trend import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a paper tells of beside the plan, each where it is known."""

    latest: Mapping[str, Any] | None = None
    assumptions: Mapping[str, Any] | None = None
    risk: Mapping[str, Any] | None = None
    versions: Sequence[Version] = ()
    """The plans of the programme up to this one, oldest first."""
    against: str = IN_FORCE
    """What the programme's baseline is."""


_NOTHING = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFormat:
    """A paper in a file format."""

    media_type: str
    suffix: str
    needs_plan: bool
    """Whether there is nothing to write where an answer holds no plan."""
    make: Callable[[ExpandedProgramme, Plan | None, Mapping[str, Any], Audience, Beside], Paper]
    write: Callable[[Paper], bytes]


def _report(
    programme: ExpandedProgramme,
    plan: Plan | None,
    answer: Mapping[str, Any],
    audience: Audience,
    beside: Beside,
) -> Paper:
    if plan is None:
        message = "a plan report needs a plan"
        raise ValueError(message)
    risk = _risk(beside)
    return plan_report(programme, plan, answer, audience=audience, latest=beside.latest, risk=risk)


def _board(
    programme: ExpandedProgramme,
    plan: Plan | None,
    answer: Mapping[str, Any],
    audience: Audience,
    beside: Beside,
) -> Paper:
    return board_paper(
        programme,
        plan,
        answer,
        audience=audience,
        latest=beside.latest,
        assumptions=beside.assumptions,
        risk=_risk(beside),
        versions=beside.versions,
        against=beside.against,
    )


def _risk(beside: Beside) -> ScheduleRisk | None:
    return None if beside.risk is None else schedule_risk(risk_from_jsonable(beside.risk))


def _markdown(paper: Paper) -> bytes:
    return paper_markdown(paper).encode()


def _html(paper: Paper) -> bytes:
    return paper_html(paper).encode()


_WRITERS = {
    "md": ("text/markdown; charset=utf-8", _markdown),
    "html": ("text/html; charset=utf-8", _html),
    "pdf": ("application/pdf", paper_pdf),
}
PAPERS: Mapping[str, PaperFormat] = {
    f"{kind}-{suffix}": PaperFormat(
        media_type=media_type,
        suffix=suffix,
        needs_plan=kind == "report",
        make=_report if kind == "report" else _board,
        write=write,
    )
    for kind in ("report", "board")
    for suffix, (media_type, write) in _WRITERS.items()
}
"""Name, such as `board-pdf`, to format."""


def exported(
    name: str,
    programme: ExpandedProgramme,
    plan_file: bytes,
    audience: Audience = "exempt",
    beside: Beside = _NOTHING,
) -> bytes:
    """Return a paper of a plan file in a format: the answer of `plan --json`, or its plan alone.

    A board paper is also made of an answer or explanation that says there is no plan.
    Raises: FileRejected when the file is no JSON, or PDF cannot be written; PlanRejected with every
    shape problem.
    """
    chosen = PAPERS[name]
    document = read_json(plan_file).value
    plan: Plan | None = None
    try:
        plan = read_plan(plan_file, programme).plan
    except PlanRejected:
        without = isinstance(document, dict) and document.get("outcome") in WITHOUT_PLAN
        if chosen.needs_plan or not without:
            raise
    answer = answer_without_plan(document) if plan is None else answer_with_plan(document)
    return chosen.write(chosen.make(programme, plan, answer, audience, beside))
