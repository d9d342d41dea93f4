"""From what a page says to HTML: everything is escaped, nothing missing is passed over."""

from functools import cache
from importlib import metadata
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

HEADERS = {
    "Cache-Control": "no-cache, private",
    # Forms of ours must be told from those of other sites: see http/same_origin.py.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page(template: str, *, status: int = 200, **said: Any) -> HTMLResponse:  # noqa: ANN401  # each template names what it needs
    """Return a page."""
    html = _environment().get_template(template).render(version=_version(), **said)
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def compile_templates() -> None:
    """Compile every template now, before anybody waits for a page."""
    for name in _environment().list_templates(extensions=["html"]):
        _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _version() -> str:
    try:
        return metadata.version("phased-exit")
    except metadata.PackageNotFoundError:
        return "in a clone"
