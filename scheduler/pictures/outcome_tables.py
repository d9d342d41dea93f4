"""Tables about an answer: how good, against what, what stands in the way, what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.pictures.cells import NOTHING, cell, table
from scheduler.pictures.wording import counted

Entry = Mapping[str, Any]
"""One object of a plan document, as in its JSON."""

CLAIMS = {
    "feasible_checked": "checked; better may exist",
    "bound_claimed_by_solver": "claimed by one solve",
    "bound_confirmed_by_second_configuration": "confirmed by a second solve",
}
_WIDEST_VALUE = 18
_LEVELS = {
    "concessions": "Concessions on soft rules",
    "schedule_contingency": "Schedule contingency",
    "peak_change_load": "Peak change load",
    "sourcing_appraisal": "Sourcing appraisal",
    "weighted_transfers": "Early transfers",
}


def objectives_table(objectives: Sequence[Entry]) -> Table:
    """Return the levels of the objective in order of importance, with what is proved of each."""
    made = table("Objective levels, most important first")
    made.add_column("Level")
    for heading in ("Value", "Bound", "Tolerance"):
        made.add_column(heading, justify="right", no_wrap=True)
    made.add_column("Unit")
    made.add_column("Proved", no_wrap=True)
    made.add_column("Claim")
    for level in objectives:
        bound = level.get("bound")
        proved = bool(level.get("proved"))
        claim = str(level.get("claim"))
        made.add_row(
            cell(_LEVELS.get(str(level.get("name")), level.get("name"))),
            cell(_number(level.get("value")), "bold"),
            cell("unknown" if bound is None else _number(bound)),
            cell(_number(level.get("tolerance", 0))),
            cell(level.get("unit", "")),
            cell("yes" if proved else "no", "green" if proved else "yellow"),
            cell(CLAIMS.get(claim, claim)),
        )
    return made


def baselines_table(baselines: Sequence[Entry], this_plan: Entry) -> Table:
    """Return what planning without optimising would give, below the plan itself."""
    made = table("Against planning without optimising")
    made.add_column("Way")
    made.add_column("Hard planning rules")
    made.add_column("Weeks of schedule contingency", justify="right")
    made.add_column("Peak change load", justify="right")
    for place, way in enumerate((this_plan, *baselines)):
        feasible = bool(way.get("feasible"))
        broken = int(way.get("rules_broken") or 0)
        words = "all met" if feasible else f"{broken:,} broken"
        made.add_row(
            cell(way.get("name"), "bold" if place == 0 else ""),
            cell(words, "" if feasible else "red"),
            cell(_number(way.get("contingency_weeks"))),
            cell(_number(way.get("peak_change_load"))),
        )
    return made


def concessions_table(concessions: Sequence[Entry]) -> Table:
    """Return the soft rules not fully met."""
    made = table("Concessions: soft planning rules not fully met")
    made.add_column("Rule", overflow="fold")
    made.add_column("What it asks")
    made.add_column("Shortfall", justify="right")
    made.add_column("Points", justify="right")
    for concession in concessions:
        price = concession.get("price", concession.get("points"))
        made.add_row(
            cell(concession.get("rule", concession.get("id"))),
            cell(concession.get("statement", "")),
            cell(_shortfall(concession)),
            cell(_number(price)),
        )
    return made


def clash_panels(clashes: Sequence[Entry], expanded: ExpandedProgramme) -> Iterator[Panel]:
    """Yield each clash with its rules, what they rest on and their words."""
    bases = {rule.id: rule.basis for rule in expanded.document.rules}
    for number, clash in enumerate(clashes, start=1):
        rules = table("")
        rules.title = None
        rules.add_column("Rule", overflow="fold", max_width=34)
        rules.add_column("Basis", no_wrap=True)
        rules.add_column("Planning rule")
        words = list(clash.get("statements", ()))
        for place, rule in enumerate(clash.get("rules", ())):
            statement = words[place] if place < len(words) else ""
            rules.add_row(cell(rule), cell(bases.get(rule, NOTHING)), cell(statement))
        title = "Clash" if len(clashes) == 1 else f"Clash {number} of {len(clashes)}"
        yield Panel(
            Group(_clash_in_words(clash), rules),
            title=Text(title, style="bold"),
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


def _clash_in_words(clash: Entry) -> Text:
    count = len(clash.get("rules", ()))
    these = {1: "this planning rule", 2: "both of these"}.get(count, f"all {count} of these")
    words = f"No plan meets {these}"
    if clash.get("minimal"):
        words += ", and none of them can be left out of the clash" if count > 1 else ""
    known = "proved by a second solve" if clash.get("proved") else "likely, not yet proved"
    return cell(f"{words} ({known}).")


def _shortfall(concession: Entry) -> str:
    """Return a shortfall with its unit, which plan documents give in the singular."""
    shortfall, unit = concession.get("shortfall"), str(concession.get("unit", ""))
    if not isinstance(shortfall, int) or not unit:
        return f"{_number(shortfall)} {unit}".strip()
    return counted(shortfall, unit.removesuffix("s"), "activities" if unit == "activity" else "")


def _number(value: object) -> str:
    if value is None:
        return NOTHING
    return f"{value:,}" if isinstance(value, int | float) else str(value)
