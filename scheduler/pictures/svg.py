"""SVG as text: elements with escaped content, shapes and patterns, nothing from outside."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from rich.cells import cell_len, set_cell_size

_NOT_SHOWN = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
"""What XML 1.0 cannot hold, and characters that turn the direction of what follows."""
_UNUSUAL = re.compile(r"[^ !#-%'-;=?-~]")
"""Whatever may have to be escaped or left out; most of a large picture holds nothing of it."""

_BREAK = " ,:;-"
"""What does not stand beside an ellipsis."""

Attributes = Mapping[str, str | float]

CHARACTER_WIDTH = 0.53
"""Mean advance of a sans-serif character, in parts of the font size; Chinese takes two."""


def element(tag: str, attributes: Attributes, *children: str) -> str:
    """Return an element; children are markup already."""
    written = "".join([f" {key}={_value(value)}" for key, value in attributes.items()])
    if not children:
        return f"<{tag}{written}/>"
    return f"<{tag}{written}>{''.join(children)}</{tag}>"


def words(text: str) -> str:
    """Return text as markup: escaped, without characters that XML cannot hold."""
    return escape(clean(text)) if _UNUSUAL.search(text) else text


def title(text: str) -> str:
    """Return the text alternative of the element it stands in."""
    return element("title", {}, words(text))


def text(x: float, y: float, content: str, attributes: Attributes) -> str:
    """Return a line of text at its baseline."""
    return element("text", {"x": x, "y": y, **attributes}, words(content))


def rectangle(x: float, y: float, width: float, height: float, attributes: Attributes) -> str:
    """Return a rectangle by its upper left corner."""
    return element("rect", {"x": x, "y": y, "width": width, "height": height, **attributes})


def line(x1: float, y1: float, x2: float, y2: float, attributes: Attributes) -> str:
    """Return a straight line."""
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **attributes})


def text_width(content: str, size: float) -> float:
    """Estimate the width of a line of text, in the unit of its size."""
    return cell_len(content) * size * CHARACTER_WIDTH


def shortened(content: str, size: float, width: float) -> str:
    """Return the text, cut to an ellipsis where it would be wider than `width`."""
    if text_width(content, size) <= width:
        return content
    return set_cell_size(content, _room(size, width)).rstrip(_BREAK) + "…"


def name(content: str, size: float, width: float) -> str:
    """Return a name, with an ellipsis in its middle where it would be wider than `width`.

    Names differ at their ends as often as at their beginnings: so what is cut stays told apart.
    """
    if text_width(content, size) <= width:
        return content
    room = _room(size, width)
    tail = room * 2 // 5
    head = set_cell_size(content, room - tail).rstrip(_BREAK)
    return f"{head}…{_last_cells(content, tail).lstrip(_BREAK)}"


def _room(size: float, width: float) -> int:
    """Return how many characters have room beside an ellipsis."""
    return max(1, int(width / (size * CHARACTER_WIDTH)) - 1)


def _last_cells(content: str, width: int) -> str:
    """Return the end of a text that is no wider than `width` characters."""
    end = content[len(content) - width :] if width else ""
    while cell_len(end) > width:
        end = end[1:]
    return end


def wrapped(content: str, size: float, width: float, at_most: int) -> list[str]:
    """Return a name on up to `at_most` lines, the last one cut in its middle where it must be."""
    lines: list[str] = []
    rest = content.split()
    while rest and len(lines) < at_most - 1:
        line = rest.pop(0)
        while rest and text_width(f"{line} {rest[0]}", size) <= width:
            line += f" {rest.pop(0)}"
        lines.append(name(line, size, width))
    if rest:
        lines.append(name(" ".join(rest), size, width))
    return lines


def clean(content: str) -> str:
    """Return the text without characters that XML cannot hold or that turn its direction."""
    return _NOT_SHOWN.sub("", content)


def _value(value: str | float) -> str:
    """Return the value of an attribute in its quotes."""
    if not isinstance(value, str):
        return f'"{number(value)}"'
    return quoteattr(clean(value)) if _UNUSUAL.search(value) else f'"{value}"'


def number(value: float) -> str:
    """Return a number with two decimals at most."""
    return str(int(value)) if value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")
