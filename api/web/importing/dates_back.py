"""What dates from a planning tool change of a plan, and what can be made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.changing.patches import free, slug
from api.web.importing.outcome import (
    broken_contents,
    errors_of,
    issues_contents,
    losses_contents,
)
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.exchange.formats import FORMATS
from scheduler.interchange.plan_json import plan_in
from scheduler.pictures.contents import Contents
from scheduler.pictures.difference_contents import difference_contents
from scheduler.regenerating.comparison import compare
from scheduler.regenerating.difference_json import difference_to_jsonable
from scheduler.regenerating.told import who_is_told

_LONGEST_ID = 55
_OF_PLANS = {"xlsx": "plan-xlsx", "csv": "plan-csv"}
"""What sheets are that were read as those of a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """The dates that others are compared with."""

    words: str
    """Such as `the plan in force`; nothing where there are none."""
    expanded: ExpandedProgramme | None = None
    plan: Plan | None = None
    revision: int = 0
    """That they were planned for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesPage:
    """The page."""

    file: str
    format: str
    against: str
    checked: str
    """Which revision the file is checked against, where what it is compared with is of another."""
    words: tuple[str, ...]
    """What changes, in sentences."""
    tables: tuple[Contents, ...]
    found: bool
    """Whether the file holds a plan."""
    missing: Contents
    broken: Contents
    losses: Contents
    transfers: int
    """That are not promised yet."""

    @property
    def sound(self) -> bool:
        """Whether its dates break nothing."""
        return self.found and not self.broken.rows


def dates_page(
    found: Mapping[str, Any],
    file: str,
    expanded: ExpandedProgramme,
    against: Against,
    latest: int,
) -> DatesPage:
    """Return what to show of a file that was read as a plan of a programme's latest revision."""
    plan = found["plan"]
    difference: Mapping[str, Any] | None = None
    if plan is not None and against.plan is not None and against.expanded is not None:
        after = (expanded, plan_in(plan))
        comparison = compare((against.expanded, against.plan), after)
        difference = difference_to_jsonable(comparison, who_is_told(comparison, expanded))
    names = {id: one.name or id for id, one in expanded.activities.items()}
    return DatesPage(
        file=file,
        format=FORMATS[_OF_PLANS.get(found["format"], found["format"])].title,
        against=against.words,
        checked=_checked(against, latest),
        words=() if difference is None else tuple(difference["words"]),
        tables=() if difference is None else tuple(difference_contents(difference)),
        found=plan is not None,
        missing=issues_contents(errors_of(found["issues"]), "Why the file is no whole plan"),
        broken=broken_contents(
            found["violations"], names, "Planning rules that the file's dates break"
        ),
        losses=losses_contents(found["losses"], "What was not matched, or not read"),
        transfers=0 if plan is None else len(_unpromised(expanded, plan, ())),
    )


def _checked(against: Against, latest: int) -> str:
    if not against.revision or against.revision == latest:
        return ""
    return (
        f"The dates compared with are of revision {against.revision}, the file's dates are checked "
        f"against the latest, revision {latest}."
    )


def as_baseline(document: Mapping[str, Any], plan: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return a programme with the dates of a plan as its baseline."""
    dates = {
        one["id"]: {"start": one["start"], "finish": one["finish"]} for one in plan["activities"]
    }
    name = f"Dates of {file}"
    return {**document, "baseline": {"name": name, "options": plan["options"], "dates": dates}}


def promised(
    document: Mapping[str, Any],
    plan: Mapping[str, Any],
    expanded: ExpandedProgramme,
    level: str,
    file: str,
) -> dict[str, Any]:
    """Return a programme in which the plan's transfers are promised, where they are not yet."""
    commitments = list(document.get("commitments", ()))
    for one in _unpromised(expanded, plan, commitments):
        id = f"promise-{slug(one['id']).replace('.', '-')}"[:_LONGEST_ID]
        promise = {
            "id": free(id, commitments),
            "level": level,
            "activity": one["id"],
            "start": one["start"],
            "source": file,
        }
        commitments.append(promise)
    return {**document, "commitments": commitments}


def _unpromised(
    expanded: ExpandedProgramme,
    plan: Mapping[str, Any],
    commitments: Sequence[Mapping[str, Any]],
) -> list[Mapping[str, Any]]:
    known = {one.activity for one in expanded.document.commitments}
    known |= {one.get("activity") for one in commitments}
    return [
        one
        for one in plan["activities"]
        if expanded.activities[one["id"]].kind == TRANSFER and one["id"] not in known
    ]
