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
MOST_ELEMENTS = 6_000_000
"""Of one part."""
LONGEST_TEXT = 256 * 1024
"""Letters of one element."""
_NOTHING: Mapping[str, str] = {}


class Event(NamedTuple):
    """An element begins with what it says of itself, or ends with the text directly in it.

    A tuple, since a workbook has millions of them.
    """

    begins: bool
    name: str
    """Without its namespace."""
    said: Mapping[str, str] = _NOTHING
    text: str = ""


def events(archive: Archive, part: str) -> Iterator[Event]:
    """Return what a part of an archive says.

    Raises: FileRejected for a part that is missing, no XML, too deep or has a document type.
    """
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
            gathered.count(piece)
            parser.Parse(piece, False)  # noqa: FBT003  # expat knows no keywords
            yield from gathered.taken()
        parser.Parse(b"", True)  # noqa: FBT003  # expat knows no keywords
    except expat.ExpatError as error:
        place = f"{part}, line {error.lineno}"
        raise refused(archive.kind, "no well-formed XML", place) from None
    except (ValueError, LookupError):
        raise refused(archive.kind, "XML in an encoding that is not read", part) from None
    yield from gathered.taken()


class _Gathered:
    """Keeps the events of a piece until they are taken."""

    def __init__(self, kind: str, part: str) -> None:
        self._kind = kind
        self._part = part
        self._events: list[Event] = []
        self._texts: list[list[str]] = []
        self._letters = 0
        self._elements = 0

    def count(self, piece: bytes) -> None:
        self._elements += piece.count(b"<")
        if self._elements > 2 * MOST_ELEMENTS:
            raise refused(self._kind, "more elements than are read", self._part)

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
