"""Descriptions to HTML: paragraphs, lists, code, bold, links within the page; all else escaped."""

import re

from markupsafe import Markup, escape

_BLOCKS = re.compile(r"\n\s*\n")
_ENTRY = re.compile(r"^- ", re.MULTILINE)
_PARTS = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((#[\w-]+)\)")


def prose(text: str) -> Markup:
    """Return a description of several paragraphs and lists."""
    blocks = [block for block in _BLOCKS.split(text.strip()) if block]
    return Markup().join(_block(block) for block in blocks)


def inline(text: str) -> Markup:
    """Return a sentence or a few."""
    made = Markup()
    at = 0
    for found in _PARTS.finditer(text):
        made += escape(text[at : found.start()]) + _part(found)
        at = found.end()
    return made + escape(text[at:])


def _block(text: str) -> Markup:
    before, *entries = _ENTRY.split(text)
    made = Markup("<p>{}</p>").format(inline(before.strip())) if before.strip() else Markup()
    if entries:
        lines = Markup().join(Markup("<li>{}</li>").format(inline(e.strip())) for e in entries)
        made += Markup("<ul>{}</ul>").format(lines)
    return made


def _part(found: re.Match[str]) -> Markup:
    code, bold, words, anchor = found.groups()
    if code is not None:
        return Markup("<code>{}</code>").format(code)
    if bold is not None:
        return Markup("<strong>{}</strong>").format(inline(bold))
    return Markup('<a href="{}">{}</a>').format(anchor, words)
