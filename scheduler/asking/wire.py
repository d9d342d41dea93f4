"""Questions and replies as the lines that a supervisor and a solver process exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from scheduler.asking.question import LevelReply, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.planning_rules import Rule
from scheduler.solver.messages import plan_from_message, plan_to_message

_WISHES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])
_LEVELS: TypeAdapter[tuple[ObjectiveLevel, ...]] = TypeAdapter(tuple[ObjectiveLevel, ...])


def question_to_message(question: Question) -> dict[str, Any]:
    """Return a question as plain values, but for its programme."""
    return {
        "wishes": _WISHES.dump_python(question.wishes, mode="json"),
        "any_of": [_WISHES.dump_python(wishes, mode="json") for wishes in question.any_of],
        "within": [list(limit) for limit in question.within],
        "only": None if question.only is None else sorted(question.only),
        "suspects": sorted(question.suspects),
        "levels": _LEVELS.dump_python(question.levels, mode="json"),
        "least": None if question.least is None else dict(question.least),
        "until": None if question.until is None else dict(question.until),
        "windows": list(question.windows),
        "caps": None if question.caps is None else [list(cap) for cap in question.caps],
        "beyond_none_of": [[list(at) for at in some] for some in question.beyond_none_of],
        "near": None if question.near is None else plan_to_message(question.near),
        "sure": question.sure,
        "second": question.second,
        "seconds": question.seconds,
    }


def question_from_message(said: Mapping[str, Any], programme: ExpandedProgramme) -> Question:
    """Return the question that a message holds."""
    return Question(
        programme=programme,
        wishes=_WISHES.validate_python(said["wishes"], strict=False),
        any_of=tuple(_WISHES.validate_python(some, strict=False) for some in said["any_of"]),
        within=tuple((key, limit) for key, limit in said["within"]),
        only=None if said["only"] is None else frozenset(said["only"]),
        suspects=frozenset(said["suspects"]),
        levels=_LEVELS.validate_python(said["levels"], strict=False),
        least=said["least"],
        until=said["until"],
        windows=tuple(said["windows"]),
        caps=None if said["caps"] is None else _rungs(said["caps"]),
        beyond_none_of=tuple(map(_rungs, said["beyond_none_of"])),
        near=None if said["near"] is None else plan_from_message(said["near"]),
        sure=said["sure"],
        second=said["second"],
        seconds=said["seconds"],
    )


def reply_to_message(number: int, reply: Reply) -> dict[str, Any]:
    """Return the reply to a numbered question as plain values."""
    return {
        "type": "reply",
        "number": number,
        "finding": reply.finding,
        "plan": None if reply.plan is None else plan_to_message(reply.plan),
        "levels": [asdict(level) for level in reply.levels],
        "windows": {
            event: None if days is None else [day.isoformat() for day in days]
            for event, days in reply.windows.items()
        },
        "confirmed": reply.confirmed,
        "moved": [list(move) for move in reply.moved.items()],
        "price": None if reply.price is None else list(reply.price),
        "disagreement": reply.disagreement,
        "named": sorted(reply.named),
        "seconds": reply.seconds,
    }


def reply_from_message(said: Mapping[str, Any]) -> Reply:
    """Return the reply that a message holds."""
    return Reply(
        finding=said["finding"],
        plan=None if said["plan"] is None else plan_from_message(said["plan"]),
        levels=tuple(LevelReply(**level) for level in said["levels"]),
        windows={
            event: None if days is None else _pair(days) for event, days in said["windows"].items()
        },
        confirmed=said["confirmed"],
        moved=dict(_rungs(said["moved"])),
        price=None if said["price"] is None else (int(said["price"][0]), int(said["price"][1])),
        disagreement=said["disagreement"],
        named=frozenset(said["named"]),
        seconds=said["seconds"],
    )


def _rungs(said: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((int(lever), int(rung)) for lever, rung in said)


def _pair(days: Sequence[str]) -> tuple[date, date]:
    first, last = map(date.fromisoformat, days)
    return first, last
