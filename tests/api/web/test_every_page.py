"""What holds for every page: it is whole, can be used by everybody, and stays on this host."""

import re
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest

from tests.api.routes.service import Service
from tests.api.web.arriving import PAGES, Arrive, nowhere
from tests.api.web.visitor import Page, visit


@pytest.fixture(params=list(PAGES))
def arrive(request: pytest.FixtureRequest) -> Arrive:
    return PAGES[request.param]


def seen(service: Service, arrive: Arrive) -> Page:
    found = arrive(service)
    if isinstance(found, Page):
        return found
    return visit(service, found, 404 if arrive is nowhere else 200)


@pytest.fixture
def live(service_on_sqlite: Service, arrive: Arrive) -> Page:
    """A page whose service is still there."""
    return seen(service_on_sqlite, arrive)


_KNOWN: dict[str, Page] = {}


@pytest.fixture
def page(request: pytest.FixtureRequest, arrive: Arrive) -> Page:
    """A page by itself, made once for all that is asked of it."""
    if arrive.__name__ not in _KNOWN:
        _KNOWN[arrive.__name__] = seen(request.getfixturevalue("service_on_sqlite"), arrive)
    return _KNOWN[arrive.__name__]


def test_it_meets_its_own_content_security_policy(page: Page) -> None:
    for tag in page.tags:
        assert "style" not in tag.attributes, tag
        assert not [name for name in tag.attributes if name.startswith("on")], tag
        assert tag.name not in {"style", "iframe", "object", "embed", "base"}
    for script in page.all("script"):
        assert script.attributes["src"].startswith("/static/")
        assert script.text == ""


def test_its_addresses_are_all_of_this_host_and_lead_somewhere(
    service_on_sqlite: Service, live: Page
) -> None:
    page = live
    for tag in page.tags:
        for name in ("href", "src", "action", "data-events", "data-picture"):
            address = tag.attributes.get(name)
            if address is None:
                continue
            parts = urlsplit(address)
            if parts.scheme == "webcal":
                # The same host, opened by the calendar program of the device.
                assert parts.netloc == "service"
                continue
            assert not parts.scheme, address
            assert not parts.netloc, address
            if parts.fragment and not parts.path and not parts.query:
                assert parts.fragment in {t.attributes.get("id") for t in page.tags}
            elif name not in {"action", "data-events"}:
                from_here = urljoin(page.address, address)
                assert service_on_sqlite.client.get(from_here).status_code == 200, address
    assert set(re.findall(r"https?://[^/\s\"<]+", page.html)) <= {"http://service"}


def test_it_can_be_read_aloud_and_used_by_keyboard(page: Page) -> None:
    (root,) = page.all("html")
    assert root.attributes["lang"] == "en-GB"
    # Titles within pictures are the words of their parts.
    titles = [title for title in page.all("title") if "svg" not in title.inside]
    assert len(page.all("h1")) == len(page.all("main")) == len(titles) == 1
    assert page.all("header", "footer", "nav")
    first = page.all("a")[0]
    assert first.attributes == {"class": "skip", "href": "#main"}
    levels = [int(tag.name[1]) for tag in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for image in page.all("img"):
        assert len(image.attributes["alt"].split()) > 5
    for link in page.all("a", "button"):
        assert link.text or link.attributes.get("aria-label"), link
    ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids))
    for tag in page.tags:
        assert set(tag.attributes.get("aria-labelledby", "main").split()) <= {*ids, "main"}


def test_its_tables_have_captions_and_every_heading_a_scope(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption"))
    for caption in page.all("caption"):
        assert caption.text
    for heading in page.all("th"):
        assert heading.attributes["scope"] in {"col", "row"}
        assert heading.text or heading.attributes["scope"] == "row"


def test_links_of_the_same_words_lead_to_the_same_place(page: Page) -> None:
    seen: dict[str, str] = {}
    for link in page.all("a"):
        words = link.attributes.get("aria-label") or link.text
        assert seen.setdefault(words, link.attributes["href"]) == link.attributes["href"], words


def test_only_forms_that_change_something_are_sent_by_post(page: Page) -> None:
    for form in page.all("form"):
        address = form.attributes["action"]
        assert urlsplit(address).path.startswith("/")
        if form.attributes["method"] != "post":
            # It asks for the page that it stands on.
            assert urlsplit(address).path.rpartition("/")[2] in {
                "timeline",
                "load",
                "decisions",
                "compare",
                "progress",
            }


def test_every_field_has_a_label(page: Page) -> None:
    named = {label.attributes.get("for") for label in page.all("label")}
    for field in page.all("input", "select", "textarea"):
        if field.attributes.get("type") != "hidden":
            assert field.attributes["id"] in named
