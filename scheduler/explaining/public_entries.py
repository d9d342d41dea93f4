"""The entries of analyses for the public: each with the fields that are named here, or not told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from scheduler.domain.planning_rules import TeamCapacity
from scheduler.explaining.audience import SENSITIVE_LEVELS, WITHHELD, Discretion

Entry = Mapping[str, Any]

_LATEST = ("id", "reading", "latest", "meeting", "decide_by", "papers_by", "planned")
_SLACK = (
    *("activity", "start", "earliest", "earliest_known", "latest", "latest_known"),
    *("earlier_working_days", "later_working_days"),
)
_PRICE = (
    *("kind", "subject", "words", "basis", "owner"),
    *("level", "difference", "unit", "better_by", "bound"),
)
_ASSUMPTION = (
    *("kind", "subject", "words", "owner", "count", "feasible"),
    *("effect", "level", "difference", "unit", "compared"),
)
_WINDOW = ("activity", "planned", "earliest", "latest")
_ACTION = ("activity", "name", "owner", "within_calendar_days", "planned")
_CLIMB = ("ladder", "highest")
_KEPT_BACK = ("service", "name", "criticality", "earliest_transfer", "calendar_days_after_end")
_SURE = ("proved", "confirmed")
_PROSE = ("words", "owner", "name", "meeting")
"""Fields that people have written, or that are made from what they have."""


def public_row(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return a partial result for the public, or nothing where it is not for the public."""
    told = _OF_ROW.get(row.get("row", ""))
    made = None if told is None else told(row, discretion)
    return None if made is None else {"row": row["row"], **made}


def public_rows(rows: Iterable[Entry], discretion: Discretion) -> list[dict[str, Any]]:
    """Return the partial results that are for the public."""
    return [told for row in rows if (told := public_row(row, discretion)) is not None]


def latest_row(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return until when an event can be."""
    return None if row["id"] in discretion.hidden else named(row, _LATEST, discretion)


def slack_row(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return how far an activity can move."""
    return None if row["activity"] in discretion.hidden else named(row, _SLACK, discretion)


def window(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return between which days an event lies."""
    return None if row["activity"] in discretion.hidden else named(row, _WINDOW, discretion)


def action(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return what starts soon."""
    return None if row["activity"] in discretion.hidden else named(row, _ACTION, discretion)


def climb(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return how far a date can move; how far an option can be taken is not told."""
    event = str(row["ladder"]).rpartition(" ")[0]
    known = event in discretion.programme.activities
    return named(row, _CLIMB, discretion) if known and event not in discretion.hidden else None


def price_row(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return what one unit is worth, in levels that are for the public."""
    if is_sensitive(row.get("level")):
        return None
    if row["kind"] != "meeting":
        rules = [
            rule
            for rule in discretion.programme.document.rules
            if row["subject"] == rule.id
            or (isinstance(rule, TeamCapacity) and row["subject"] == rule.team)
        ]
        if not rules or any(map(discretion.withholds, rules)):
            return None
    return named(row, _PRICE, discretion)


def assumption_row(row: Entry, discretion: Discretion) -> dict[str, Any] | None:
    """Return what an assumption changes, in levels that are for the public."""
    if is_sensitive(row.get("level")):
        return None
    if row["kind"] == "rule":
        of_template = [
            rule
            for rule in discretion.programme.document.rules
            if rule.id.partition(".")[0] == row["subject"]
        ]
        if not of_template or any(map(discretion.withholds, of_template)):
            return None
    made = named(row, _ASSUMPTION, discretion)
    return None if made["words"] == WITHHELD else {**made, "statement": WITHHELD}


def clash(clash: Entry, discretion: Discretion) -> dict[str, Any]:
    """Return a clash in which rules that are not told have no name."""
    rules = [discretion.rule(name) for name in clash["rules"]]
    words = [WITHHELD if rule is None else discretion.statement(rule) for rule in rules]
    whole = WITHHELD not in words
    cause = clash.get("cause")
    if cause is not None and discretion.hidden.intersection(cause.get("activities", ())):
        cause = None
    return {
        "rules": [
            None if said == WITHHELD else name
            for name, said in zip(clash["rules"], words, strict=True)
        ],
        "statements": words,
        "minimal": clash["minimal"],
        "proved": clash["proved"],
        "bases": [
            None if rule is None or said == WITHHELD else rule.basis
            for rule, said in zip(rules, words, strict=True)
        ],
        "cause": cause
        if whole and cause and discretion.words(cause["words"]) != WITHHELD
        else None,
        "alarms": [],
    }


def partial_plan(partial: Entry, discretion: Discretion) -> dict[str, Any]:
    """Return which services would have to stay, without the plan of the rest."""
    return {
        "kept_back": [named(one, _KEPT_BACK, discretion) for one in partial["kept_back"]],
        "criticality": partial["criticality"],
        "fewest": partial["fewest"],
        "plan": None,
    }


def told_of(
    entries: Sequence[Entry],
    told: Callable[[Entry, Discretion], dict[str, Any] | None],
    discretion: Discretion,
) -> list[dict[str, Any]]:
    """Return what is told of some entries, in their order."""
    return [made for entry in entries if (made := told(entry, discretion)) is not None]


def named(entry: Entry, names: Sequence[str], discretion: Discretion) -> dict[str, Any]:
    """Return the fields named, what people wrote looked through."""
    return {
        name: discretion.words(entry[name])
        if name in _PROSE and isinstance(entry[name], str)
        else entry[name]
        for name in (*names, *_SURE)
        if name in entry
    }


def is_sensitive(level: str | None) -> bool:
    """Tell whether a level, named with its parameters, tells money, points or an appraisal."""
    return level is not None and level.partition(" ")[0] in SENSITIVE_LEVELS


_OF_ROW: Mapping[str, Callable[[Entry, Discretion], dict[str, Any] | None]] = {
    "latest_date": latest_row,
    "true_slack": slack_row,
    "climb": climb,
    "price_row": price_row,
    "assumption_row": assumption_row,
    "clash": clash,
    "partial_plan": partial_plan,
}
