"""Two services kept away from times of year and from each other, such as payrolls, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.web.changing.asking import Given, Patch
from api.web.changing.further_patches import WEEK, changes_of
from api.web.changing.lists import Options
from api.web.changing.patches import new_rule
from scheduler.domain.expanded import ExpandedProgramme

Document = Mapping[str, Any]
Span = tuple[str, str, str]
"""Name, first and last day of each year as month and day."""

_SEPTEMBER: Span = ("September", "09-01", "09-30")
_TAX_YEAR_END: Span = ("Tax year end", "03-20", "04-19")
_TIMES: Mapping[str, tuple[str, tuple[Span, ...]]] = {
    "both": (
        "September, and tax year end (20 March to 19 April)",
        (_SEPTEMBER, _TAX_YEAR_END),
    ),
    "september": ("September", (_SEPTEMBER,)),
    "tax-year-end": ("Tax year end (20 March to 19 April)", (_TAX_YEAR_END,)),
}


def times_of_year(_: ExpandedProgramme, __: Document) -> Options:
    """Return the times of year that services are kept away from, in every year planned for."""
    return tuple((name, words) for name, (words, _) in _TIMES.items())


def away(given: Given, document: Document) -> Patch:
    """No change of two services at some times of year, nor close together."""
    one, other = given["one"], given["other"]
    patch: Patch = []
    grown = document
    for service in (one, other):
        patch += _added(
            grown,
            f"{service}-away-from-{given['times']}",
            given,
            kind="change_freeze",
            activities=changes_of(service, document),
            windows=_windows(given["times"], document),
        )
        grown = _with_last(grown, patch)
    return patch + _added(
        grown,
        f"{one}-apart-from-{other}",
        given,
        kind="separation",
        activities=changes_of(one, document),
        from_activities=changes_of(other, document),
        calendar_days=int(given["weeks"]) * WEEK,
    )


def away_refused(given: Given, document: Document) -> str:
    """Refuse one service kept apart from itself, and times that the programme does not reach."""
    if given["one"] == given["other"]:
        return "Choose two different services."
    return "" if _windows(given["times"], document) else "The programme has none of these days."


def _added(document: Document, name: str, given: Given, **said: Any) -> Patch:  # noqa: ANN401  # fields of a rule
    return new_rule(document, name, given, basis="policy", **said)


def _with_last(document: Document, patch: Patch) -> Document:
    """Return a document with the rule that a patch ends with: ids are free, the list is there."""
    value = patch[-1]["value"]
    new = value if isinstance(value, list) else [value]
    return {**document, "rules": [*document.get("rules", ()), *new]}


def _windows(times: str, document: Document) -> list[dict[str, str]]:
    """Return the days of each year that lie in the time that is planned for, in their order."""
    first, last = (date.fromisoformat(document[name]) for name in ("plan_from", "plan_until"))
    found = [
        {"first": f"{year:04}-{begins}", "last": f"{year:04}-{ends}", "name": f"{name} {year}"}
        for year in range(first.year, last.year + 1)
        for name, begins, ends in _TIMES[times][1]
    ]
    inside = (
        one
        for one in found
        if one["last"] >= first.isoformat() and one["first"] <= last.isoformat()
    )
    return sorted(inside, key=lambda one: one["first"])
