"""What a form answers to the questions about a project, as the mapping it comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.http.problems import Problem
from api.web.importing.uploads import Upload, text_of
from scheduler.domain.issues import Issue
from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.exchange.mapping.declaration import read_mapping
from scheduler.interchange.json_text import read_json
from scheduler.pictures.wording import plain

Answers = dict[str, Any]
"""A mapping as JSON values."""
Path = tuple[str, ...]

_LARGEST_SCORE = 2
OF_PAIRS = {"phases", "service_of", "group_of"}
"""Answers that are given line by line, each a name with what it is."""
OF_LINES = {"leave_out"} | OF_PAIRS
"""Answers that are given line by line."""
UNASKED = {"take"} | OF_LINES
"""What can be said and need not."""
_OF_NAMES = {"options", "transfers", "criticality"}
_PLAIN = {"supplier", "contract_end", "status_date", "services", "groups", "leave_out", "take"} | {
    "constraints",
    "deadlines",
    *OF_PAIRS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A mapping without what is wrong in it, and what that was."""

    mapping: Answers
    wrong: Mapping[str, str] = field(default_factory=dict)
    """Path of a question to what is wrong with its answer."""
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Path of a question to what was sent for it."""
    again: frozenset[str] = frozenset()
    """Paths of questions that were asked and not just taken back."""
    unasked: bool = False
    """Whether an answer was taken back that is never asked for by itself."""


def answered(sent: Upload) -> Answered:
    """Return the mapping that a form comes to. Raises Problem 422 for what is no form of ours."""
    mapping = _object(text_of(sent, "mapping"))
    asked = _asked(text_of(sent, "asked"))
    said: dict[str, tuple[str, ...]] = {}
    for place, path in enumerate(asked):
        said[path] = tuple(_said(sent, f"a{place}"))
        _put(mapping, steps(path), _answer(steps(path), said[path]))
    forgotten = text_of(sent, "forget")
    if forgotten in mapping:
        said = {**said, **dict(_as_said(forgotten, mapping.pop(forgotten)))}
    wrong = _without_wrong(mapping, asked)
    # Who takes an answer back was not done with the others yet.
    again = frozenset[str]() if forgotten else frozenset(asked)
    unasked = forgotten in UNASKED
    return Answered(mapping=mapping, wrong=wrong, said=said, again=again, unasked=unasked)


def steps(path: str) -> Path:
    """Return the keys that a path of the mapping names."""
    return tuple(
        step.replace("~2", "[").replace("~1", "/").replace("~0", "~")
        for step in path.split("/")[1:]
    )


def reply_text(answer: object) -> str:
    """Return a possible answer as a form carries it."""
    return answer if isinstance(answer, str) else json.dumps(answer)


def read_answers(data: bytes) -> Answers:
    """Return a mapping file as JSON values. Raises FileRejected, ProgrammeRejected."""
    read_mapping(data)
    value: Any = read_json(data).value
    return dict(value)


def _object(text: str) -> Answers:
    try:
        return read_answers(text.encode()) if text else {}
    except (FileRejected, ProgrammeRejected) as wrong:
        raise _no_form() from wrong


def _asked(text: str) -> list[str]:
    try:
        found: Any = read_json(text.encode()).value if text else []
    except FileRejected as wrong:
        raise _no_form() from wrong
    if not isinstance(found, list) or not all(map(_is_asked, found)):
        raise _no_form()
    return found


def _is_asked(path: object) -> bool:
    if not isinstance(path, str):
        return False
    found = steps(path)
    return (len(found) == 1 and found[0] in _PLAIN) or (
        len(found) == len(("head", "name")) and found[0] in _OF_NAMES
    )


def _no_form() -> Problem:
    message = "The form did not come back as it was sent; choose the file again."
    return Problem("body_rejected", message)


def _said(sent: Upload, name: str) -> Iterator[str]:
    """Yield what was sent for a question: one field, or one for each box that is ticked."""
    if name in sent:
        yield text_of(sent, name)
    place = 0
    for place in range(_BOXES):
        if f"{name}-{place}" in sent:
            yield text_of(sent, f"{name}-{place}")


_BOXES = 20


def _answer(path: Path, said: Sequence[str]) -> object:
    """Return an answer as the mapping holds it; None where there is none."""
    given = [text for text in said if text]
    if not given:
        return None
    text = given[0]
    match path[0]:
        case "services" | "groups":
            return _json(text)
        case "options":
            each = [_json(one) for one in given]
            return [option for one in each for option in (one if isinstance(one, list) else [one])]
        case "criticality":
            short = text.isascii() and text.isdecimal() and len(text) < _LARGEST_SCORE
            return int(text) if short else text
        case "leave_out":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case head if head in OF_PAIRS:
            return _pairs(text)
    return text


def _pairs(text: str) -> dict[str, str]:
    """Return what each name is by its line; a line without an equals sign says nothing of it."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        name, _, what = line.rpartition("=") if "=" in line else (line, "", "")
        found[name.strip()] = what.strip()
    return found


def lines_of(answer: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return an answer of several lines as a field for them holds it."""
    if isinstance(answer, Mapping):
        return "\n".join(f"{name} = {value}" for name, value in answer.items())
    return "\n".join(map(str, answer))


def _json(text: str) -> object:
    try:
        return read_json(text.encode()).value
    except FileRejected:
        return text


def _put(mapping: Answers, path: Path, answer: object) -> None:
    inside = mapping if len(path) == 1 else mapping.setdefault(path[0], {})
    if answer is None:
        inside.pop(path[-1], None)
    else:
        inside[path[-1]] = answer
    if len(path) > 1 and not inside:
        del mapping[path[0]]


def _without_wrong(mapping: Answers, asked: Sequence[str]) -> dict[str, str]:
    """Take out of a mapping what is wrong; return why, by the path of its question."""
    try:
        read_mapping(json.dumps(mapping).encode())
    except ProgrammeRejected as rejected:
        issues = [issue for issue in rejected.issues if isinstance(issue, Issue)]
        by_steps = {steps(path): path for path in asked}
        wrong: dict[str, str] = {}
        for issue in issues:
            found = steps(issue.path.partition("[")[0])
            path = by_steps.get(found[:2]) or by_steps.get(found[:1])
            if path is not None:
                words = plain(issue.message.partition("\n")[0])
                if path in _EACH and len(found) > 1:
                    words = f'{_EACH[path]} of "{plain(found[1])}": {words}'
                wrong.setdefault(path, words)
        if not wrong:
            raise _no_form() from rejected
        for path in wrong:
            _put(mapping, steps(path), None)
        return {**_without_wrong(mapping, asked), **wrong}
    return {}


_EACH = {"/phases": "The phase", "/service_of": "The service", "/group_of": "The group"}


def _as_said(name: str, answer: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield an answer that is to be given again, as it was sent once."""
    if isinstance(answer, dict) and name in _OF_NAMES:
        for key, value in answer.items():
            path = f"/{name}/{key.replace('~', '~0').replace('/', '~1')}"
            several = value if isinstance(value, list) else [value]
            if name == "options":
                yield path, tuple(reply_text([one]) for one in several)
            else:
                yield path, tuple(map(reply_text, several))
    elif isinstance(answer, list | dict) and name in OF_LINES:
        yield f"/{name}", (lines_of(answer),)
    else:
        yield f"/{name}", (reply_text(answer),)
