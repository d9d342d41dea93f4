"""A whole answer for a terminal, from the document that `plan --json` prints."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import plan_in
from scheduler.pictures.gantt_text import gantt_text
from scheduler.pictures.outcome_contents import CLASH_NOT_FOUND, is_compared, this_plan
from scheduler.pictures.outcome_tables import (
    baselines_table,
    clash_panels,
    concessions_table,
    costs_table,
    objectives_table,
)
from scheduler.pictures.sentences import assurance, status_sentence
from scheduler.pictures.service_tables import (
    options_table,
    parts_table,
    peak_load_table,
    service_dates_table,
)


def render_answer(
    document: Mapping[str, Any],
    expanded: ExpandedProgramme,
    *,
    width: int = 80,
    ascii_only: bool = False,
) -> list[RenderableType]:
    """Return what to print, in order: a sentence, then tables that a terminal of `width` holds."""
    status = status_sentence(document, expanded)
    alarms = [Text(f"Alarm: {words}", style="bold red") for words in document.get("alarms", ())]
    if document["outcome"] == "plan":
        told = _plan(document, expanded, width, ascii_only=ascii_only)
        return [Text(status, style="bold"), *alarms, *told]
    if document["outcome"] == "infeasible":
        return [Text(status, style="bold red"), *alarms, *_infeasible(document, expanded)]
    return [Text(status, style="bold yellow"), *alarms]


def _plan(
    document: Mapping[str, Any], expanded: ExpandedProgramme, width: int, *, ascii_only: bool
) -> Iterator[RenderableType]:
    plan = plan_in(document)
    yield Text(assurance(document))
    yield Text()
    yield service_dates_table(expanded, plan, width=width)
    yield Text()
    yield from gantt_text(expanded, plan, width=width, ascii_only=ascii_only)
    yield Text()
    if (parts := parts_table(expanded, plan)) is not None:
        yield parts
        yield Text()
    yield options_table(expanded, plan)
    yield Text()
    yield peak_load_table(expanded, plan)
    if costs := document["plan"].get("costs", ()):
        yield Text()
        yield costs_table(costs, expanded)
    if document.get("objectives"):
        yield Text()
        yield objectives_table(document["objectives"])
    if concessions := document["plan"].get("concessions", ()):
        yield Text()
        yield concessions_table(concessions)
    if is_compared(document):
        yield Text()
        yield baselines_table(document, this_plan(expanded, plan))


def _infeasible(
    document: Mapping[str, Any], expanded: ExpandedProgramme
) -> Iterator[RenderableType]:
    clashes = document.get("clashes", ())
    if not clashes:
        yield Text(CLASH_NOT_FOUND)
    yield from clash_panels(clashes, expanded)
