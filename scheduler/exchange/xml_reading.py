"""XML of planning tools, read with nothing followed: no entities, no files, no network.

Shared by every format that is XML. A document type is refused whatever it says, since planning
tools write none and entities come with it; inclusions are elements like any other and are never
followed. What a file may cost is bounded before a tree of it is built.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from scheduler.errors import FileRejected
from scheduler.exchange.reading import LARGEST_FILE, refused

Element = etree._Element  # noqa: SLF001 - its type has no other name

MOST_ELEMENTS = 2_000_000
MOST_ATTRIBUTES = 2_000_000
DEEPEST = 100
"""Elements inside each other; planning tools need about ten."""

_ENCODINGS = {"ascii", "cp1252", "iso8859-1", "utf-16", "utf-16-be", "utf-16-le", "utf-8"}
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BEGINNING_BYTES = 1024
_TOO_DEEP = f"boolean({'/*' * (DEEPEST + 1)})"


def parsed(content: bytes, kind: str) -> Element:
    """Return the root element of an XML file; comments and instructions are left out.

    `kind` names the format in refusals. Raises FileRejected for what is no well-formed XML in
    UTF-8 or UTF-16 (or Latin 1, Windows 1252 or ASCII where it says so), is larger or deeper than
    is read, or has a document type.
    """
    if len(content) > LARGEST_FILE:
        raise refused(kind, f"more than the {LARGEST_FILE:,} bytes that are read")
    text = _text(content, kind)
    _check_size(text, kind)
    _check_no_document_type(text, kind)
    # The text is UTF-8 from here on, whatever its declaration says.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise _malformed(error, kind) from None
    if root.xpath(_TOO_DEEP):
        raise refused(kind, f"more than {DEEPEST} elements inside each other")
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """Return the namespace of an element, empty where it has none."""
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def line(element: Element) -> str:
    """Return the place of an element in its file, as losses and refusals name it."""
    return f"line {element.sourceline}"


def _malformed(error: etree.XMLSyntaxError, kind: str) -> FileRejected:
    at = error.lineno or 1
    said = str(error.msg or "").split(", line ", maxsplit=1)[0]
    return refused(kind, f"the XML is not well formed: {said or 'empty'}", f"line {at}")


def _text(content: bytes, kind: str) -> str:
    encoding = _encoding(content, kind)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        at = content.count(b"\n", 0, error.start) + 1
        raise refused(kind, f"the text is not {encoding}", f"line {at}") from None
    if "\0" in text:
        at = text.count("\n", 0, text.index("\0")) + 1
        raise refused(kind, "a character of number 0", f"line {at}")
    try:
        # A lone surrogate can be made of bytes that decode as UTF-16 does not allow.
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise refused(kind, f"the text is not {encoding}") from None
    return text.removeprefix("\ufeff")


def _encoding(content: bytes, kind: str) -> str:
    """The encoding as the bytes show it, else as declared; declared UTF-16 that is none is UTF-8.

    Programs that keep their text as UTF-16 declare that also where they write UTF-8.
    """
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(b"<\0"):
        return "utf-16-le"
    if content.startswith(b"\0<"):
        return "utf-16-be"
    declared = _DECLARED.match(content[:_BEGINNING_BYTES].lstrip())
    if declared is None:
        return "utf-8"
    name = declared.group(1).decode("ascii")
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = ""
    if known not in _ENCODINGS:
        raise refused(kind, "an encoding that is not read", "line 1", name)
    return "utf-8" if known.startswith("utf-16") else known


def _check_size(text: str, kind: str) -> None:
    """Bound what a tree will take; counted in the text, so that no tree is needed for it."""
    elements = text.count("<") - text.count("</")
    if elements > MOST_ELEMENTS:
        raise refused(kind, f"more than the {MOST_ELEMENTS:,} elements that are read")
    if text.count("=") > MOST_ATTRIBUTES:
        raise refused(kind, f"more than the {MOST_ATTRIBUTES:,} attributes that are read")


def _check_no_document_type(text: str, kind: str) -> None:
    """Only declarations, comments and instructions come before a document type."""
    at = 0
    while True:
        at = _after_blanks(text, at)
        if text.startswith("<!DOCTYPE", at):
            place = f"line {text.count(chr(10), 0, at) + 1}"
            raise refused(kind, "it has a document type, which is not read", place)
        if text.startswith("<!--", at):
            closing = "-->"
        elif text.startswith("<?", at):
            closing = "?>"
        else:
            return
        end = text.find(closing, at + 2)
        if end < 0:
            return
        at = end + len(closing)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at
