"""The document of `explain --json` for a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from scheduler.analysis.holding import (
    ActivityHolding,
    Chain,
    FloatPath,
    Holding,
    HoldingWords,
    Link,
    Reason,
    TrueSlack,
)
from scheduler.answers import WishAnswer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.verification.verify import verify


def holding_to_jsonable(holding: Holding, words: HoldingWords | None = None) -> dict[str, Any]:
    """Return what holds a plan as plain JSON values, with its words where they are given."""
    return {
        "activities": {
            name: _activity(held, None if words is None else words.activities.get(name))
            for name, held in holding.activities.items()
        },
        "milestone": holding.milestone,
        "paths": [_path(path) for path in holding.paths],
        "services": {} if words is None else dict(words.services),
        "caution": None if words is None else words.caution,
    }


def holding_from_jsonable(document: Mapping[str, Any]) -> Holding:
    """Return what `holding_to_jsonable` has written, its words left aside."""
    return Holding(
        activities={
            name: _activity_from(name, held) for name, held in document["activities"].items()
        },
        milestone=document["milestone"],
        paths=tuple(
            FloatPath(
                activities=tuple(path["activities"]),
                floats=tuple(path["floats"]),
                total_float=path["total_float"],
            )
            for path in document["paths"]
        ),
    )


def wish_to_jsonable(
    answer: WishAnswer, programme: ExpandedProgramme, words: str | None = None
) -> dict[str, Any]:
    """Return the answer to a wish as plain JSON values, with its plan."""
    plan = answer.plan
    return {
        "wish": answer.wish,
        "rules": list(answer.rules),
        "about": answer.about,
        "outcome": answer.outcome,
        "confirmed": answer.confirmed,
        "prices": [{**asdict(price), "worse_by": price.worse_by} for price in answer.prices],
        "clash": None if answer.clash is None else asdict(answer.clash),
        "plan": None
        if plan is None
        else plan_to_jsonable(programme, plan, verify(programme, plan).concessions),
        "words": words,
    }


def _activity(held: ActivityHolding, words: str | None) -> dict[str, Any]:
    slack = held.true_slack
    return {
        "start": held.start.isoformat(),
        "finish": held.finish.isoformat(),
        "reasons": [_reason(reason) for reason in held.reasons],
        "later_reasons": None
        if held.later_reasons is None
        else [_reason(reason) for reason in held.later_reasons],
        "free_on": None if held.free_on is None else held.free_on.isoformat(),
        "total_float": held.total_float,
        "free_float": held.free_float,
        "true_slack": None if slack is None else slack.later_working_days,
        "proved": slack is not None and slack.latest_known == "proved",
        "range": None if slack is None else _range(slack),
        "chain": _chain(held.chain),
        "words": words,
    }


def _activity_from(name: str, held: Mapping[str, Any]) -> ActivityHolding:
    later, slack = held["later_reasons"], held["range"]
    start = date.fromisoformat(held["start"])
    return ActivityHolding(
        activity=name,
        start=start,
        finish=date.fromisoformat(held["finish"]),
        reasons=tuple(map(_reason_from, held["reasons"])),
        later_reasons=None if later is None else tuple(map(_reason_from, later)),
        free_on=_day(held["free_on"]),
        total_float=held["total_float"],
        free_float=held["free_float"],
        chain=_chain_from(held["chain"]),
        true_slack=None if slack is None else _slack_from(name, start, slack),
    )


def _reason_from(said: Mapping[str, Any]) -> Reason:
    return Reason(
        kind=said["kind"],
        rule=said["rule"],
        statement=said["statement"],
        other=tuple(said["other"]),
        on=_day(said["on"]),
        comes_along=said["comes_along"],
        along=tuple(said["along"]),
    )


def _slack_from(name: str, start: date, said: Mapping[str, Any]) -> TrueSlack:
    days = {key: date.fromisoformat(said[key]) for key in ("earliest", "latest")}
    return TrueSlack(activity=name, start=start, **{**said, **days})


def _chain_from(said: Mapping[str, Any]) -> Chain:
    links = tuple(
        Link(
            activity=link["activity"],
            start=date.fromisoformat(link["start"]),
            finish=date.fromisoformat(link["finish"]),
            reason=None if link["reason"] is None else _reason_from(link["reason"]),
        )
        for link in said["links"]
    )
    return Chain(links=links, ending=said["ending"])


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "kind": reason.kind,
        "rule": reason.rule,
        "statement": reason.statement,
        "other": list(reason.other),
        "on": None if reason.on is None else reason.on.isoformat(),
        "comes_along": reason.comes_along,
        "along": list(reason.along),
    }


def _range(slack: TrueSlack) -> dict[str, Any]:
    return {
        "earliest": slack.earliest.isoformat(),
        "earliest_known": slack.earliest_known,
        "latest": slack.latest.isoformat(),
        "latest_known": slack.latest_known,
        "earlier_working_days": slack.earlier_working_days,
        "later_working_days": slack.later_working_days,
    }


def _chain(chain: Chain) -> dict[str, Any]:
    return {
        "ending": chain.ending,
        "links": [
            {
                "activity": link.activity,
                "start": link.start.isoformat(),
                "finish": link.finish.isoformat(),
                "reason": None if link.reason is None else _reason(link.reason),
            }
            for link in chain.links
        ],
    }


def _path(path: FloatPath) -> dict[str, Any]:
    return {
        "activities": list(path.activities),
        "floats": list(path.floats),
        "total_float": path.total_float,
    }
