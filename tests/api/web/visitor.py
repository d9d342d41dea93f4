"""A visitor of the pages: asks as a browser does and reads what comes."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from tests.api.routes.service import Service

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
VOID = {"br", "img", "link", "meta", "input", "hr"}


@dataclass(frozen=True)
class Tag:
    """An element that was opened."""

    name: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words and those of everything in it."""
        return " ".join(" ".join(self.words).split())


class Page(HTMLParser):
    """A page as its elements; fails on tags that do not close."""

    def __init__(self, html: str, address: str = "") -> None:
        """Read all of it."""
        super().__init__()
        self.address = address
        self.html = html
        self.tags: list[Tag] = []
        self._open: list[Tag] = []
        self.feed(html)
        self.close()
        assert not self._open, [tag.name for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        made = Tag(
            tag,
            {name: value or "" for name, value in attrs},
            tuple(outer.name for outer in self._open),
        )
        assert len(made.attributes) == len(attrs), f"an attribute twice: {attrs}"
        self.tags.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self._open.pop().name == tag, tag

    def handle_data(self, data: str) -> None:
        """Note words for everything that holds them."""
        for tag in self._open:
            tag.words.append(data)

    def all(self, *names: str) -> list[Tag]:
        """Return the elements of a name, in order."""
        return [tag for tag in self.tags if tag.name in names]

    @property
    def text(self) -> str:
        """What is there to read."""
        (main,) = self.all("main")
        return main.text


def visit(service: Service, address: str, status: int = 200) -> Page:
    """Open a page."""
    answer = service.client.get(address, headers=BROWSER)
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Page(answer.text, address)


def press(
    service: Service, address: str, headers: dict[str, str] | None = None, **fields: str
) -> httpx.Response:
    """Send a form, as from a page of ours unless headers say otherwise."""
    ours = {"Origin": "http://service", "Sec-Fetch-Site": "same-origin"}
    given = ours if headers is None else headers
    return service.client.post(address, headers={**BROWSER, **given}, data=fields)


def pressed(service: Service, address: str, **fields: str) -> str:
    """Send a form; return where it leads."""
    answer = press(service, address, None, **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]
