"""The answers to questions about a project that were given, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.web.importing.answering import OF_PAIRS, Answers
from scheduler.exchange.mapping.declaration import (
    AFTER_EVERYTHING,
    EVERY,
    THE_MILESTONE,
    Level,
)
from scheduler.exchange.mapping.ways import level_words
from scheduler.pictures.wording import plain

LONGEST_ANSWER = 300
_LEVELS = {"services", "groups"}
_TITLES = {
    "supplier": "Supplier",
    "contract_end": "Last day of the contract",
    "status_date": "Actual dates are known up to",
    "services": "Services are told apart by",
    "groups": "Service groups are told apart by",
    "service_of": "Services of single tasks",
    "group_of": "Groups of single services",
    "take": "Tasks that come along",
    "leave_out": "Tasks that are left out",
    "options": "How groups may be sourced",
    "transfers": "Service transfers",
    "criticality": "Criticality",
    "phases": "Phases",
    "constraints": "Dates that tasks are held to",
    "deadlines": "Deadlines",
}
_VALUES = {"keep": "bind the exit", "leave_out": "are left out", EVERY: "all others"}
_VALUES |= {AFTER_EVERYTHING: "after all of its tasks", THE_MILESTONE: "its only milestone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """An answer that was given."""

    name: str
    title: str
    words: str


def so_far(mapping: Answers) -> Iterator[SoFar]:
    """Yield the answers that were given, in words."""
    for name, title in _TITLES.items():
        if name in mapping:
            words = plain(_words_of(name, mapping[name]))
            if len(words) > LONGEST_ANSWER:
                words = words[: LONGEST_ANSWER - 1] + "…"
            yield SoFar(name=name, title=title, words=words)


def _words_of(name: str, answer: Any) -> str:  # noqa: ANN401 - any answer there is
    if name in _LEVELS:
        return _level(answer)
    if name in OF_PAIRS:
        return "; ".join(f"{key}: {value}" for key, value in answer.items())
    return _words(answer)


def _level(answer: Mapping[str, Any]) -> str:
    """Return what services or groups are told apart by; the mapping was read before."""
    words = level_words(Level(**answer))
    return words[:1].lower() + words[1:]


def _words(answer: object) -> str:
    match answer:
        case {"id": id, "model": str(model)}:
            return f"{model.replace('_', ' ')} ({id})"
        case {"id": id}:
            return str(id)
        case dict() if list(answer) == [EVERY]:
            return f"all: {_words(answer[EVERY])}"
        case dict():
            return "; ".join(
                f"{_VALUES.get(key, key)}: {_words(value)}" for key, value in answer.items()
            )
        case list():
            return ", ".join(map(_words, answer))
    return _VALUES.get(str(answer), str(answer))
