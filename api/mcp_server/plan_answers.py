"""A plan of the service as an answer: its status, key dates, options and what to be careful of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier, identifiers
from api.mcp_server.stored import page_of, shown_issues, working

PLAN = "plan"
NO_PLAN_EXISTS = "no_plan_exists"
NOT_KNOWN = "not_known"
CANCELLED = "cancelled"
BREAKS_RULES = "breaks_rules"
PLAN_STATUSES = (PLAN, NO_PLAN_EXISTS, NOT_KNOWN, "working", CANCELLED)
AGAIN = "Ask `plan` with this id as `programme` to go on waiting."
_DATES = ("transfer", "staff_transfer", "cutovers", "charges_stop", "accepted")
_FIGURES = (
    "last_transfer",
    "contingency_weeks",
    "concessions",
    "durations",
    "unconfirmed_assumptions",
    "unconfirmed_rules",
)


def plan_answer(
    url: str, found: Mapping[str, Any], warnings: tuple[Mapping[str, Any], ...] = ()
) -> Answer:
    """Return what is known of a plan. Only plans that passed the independent check are told."""
    if found["state"] not in {"completed", "cancelled", "failed"}:
        return working(url, found, AGAIN)
    link = page_of(url, found["id"])
    facts = {
        "plan": found["id"],
        "programme": found["programme"],
        "revision": found["revision"],
        "state": found["state"],
        "claim": found["claim"],
        "warning_codes": [identifier(warning.get("code")) for warning in first_of(warnings)],
        "alarms": len(found["alarms"]),
    }
    text: dict[str, Any] = {"warnings": shown_issues(warnings), "alarms": list(found["alarms"])}
    if found["plan"] is not None:
        status, says = PLAN, _says(found)
        facts |= plan_facts(found)
    elif found["outcome"] == "infeasible":
        status = NO_PLAN_EXISTS
        says = (
            "No plan exists: "
            f"{_counted(found['clashes'], 'set')} of planning rules cannot be met together. "
            "`recover` says what would help."
        )
    elif found["outcome"] == "breaks_rules":
        status = BREAKS_RULES
        says = (
            "This plan was made elsewhere and breaks planning rules, so nothing rests on it. Its "
            "page shows what it breaks."
        )
    elif found["state"] == "cancelled":
        status, says = CANCELLED, "It was cancelled before a plan was found; nothing is known."
    else:
        status = NOT_KNOWN
        says = (
            "Not known: within its time the search neither found a plan nor proved that there is "
            "none. A longer time_limit_seconds may tell."
        )
    if found["state"] == "failed":
        says += " The search ended with a fault of the service."
    facts["clashes"] = clash_facts(found["clashes"])
    text["clashes"] = clash_text(found["clashes"])
    return Answer(status=status, says=says, facts=facts, file_text=text, link=link)


def plan_facts(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return dates, options and how good the plan is known to be."""
    plan, summary = found["plan"], found["summary"] or {}
    services = plan["services"]
    return {
        **{name: summary.get(name) for name in _FIGURES},
        "options": {
            str(identifier(group)): identifier(option) for group, option in plan["options"].items()
        },
        "services": [
            {"service": identifier(name), **{key: services[name].get(key) for key in _DATES}}
            for name in first_of(services)
        ],
        "services_in_all": len(services),
        "levels": [
            {key: level.get(key) for key in ("name", "value", "bound", "unit", "proved")}
            for level in first_of(found["objectives"] or ())
        ],
    }


def clash_facts(clashes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return sets of planning rules that cannot be met together, by their ids."""
    return [
        {
            "rules": identifiers(clash["rules"]),
            "minimal": clash["minimal"],
            "proved": clash["proved"],
            "cause": _cause(clash.get("cause")),
        }
        for clash in first_of(clashes)
    ]


def clash_text(clashes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what the rules of clashes say, which holds names of the file."""
    return [
        {"statements": clash["statements"], "cause": (clash.get("cause") or {}).get("words")}
        for clash in first_of(clashes)
    ]


def _cause(cause: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if cause is None:
        return None
    return {
        "kind": cause.get("kind"),
        "activities": identifiers(cause.get("activities") or ()),
        **{name: cause.get(name) for name in ("first", "last", "needed", "there", "short", "unit")},
    }


def _says(found: Mapping[str, Any]) -> str:
    """Return the headline, which names nothing, and how sure it is that nothing is better."""
    levels = found["objectives"] or ()
    proved = sum(1 for level in levels if level["proved"])
    best = (
        "No better plan exists (proved on every level)."
        if levels and proved == len(levels)
        else f"Better plans may exist: {proved} of {len(levels)} levels are proved."
    )
    summary = found["summary"] or {}
    ended = " It was ended early; this is its best checked plan." if _early(found) else ""
    return f"{summary.get('headline', 'There is a checked plan.')} {best}{ended}"


def _early(found: Mapping[str, Any]) -> bool:
    return found["state"] in {"cancelled", "failed"}


def _counted(things: list[Any], noun: str) -> str:
    return f"{len(things)} {noun}" if len(things) == 1 else f"{len(things)} {noun}s"
