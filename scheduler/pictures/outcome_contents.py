"""What is told about an answer: how good it is, against what, and what stands in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.analysis.measures import contingency_weeks, peak_weeks
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.clash_subject import what_collides
from scheduler.pictures.contents import Column, Contents, cell, number
from scheduler.pictures.wording import counted, plain

Entry = Mapping[str, Any]
"""One object of a plan document, as in its JSON."""

LEVELS = {
    "concessions": "Concessions on soft rules",
    "schedule_contingency": "Schedule contingency",
    "peak_change_load": "Peak change load",
    "sourcing_appraisal": "Sourcing appraisal",
    "weighted_transfers": "Early transfers",
    "last_finish": "Last finish",
    "change_load_area": "Change load above the threshold",
    "risk": "Risk of the options",
    "providers": "External providers",
    "customisation": "Customised groups",
    "spread": "Days between critical cutovers",
    "smallest_slack": "Smallest slack before a transfer",
    "cost": "Cost",
    "commitments_changed": "Commitments changed",
    "options_changed": "Options changed",
    "dates_moved": "Dates moved",
    "weighted_shift": "Days of shift",
}
CLASH_NOT_FOUND = "Which planning rules clash was not found within the limit."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashContents:
    """Planning rules that cannot hold together, in words and one by one."""

    title: str
    words: str
    rules: Contents


def level_title(key: str) -> str:
    """Return the title of a level, with its parameters where it has any."""
    name, _, parameters = key.partition(" ")
    title = LEVELS.get(name, name)
    return f"{title} ({parameters})" if parameters else title


def is_compared(document: Entry) -> bool:
    """Tell whether an answer says anything of planning without optimising."""
    return bool(document.get("baselines") or _not_compared(document))


def _not_compared(document: Entry) -> Sequence[str]:
    return (document.get("solve") or {}).get("not_compared") or ()


def baselines_contents(document: Entry, this_plan: Entry) -> Contents:
    """Return what planning without optimising would give, below the plan itself.

    What there was no time to try is named.
    """
    rows = []
    missing = ", ".join(map(plain, _not_compared(document)))
    for place, way in enumerate((this_plan, *document.get("baselines", ()))):
        feasible = bool(way.get("feasible"))
        words = "all met" if feasible else f"{int(way.get('rules_broken') or 0):,} broken"
        rows.append(
            (
                cell(way.get("name"), "strong" if place == 0 else ""),
                cell(words, "" if feasible else "bad"),
                number(way.get("contingency_weeks")),
                number(way.get("peak_change_load")),
            )
        )
    return Contents(
        caption="Against planning without optimising",
        columns=(
            Column(heading="Way"),
            Column(heading="Hard planning rules"),
            Column(heading="Weeks of schedule contingency", number=True),
            Column(heading="Peak change load", number=True),
        ),
        rows=tuple(rows),
        note=f"Not tried in the time there was: {missing}." if missing else "",
    )


def this_plan(expanded: ExpandedProgramme, plan: Plan) -> Entry:
    """Return the plan itself as the first way to compare with."""
    peaks = peak_weeks(expanded, plan).values()
    return {
        "name": "this plan",
        "feasible": True,
        "contingency_weeks": contingency_weeks(expanded, plan),
        "peak_change_load": max((peak.points for peak in peaks), default=0),
    }


def concessions_contents(concessions: Sequence[Entry]) -> Contents:
    """Return the soft rules not fully met."""
    return Contents(
        caption="Concessions: soft planning rules not fully met",
        columns=(
            Column(heading="Rule"),
            Column(heading="What it asks"),
            Column(heading="Shortfall", number=True),
            Column(heading="Points", number=True),
        ),
        rows=tuple(
            (
                cell(concession.get("rule", concession.get("id"))),
                cell(concession.get("statement", "")),
                cell(_shortfall(concession)),
                number(concession.get("price", concession.get("points"))),
            )
            for concession in concessions
        ),
    )


def clash_contents(
    clashes: Sequence[Entry], expanded: ExpandedProgramme
) -> Iterator[ClashContents]:
    """Yield each clash with its rules, what they rest on and their words."""
    bases = {rule.id: rule.basis for rule in expanded.document.rules}
    columns = tuple(Column(heading=heading) for heading in ("Rule", "Basis", "Planning rule"))
    for place, clash in enumerate(clashes, start=1):
        words = list(clash.get("statements", ()))
        rows = tuple(
            (cell(rule), cell(bases.get(rule)), cell(words[at] if at < len(words) else ""))
            for at, rule in enumerate(clash.get("rules", ()))
        )
        title = "Clash" if len(clashes) == 1 else f"Clash {place} of {len(clashes)}"
        rules = Contents(caption="", columns=columns, rows=rows)
        yield ClashContents(title=title, words=_clash_in_words(clash, expanded), rules=rules)


def _clash_in_words(clash: Entry, expanded: ExpandedProgramme) -> str:
    count = len(clash.get("rules", ()))
    these = {1: "this planning rule", 2: "both of these"}.get(count, f"all {count} of these")
    words = f"No plan meets {these}"
    if clash.get("minimal"):
        words += ", and none of them can be left out of the clash" if count > 1 else ""
    known = "proved by a second solve" if clash.get("proved") else "likely, not yet proved"
    told = what_collides(clash, expanded)
    because = f" {told}" if told else ""
    alarms = "".join(f" ALARM: {alarm}" for alarm in clash.get("alarms") or ())
    return f"{words} ({known}).{because}{alarms}"


def _shortfall(concession: Entry) -> str:
    """Return a shortfall with its unit, which plan documents give in the singular."""
    shortfall, unit = concession.get("shortfall"), str(concession.get("unit", ""))
    if not isinstance(shortfall, int) or not unit:
        return f"{'-' if shortfall is None else shortfall} {unit}".strip()
    return counted(shortfall, unit.removesuffix("s"), "activities" if unit == "activity" else "")
