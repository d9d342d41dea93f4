"""XML of a workbook's parts as events, streamed while it is unpacked, with nothing followed.

No tree is built, so what a part costs is bounded by what its reader keeps. A document type is
refused, and with it every entity of a part's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from scheduler.exchange.archive import Archive, chunks
from scheduler.exchange.reading import refused

DEEPEST = 40
"""Elements inside each other; a sheet needs seven."""
MOST_MARKS = 3_000_000
"""Of one part: each element takes one or two."""
LONGEST_TEXT = 256 * 1024
"""Letters of one element."""
_NOTHING: Mapping[str, str] = {}
_NO_BOUNDS: Mapping[str, int] = {}


class Event(NamedTuple):
    """An element begins with what it says of itself, or ends with the text directly in it.

    A tuple, since a workbook has millions of them.
    """

    begins: bool
    name: str
    """Without its namespace."""
    said: Mapping[str, str] = _NOTHING
    text: str = ""


def events(archive: Archive, part: str, most: Mapping[str, int] = _NO_BOUNDS) -> Iterator[Event]:
    """Return what a part of an archive says, with no more than `most` elements of some names.

    Raises: FileRejected for a part that is missing, no XML, too deep or has a document type.
    """
    _check_counts(archive, part, most)
    gathered = _Gathered(archive.kind, part)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = False
    parser.StartElementHandler = gathered.begin
    parser.EndElementHandler = gathered.end
    parser.CharacterDataHandler = gathered.text
    parser.StartDoctypeDeclHandler = gathered.document_type
    try:
        for piece in chunks(archive, part):
            parser.Parse(piece, False)  # noqa: FBT003  # expat knows no keywords
            yield from gathered.taken()
        parser.Parse(b"", True)  # noqa: FBT003  # expat knows no keywords
    except expat.ExpatError as error:
        place = f"{part}, line {error.lineno}"
        raise refused(archive.kind, "no well-formed XML", place) from None
    except (ValueError, LookupError):
        raise refused(archive.kind, "XML in an encoding that is not read", part) from None
    yield from gathered.taken()


def _check_counts(archive: Archive, part: str, most: Mapping[str, int]) -> None:
    """Refuse too many elements; counting marks takes a fraction of the time that parsing does."""
    marks = 0
    counts = dict.fromkeys(most, 0)
    for piece in chunks(archive, part):
        marks += piece.count(b"<")
        if marks > MOST_MARKS:
            raise refused(archive.kind, "more elements than are read", part)
        for name, bound in most.items():
            counts[name] += sum(map(piece.count, _beginnings(name)))
            if counts[name] > bound:
                raise refused(archive.kind, f"more than {bound:,} elements {name}", part)


def _beginnings(name: str) -> tuple[bytes, ...]:
    """Return how an element of a name may begin, with a prefix or without."""
    return tuple(f"{before}{name}{after}".encode() for before in "<:" for after in " />")


class _Gathered:
    """Keeps the events of a piece until they are taken."""

    def __init__(self, kind: str, part: str) -> None:
        self._kind = kind
        self._part = part
        self._events: list[Event] = []
        self._texts: list[list[str]] = []
        self._letters = 0

    def taken(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    def begin(self, name: str, said: dict[str, str]) -> None:
        if len(self._texts) >= DEEPEST:
            raise refused(self._kind, f"more than {DEEPEST} elements inside each other", self._part)
        self._texts.append([])
        self._letters = 0
        self._events.append(Event(True, name.rpartition(":")[2], said))  # noqa: FBT003  # fast

    def end(self, name: str) -> None:
        text = "".join(self._texts.pop())
        self._events.append(Event(False, name.rpartition(":")[2], _NOTHING, text))  # noqa: FBT003

    def text(self, text: str) -> None:
        self._letters += len(text)
        if self._letters > LONGEST_TEXT:
            raise refused(self._kind, "a longer text than is read", self._part)
        if self._texts:
            self._texts[-1].append(text)

    def document_type(self, *_: object) -> None:
        raise refused(self._kind, "a document type, which workbooks never have", self._part)
