"""Notes: P6 keeps them as HTML, here they are plain text."""

from __future__ import annotations

import html
import re

_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"}
_HIDDEN = {"head", "style", "script", "title"}
_PLAIN = {"html", "body", "p", "br", "div", "meta", "!doctype", *_HIDDEN}
"""Tags that leave nothing to tell of when they are left out."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:html|body|p|div|br|head|!doctype)\b", re.IGNORECASE)
_TOKEN = re.compile(r"(<[^<>]*>|&#?\w{1,30};)")
_TAG = re.compile(r"<\s*(/?)\s*(!?[\w-]*)")
_INVISIBLE = "\ufeff\ufffe\0"
_MEANT = re.compile(r"^ | $|(?<= ) |(?<=\n) | (?=\n)")


def text_of_note(note: str) -> tuple[str, bool]:
    """Return a note as plain text, and whether that leaves formatting out."""
    note = note.strip(_INVISIBLE)
    if _LOOKS_LIKE_HTML.match(note) is None:
        return note, False
    parts: list[str] = []
    hidden, block, formatted = "", False, False
    soft = False  # whether the last part is text whose blanks at the end are none
    for at, token in enumerate(_TOKEN.split(note)):
        is_tag = bool(at % 2) and token.startswith("<")
        closing, name = _tag(token) if is_tag else (False, "")
        if hidden:
            hidden = "" if closing and name == hidden else hidden
        elif is_tag:
            formatted |= name not in _PLAIN
            hidden = name if name in _HIDDEN and not closing else ""
            block |= name in _BLOCKS
            if name == "br":
                parts += ["\n", "\n"] if block and parts else ["\n"]
                block = soft = False
        else:
            entity = bool(at % 2)
            line_begins = block or not parts or parts[-1].endswith("\n")
            said = _entity(token) if entity else _blanks_run_together(token, at_start=line_begins)
            if said:
                parts += ["\n", said] if block and parts else [said]
                block, soft = False, not entity
    text = "".join(parts)
    return (text.removesuffix(" ") if soft else text), formatted


def note_of_text(text: str) -> str:
    """Return plain text as a note; blanks that HTML would run together are written as entities."""
    kept = _MEANT.sub("\0", text)
    kept = html.escape(kept, quote=False).replace("\t", "&#9;").replace("\r", "&#13;")
    kept = kept.replace("\f", "&#12;").replace("\x7f", "&#127;")
    kept = kept.replace("\0", "&nbsp;").replace("\n", "<br>")
    return f"<html><body>{kept}</body></html>"


def _tag(token: str) -> tuple[bool, str]:
    match = _TAG.match(token)
    return (bool(match.group(1)), match.group(2).lower()) if match else (False, "")


def _entity(said: str) -> str:
    return " " if said == "&nbsp;" else html.unescape(said)


def _blanks_run_together(token: str, *, at_start: bool) -> str:
    text = _BLANKS.sub(" ", token)
    return text.lstrip(" ") if at_start else text
