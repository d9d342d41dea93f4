"""One question about a project as something to choose or fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from api.web.importing.answering import OF_LINES, reply_text, steps
from scheduler.exchange.mapping.declaration import EVERY, THE_MILESTONE
from scheduler.pictures.wording import plain

Form = Literal["text", "date", "lines", "radios", "boxes", "select", "nothing"]

_DATES = {"contract_end", "status_date"}
_SCORES = ("1", "2", "3", "4", "5")
_UNANSWERED = "Answer this question."
_NOT_FROM_HERE = "This file cannot answer it; it must be mended first."
_NO_TASKS = (
    "No task is left that could be sorted. Take an answer back by which tasks are left out, or "
    "choose another file."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One reply that can be chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A question with what it is answered by."""

    id: str
    """Its name in the form."""
    path: str
    label: str
    hints: tuple[str, ...]
    form: Form
    choices: tuple[Choice, ...]
    value: str
    wrong: str

    @property
    def name(self) -> str:
        """The service or group that it is about; nothing where it is about all."""
        return plain(steps(self.path)[-1]) if len(steps(self.path)) > 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a form has said already."""

    said: Mapping[str, Sequence[str]]
    wrong: Mapping[str, str]
    again: frozenset[str] = frozenset()
    """Paths that were asked before."""


def control(
    place: int, questions: Sequence[Mapping[str, Any]], known: Known, *, optional: bool = False
) -> Control:
    """Return what answers the questions of one path, all of them told; `place` is its number."""
    path = str(questions[0]["path"])
    said = tuple(known.said.get(path, ()))
    wrong = known.wrong.get(path, "")
    if not wrong and not optional and path in known.again:
        wrong = _UNANSWERED
    choices = _choices(path, questions, said)
    form = _form(path, choices)
    hints = [plain(one["text"]) for one in questions[1:]]
    if form == "nothing":
        hints.append(_NO_TASKS)
        # What cannot be answered here is not asked for again.
        wrong = wrong and _NOT_FROM_HERE
    return Control(
        id=f"a{place}",
        path=path,
        label=plain(questions[0]["text"]),
        hints=tuple(hints),
        form=form,
        choices=choices,
        value=said[0] if said else "",
        wrong=wrong,
    )


def _form(path: str, choices: Sequence[Choice]) -> Form:
    head = steps(path)[0]
    if head in {"services", "groups"}:
        return "radios" if choices else "nothing"
    if head == "options":
        return "boxes"
    if head in {"transfers", "criticality", "take"}:
        return "select"
    if choices:
        return "radios"
    return "date" if head in _DATES else "lines" if head in OF_LINES else "text"


def _choices(
    path: str, questions: Sequence[Mapping[str, Any]], said: Sequence[str]
) -> tuple[Choice, ...]:
    found = [
        (reply_text(reply["answer"]), plain(reply["words"]))
        for one in questions
        for reply in one["choices"]
    ]
    if steps(path)[0] == "transfers" and steps(path)[-1] != EVERY:
        # Among the milestones of one service it stands by its name.
        found = [one for one in found if one[0] != THE_MILESTONE]
    if steps(path)[0] == "criticality":
        found = [(score, score) for score in _SCORES]
    return tuple(
        Choice(value=value, words=words, chosen=value in said)
        for value, words in dict(found).items()
    )
