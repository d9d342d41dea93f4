"""Tables about an answer in a terminal: how good, against what, what stands in the way."""

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.pictures.aim_contents import aim_contents
from scheduler.pictures.cells import Layout, cell, drawn, table
from scheduler.pictures.cost_contents import costs_contents
from scheduler.pictures.outcome_contents import (
    Entry,
    baselines_contents,
    clash_contents,
    concessions_contents,
)
from scheduler.pictures.wording import counted

_WIDEST_VALUE = 18
_WHOLE = Layout(no_wrap=True)
_FOLDED = Layout(overflow="fold")


def objectives_table(objectives: Sequence[Entry]) -> Table:
    """Return the levels of the objective in order of importance, with what is proved of each."""
    whole = ("Reached", "Best possible", "May be given up")
    return drawn(aim_contents(objectives), dict.fromkeys(whole, _WHOLE))


def baselines_table(document: Entry, this_plan: Entry) -> Table:
    """Return what planning without optimising would give, below the plan itself."""
    return drawn(baselines_contents(document, this_plan), {})


def costs_table(costs: Sequence[Entry], expanded: ExpandedProgramme) -> Table:
    """Return what the plan costs by financial year and part."""
    return drawn(costs_contents(costs, expanded), {})


def concessions_table(concessions: Sequence[Entry]) -> Table:
    """Return the soft rules not fully met."""
    return drawn(concessions_contents(concessions), {"Rule": _FOLDED})


def clash_panels(clashes: Sequence[Entry], expanded: ExpandedProgramme) -> Iterator[Panel]:
    """Yield each clash with its rules, what they rest on and their words."""
    layouts = {"Rule": Layout(overflow="fold", max_width=34), "Basis": _WHOLE}
    for clash in clash_contents(clashes, expanded):
        yield Panel(
            Group(cell(clash.words), drawn(clash.rules, layouts)),
            title=Text(clash.title, style="bold"),
            title_align="left",
            box=box.ROUNDED,
            border_style="red",
        )


def violations_table(violations: Sequence[Entry]) -> Table:
    """Return what the checker found: the rule, who breaks it, measured against allowed."""
    made = table(counted(len(violations), "violation"))
    made.add_column("Planning rule and activities", overflow="fold")
    made.add_column("Measured", max_width=_WIDEST_VALUE)
    made.add_column("Allowed", max_width=_WIDEST_VALUE)
    for violation in violations:
        broken = (
            cell(violation.get("rule"), "bold"),
            cell(violation.get("statement")),
            cell(", ".join(violation.get("activities", ()))),
        )
        made.add_row(
            Text("\n").join(part for part in broken if part),
            cell(violation.get("measured"), "red"),
            cell(violation.get("allowed")),
        )
    return made


def issues_table(issues: Iterable[Issue]) -> Table:
    """Return every problem of an input document: where, what and its code."""
    listed = tuple(issues)
    made = table(counted(len(listed), "problem"))
    made.add_column("Severity", no_wrap=True)
    made.add_column("Where", overflow="fold")
    made.add_column("What", overflow="fold")
    made.add_column("Code", overflow="fold")
    for issue in listed:
        style = "red" if issue.severity == "error" else "yellow"
        made.add_row(
            cell(issue.severity, style),
            cell(issue.path or "/"),
            cell(issue.message),
            cell(issue.code),
        )
    return made
