"""What every picture has: an accessible root, a title and a line below it."""

from collections.abc import Iterable, Iterator

from scheduler.pictures import look, svg

_STYLE = (
    ".bar:hover rect,.cell:hover rect,.event:hover polygon,.event:hover rect,.event:hover circle"
    "{stroke:#14181f;stroke-width:2}"
)


def document(
    title: str,
    told: str,
    width: float,
    height: float,
    prefix: str,
    definitions: Iterable[str],
    body: Iterable[str],
    *,
    in_page: bool = False,
) -> str:
    """Return a self-contained document; `told` says in words what it shows.

    `in_page` for one that stands in a page, with links: what is within an image is passed over by
    those who listen, and the page has styles of its own.
    """
    root: svg.Attributes = {
        **({} if in_page else {"xmlns": "http://www.w3.org/2000/svg"}),
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width:g} {height:g}",
        "role": "group" if in_page else "img",
        "aria-labelledby": f"{prefix}-title {prefix}-desc",
        "font-family": look.FONT,
        "fill": look.INK,
    }
    parts = (
        svg.element("title", {"id": f"{prefix}-title"}, svg.words(title)),
        svg.element("desc", {"id": f"{prefix}-desc"}, svg.words(told)),
        *(() if in_page else (svg.element("style", {}, _STYLE),)),
        *definitions,
        *body,
    )
    return svg.element("svg", root, *(f"{part}\n" for part in parts)) + "\n"


def heading(title: str, subtitle: str, width: float) -> Iterator[str]:
    """Yield the title and the line below it."""
    room = width - 2 * look.MARGIN
    large: svg.Attributes = {"font-size": look.TITLE_SIZE, "font-weight": "700"}
    quiet: svg.Attributes = {"font-size": look.SUBTITLE_SIZE, "fill": look.QUIET_INK}
    yield svg.text(look.MARGIN, 34, svg.shortened(title, look.TITLE_SIZE, room), large)
    yield svg.text(look.MARGIN, 56, svg.shortened(subtitle, look.SUBTITLE_SIZE, room), quiet)
