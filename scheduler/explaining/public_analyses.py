"""Analyses for the public: options, prices, what is paid and providers' names are left out.

Only what is named here is told. What an analysis learns to say later is not public until somebody
says so, and what
only a reader could judge, such as an assumption in somebody's own words, is left out whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from scheduler.analysis.holding import ActivityHolding
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.explaining.audience import WITHHELD, Discretion
from scheduler.explaining.public_entries import (
    action,
    assumption_row,
    clash,
    is_sensitive,
    latest_row,
    partial_plan,
    price_row,
    told_of,
    window,
)
from scheduler.explaining.public_holding import public_version
from scheduler.explaining.words import words_of
from scheduler.interchange.holding_json import holding_from_jsonable, holding_to_jsonable

Document = Mapping[str, Any]


def public_document(kind: str, document: Document, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return the document of an analysis for the public.

    `withheld` names the members that are left out, whole or in part. Of a kind that is not known
    here only whether there is a plan is told.
    """
    discretion = Discretion(programme)
    told = _OF_DOCUMENT.get(kind, _nothing)
    if document.get("feasible") is False and kind != "explanation":
        told = _nothing
    made = {"feasible": document["feasible"]} if "feasible" in document else {}
    made |= told(document, discretion)
    withheld = [
        name
        for name, whole in document.items()
        if name not in made or not _is_told(made[name], whole)
    ]
    return {"audience": "public", **made, "withheld": withheld}


def _nothing(_: Document, __: Discretion) -> dict[str, Any]:
    return {}


def _latest(document: Document, discretion: Discretion) -> dict[str, Any]:
    return {
        name: told_of(document.get(name, ()), latest_row, discretion)
        for name in ("decisions", "givens")
    } | {"options": [], "calendar": []}


def _prices(document: Document, discretion: Discretion) -> dict[str, Any]:
    return {"prices": told_of(document.get("prices", ()), price_row, discretion)}


def _backbone(document: Document, discretion: Discretion) -> dict[str, Any]:
    return {
        "from_day": document.get("from_day"),
        "within": [pair for pair in document.get("within", ()) if not is_sensitive(pair[0])],
        "choices": [],
        "windows": told_of(document.get("windows", ()), window, discretion),
        "actions": told_of(document.get("actions", ()), action, discretion),
    }


def _assumptions(document: Document, discretion: Discretion) -> dict[str, Any]:
    return {
        "assumptions": told_of(document.get("assumptions", ()), assumption_row, discretion),
        "untestable": [],
        "not_reached": document.get("not_reached", 0),
    }


def _explanation(document: Document, discretion: Discretion) -> dict[str, Any]:
    return (_holding if "activities" in document else _why_none)(document, discretion)


def _holding(document: Document, discretion: Discretion) -> dict[str, Any]:
    holding = holding_from_jsonable(document)
    placed = {n: Placed(start=h.start, finish=h.finish) for n, h in holding.activities.items()}
    public = public_version(holding, discretion.programme)
    # Where time was up, reasons may name what was not explained any more and has no dates here.
    dated = {name: h for name, h in public.activities.items() if _mentioned(h) <= placed.keys()}
    words = words_of(
        replace(public, activities=dated),
        discretion.programme,
        Plan(options={}, placed=placed),
        "public",
    )
    return holding_to_jsonable(public, words)


def _mentioned(held: ActivityHolding) -> set[str]:
    reasons = (*held.reasons, *(held.later_reasons or ()))
    names = {name for reason in reasons for name in (*reason.other, *reason.along)}
    return names | {link.activity for link in held.chain.links}


def _why_none(document: Document, discretion: Discretion) -> dict[str, Any]:
    partial = document.get("partial_plan")
    kept = ("outcome", "complete", "none_apart", "seconds")
    return {name: document[name] for name in kept if name in document} | {
        "clashes": told_of(document.get("clashes", ()), clash, discretion),
        "partial_plan": None if partial is None else partial_plan(partial, discretion),
        "recovery_options": [],
        "alarms": [discretion.words(alarm) for alarm in document.get("alarms", ())],
    }


def _is_told(told: object, whole: object) -> bool:
    """Tell whether nothing is left out of a member."""
    fewer = (
        isinstance(whole, list | dict) and isinstance(told, list | dict) and len(told) < len(whole)
    )
    return not fewer and WITHHELD not in json.dumps(told)


_OF_DOCUMENT: Mapping[str, Callable[[Document, Discretion], dict[str, Any]]] = {
    "explanation": _explanation,
    "latest": _latest,
    "prices": _prices,
    "backbone": _backbone,
    "assumptions": _assumptions,
}
