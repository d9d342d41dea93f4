"""`why_date` and `why_not`: what holds a date, and what forbids or prices a wish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier, identifiers
from api.mcp_server.explaining import explained
from api.mcp_server.inputs import WhyDateInput, WhyNotInput
from api.mcp_server.plan_answers import clash_facts, clash_text
from api.mcp_server.refusals import refused
from api.mcp_server.stored import page_of
from api.mcp_server.toolbox import Toolbox

HELD = "held"
FREE = "free"
POSSIBLE = "possible"
IMPOSSIBLE = "impossible"
NOT_KNOWN = "not_known"
_OF_WISHES = "wish: "
_RANGE = (
    "earliest",
    "earliest_known",
    "latest",
    "latest_known",
    "earlier_working_days",
    "later_working_days",
)


async def why_date(tools: Toolbox, asked: WhyDateInput) -> Answer:
    """Say what holds an activity on its dates."""
    link = page_of((await tools.service.reached()).url, asked.plan)
    words = ["--activity", asked.activity]
    found = await explained(tools, asked.plan, words, asked.time_limit_seconds)
    held = {} if found is None else found["activities"].get(asked.activity, {})
    if found is None or not held:
        return Answer(status=NOT_KNOWN, says="Not known within the time.", link=link)
    able = held.get("range") or {}
    return Answer(
        status=HELD if held["reasons"] else FREE,
        says=_date_says(asked.activity, held),
        facts={
            "plan": asked.plan,
            "activity": asked.activity,
            **{name: held[name] for name in ("start", "finish", "total_float", "free_float")},
            "if_all_else_is_planned_again": {name: able.get(name) for name in _RANGE},
            "held_by": [
                {
                    "kind": reason["kind"],
                    "rule": identifier(reason["rule"]),
                    "other": identifiers(reason["other"]),
                    "on": reason["on"],
                }
                for reason in first_of(held["reasons"])
            ],
            "chain": [
                {"activity": identifier(one["activity"]), "start": one["start"]}
                for one in first_of(held["chain"]["links"])
            ],
        },
        file_text={
            "words": held["words"],
            "statements": [reason["statement"] for reason in held["reasons"]],
            "caution": found["caution"],
        },
        link=link,
    )


def _date_says(activity: str, held: Mapping[str, Any]) -> str:
    able = held.get("range") or {}
    says = f"{activity} is on {held['start']}, held by {len(held['reasons'])} reasons."
    if able.get("earlier_working_days") == 0 and able.get("earliest_known") == "proved":
        says += " It cannot be earlier, whatever else is planned again (proved)."
    elif able.get("earliest") is not None:
        known = able.get("earliest_known")
        says += f" With all else planned again it can be on {able['earliest']} ({known})."
    if able.get("latest") is not None:
        known = able.get("latest_known")
        says += f" At the latest it can be on {able['latest']} ({known})."
    return says


async def why_not(tools: Toolbox, asked: WhyNotInput) -> Answer:
    """Say what a wish would cost, or which rules forbid it."""
    link = page_of((await tools.service.reached()).url, asked.plan)
    found = await explained(tools, asked.plan, _wish(asked), asked.time_limit_seconds)
    wishes = [] if found is None else found["wishes"]
    if not wishes:
        return Answer(status=NOT_KNOWN, says="Not known within the time.", link=link)
    wish = wishes[0]
    status = {"plan": POSSIBLE, "none": IMPOSSIBLE}.get(wish["outcome"], NOT_KNOWN)
    clashes = [_without_the_wish(wish["clash"])] if wish["clash"] else []
    plan = wish["plan"] or {}
    services = plan.get("services") or {}
    return Answer(
        status=status,
        says=_wish_says(status, wish),
        facts={
            "plan": asked.plan,
            "confirmed": wish["confirmed"],
            "price": [
                {
                    name: level.get(name)
                    for name in ("name", "unit", "here", "there", "worse_by", "proved")
                }
                for level in first_of(wish["prices"])
            ],
            "clashes": clash_facts(clashes),
            "options": {
                str(identifier(group)): identifier(option)
                for group, option in (plan.get("options") or {}).items()
            },
            "transfers": {
                str(identifier(name)): services[name].get("transfer") for name in first_of(services)
            },
        },
        file_text={
            "wish": wish["wish"],
            "words": wish["words"],
            "clashes": clash_text(clashes),
        },
        link=link,
    )


def _without_the_wish(clash: Mapping[str, Any]) -> dict[str, Any]:
    """Return a clash with the rules of the programme alone."""
    rules = [rule for rule in clash["rules"] if not rule.startswith(_OF_WISHES)]
    return {**clash, "rules": rules}


def _wish(asked: WhyNotInput) -> list[str]:
    """Return the wish as arguments. Raises Refused unless there is exactly one."""
    of_option = asked.group is not None and asked.option is not None
    of_date = asked.activity is not None and asked.by is not None
    given = [asked.group, asked.option, asked.activity, asked.by]
    if of_option == of_date or sum(one is not None for one in given) > 2:  # noqa: PLR2004 - a pair
        raise refused("Give either `group` and `option`, or `activity` and `by`.")
    if of_option:
        return ["--option", f"{asked.group}={asked.option}"]
    return ["--by", f"{asked.activity}={asked.by}"]


def _wish_says(status: str, wish: Mapping[str, Any]) -> str:
    sure = "confirmed by a second configuration" if wish["confirmed"] else "not confirmed"
    if status == IMPOSSIBLE:
        rules = len(_without_the_wish(wish["clash"] or {"rules": ()})["rules"])
        because = f" It clashes with {rules} planning rules." if rules else ""
        return f"No plan has it so ({sure}).{because}"
    if status == POSSIBLE:
        worse = sum(1 for level in wish["prices"] if level["worse_by"] > 0)
        return (
            f"It is possible: a checked plan has it so. It is worse on {worse} of "
            f"{len(wish['prices'])} levels of the objective; `price` says by how much."
        )
    return "Not known: within the time neither such a plan was found nor a proof that none exists."
