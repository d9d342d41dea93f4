"""JSON text: raw bytes, scanned strictly, to plain values.

Refused whole: anything that is not UTF-8, not JSON, too long, too deeply nested or with a text or a
list beyond all measure. Collected as issues, so that the rest of the document can be looked at in
the same pass: repeated keys, numbers that JSON or a machine cannot hold, and characters that no
text may carry. A byte order mark, which some editors write, is passed over.
"""

import json
import math
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.errors import FileRejected
from scheduler.interchange.locations import Location, Locations

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BRACKETS_AND_TEXTS = re.compile(rb'[][{}]|"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKETS_COMMAS_AND_TEXTS = re.compile(rb'[][{},]|"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MAY_FORBID = re.compile(
    r"\\u(?:00[0189]|007[fF]|[dD][89a-fA-F]|[fF]{3}[eEfF])|[\x7f-\x9f\ufffe\uffff]"
)
_MOST_DIGITS = 300
_PIECE_BYTES = 64 * 1024
MOST_ISSUES = 10_000
"""Told of one text."""


@dataclass(frozen=True, slots=True)
class JsonText:
    """What a file says, before anybody asks what it means."""

    value: JsonValue
    """Of repeated keys the last; what cannot be held is null, what no text may carry is U+FFFD."""
    text: bytes
    """The same as UTF-8 without a byte order mark."""
    issues: tuple[Issue, ...]


class _Object(dict[str, JsonValue]):
    """A JSON object that remembers which keys it was given more than once."""

    __slots__ = ("repeated",)

    def __init__(self, pairs: Sequence[tuple[str, JsonValue]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.repeated = [k for k, _ in pairs if k in seen or seen.add(k)]  # type: ignore[func-returns-value]  # add answers None


def read_json(data: bytes, limits: Limits = DEFAULT_LIMITS) -> JsonText:
    """Return the value a file holds, with what is wrong with its text.

    Raises: FileRejected when there is no telling what it says.
    """
    _refuse_long(data, limits)
    encoded = data.removeprefix(_BYTE_ORDER_MARK)
    # Whatever can be told of the bytes comes before a long text is made of them.
    if _is_utf8(encoded):
        _refuse_deep(encoded, limits)
        _refuse_crowded(encoded, limits)
    text = _decoded(data)
    suspects = [True] if _MAY_FORBID.search(text) else []
    value = _parsed(text, suspects)
    if not suspects:
        return JsonText(value, encoded, ())
    locations = Locations(value)
    issues = tuple(_first(_problems(value, (), locations)))
    if not issues:
        return JsonText(value, encoded, ())
    mended = _mended(value)
    return JsonText(mended, json.dumps(mended).encode(), issues)


def _refuse_long(data: bytes, limits: Limits) -> None:
    if len(data) > limits.file_bytes:
        raise FileRejected(
            f"the file has {len(data):,} bytes; at most {limits.file_bytes:,} are read",
            reason="too_large",
            bytes=len(data),
            allowed=limits.file_bytes,
        )


def _is_utf8(data: bytes) -> bool:
    """Tell whether it is, holding a piece of it as text at a time."""
    decoder = getincrementaldecoder("utf-8")()
    pieces = memoryview(data)
    try:
        for at in range(0, len(data), _PIECE_BYTES):
            decoder.decode(pieces[at : at + _PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF_16_MARKS):
        raise FileRejected(
            "the file is UTF-16 text; JSON is UTF-8\nMaybe save it again with the encoding UTF-8.",
            reason="not_utf8",
        )
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise FileRejected(
            f"line {line}: byte {data[problem.start]:#04x} is not UTF-8 text",
            reason="not_utf8",
            line=line,
        ) from problem
    if not text.strip():
        raise FileRejected("the file is empty", reason="empty")
    return text


def _refuse_deep(data: bytes, limits: Limits) -> None:
    depth = 0
    for found in _BRACKETS_AND_TEXTS.finditer(data):
        first = data[found.start()]
        if first in b"[{":
            depth += 1
            if depth > limits.depth:
                line = data.count(b"\n", 0, found.start()) + 1
                raise FileRejected(
                    f"line {line}: lists and objects are nested more than {limits.depth} deep",
                    reason="too_deep",
                    line=line,
                    allowed=limits.depth,
                )
        elif first in b"]}":
            depth -= 1
        elif found.end() - found.start() > limits.text_bytes + len('""'):
            line = data.count(b"\n", 0, found.start()) + 1
            raise FileRejected(
                f"line {line}: a text has more than {limits.text_bytes:,} bytes",
                reason="too_long",
                line=line,
                allowed=limits.text_bytes,
            )


def _refuse_crowded(data: bytes, limits: Limits) -> None:
    """Refuse lists and objects with too many entries, which are told by their commas."""
    # Counted at once and too high, as texts hold commas: nearly always enough.
    if data.count(b",") < limits.entries:
        return
    commas = [0]
    for found in _BRACKETS_COMMAS_AND_TEXTS.finditer(data):
        first = data[found.start()]
        if first in b"[{":
            commas.append(0)
        elif first in b"]}":
            commas[-2:] = commas[-2:-1] or [0]
        elif first in b",":
            commas[-1] += 1
            if commas[-1] >= limits.entries:
                line = data.count(b"\n", 0, found.start()) + 1
                raise FileRejected(
                    f"line {line}: a list or an object has more than {limits.entries:,} entries",
                    reason="too_many_entries",
                    line=line,
                    allowed=limits.entries,
                )


def _parsed(text: str, suspects: list[bool]) -> JsonValue:
    """Return the value; add to `suspects` when it must be walked to say what is wrong."""

    def members(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        suspects.append(True)
        return _Object(pairs)

    def real(digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            suspects.append(True)
        return value

    def whole(digits: str) -> int | float:
        if len(digits) <= _MOST_DIGITS:
            return int(digits)
        suspects.append(True)
        return math.inf

    def constant(name: str) -> float:
        suspects.append(True)
        return float(name)

    try:
        value: JsonValue = json.loads(
            text,
            object_pairs_hook=members,
            parse_float=real,
            parse_int=whole,
            parse_constant=constant,
        )
    except json.JSONDecodeError as problem:
        raise FileRejected(
            f"line {problem.lineno}, column {problem.colno}: not JSON: {problem.msg}",
            reason="not_json",
            line=problem.lineno,
            column=problem.colno,
        ) from problem
    return value


def _first(problems: Iterator[Issue]) -> Iterator[Issue]:
    """Return problems up to a number that nobody reads to its end."""
    yield from islice(problems, MOST_ISSUES)
    if next(problems, None) is not None:
        message = f"there are more than {MOST_ISSUES:,} problems of the text"
        yield Issue(code="too_many_issues", path="", message=message)


def _problems(value: JsonValue, at: Location, locations: Locations) -> Iterator[Issue]:
    match value:
        case dict():
            for key in value.repeated if isinstance(value, _Object) else ():
                yield Issue(
                    code="repeated_key",
                    path=locations.path((*at, key)),
                    message=f"the field {json.dumps(key)} is given more than once",
                    value=key,
                )
            for key, item in value.items():
                yield from _bad_characters(key, (*at, key), locations)
                yield from _problems(item, (*at, key), locations)
        case list():
            for index, item in enumerate(value):
                yield from _problems(item, (*at, index), locations)
        case str():
            yield from _bad_characters(value, at, locations)
        case float() if not math.isfinite(value):
            yield Issue(
                code="number_not_finite",
                path=locations.path(at),
                message="NaN, Infinity or a number too large to hold; allowed are finite numbers",
                value=str(value),
            )
        case _:
            pass


def _bad_characters(text: str, at: Location, locations: Locations) -> Iterator[Issue]:
    found = _FORBIDDEN.search(text)
    if found is not None:
        yield Issue(
            code="forbidden_character",
            path=locations.path(at),
            message=f"character {found.start() + 1} of the text is U+{ord(found[0]):04X}: control "
            "characters and halves of surrogate pairs are no text",
            value=_FORBIDDEN.sub("\ufffd", text),
        )


def _mended(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {_FORBIDDEN.sub("\ufffd", k): _mended(v) for k, v in value.items()}
        case list():
            return [_mended(item) for item in value]
        case str():
            return _FORBIDDEN.sub("\ufffd", value)
        case float() if not math.isfinite(value):
            return None
        case _:
            return value
