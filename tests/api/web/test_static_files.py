"""Style and script: served from the package, kept by browsers while they do not change."""

import re
from importlib.resources import files

import pytest

from api.web.static_files import MEDIA_TYPES
from tests.api.routes.service import Service


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_a_file_is_sent_once(service: Service, name: str) -> None:
    first = service.client.get(f"/static/{name}")
    assert first.status_code == 200
    assert first.headers["Content-Type"] == MEDIA_TYPES[name]
    again = service.client.get(f"/static/{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["none.css", "..%2Fpages.py", "%2e%2e/pages.py", ""])
def test_nothing_else_is_served(service: Service, name: str) -> None:
    assert service.client.get(f"/static/{name}").status_code == 404


def test_every_file_of_the_folder_is_served() -> None:
    assert {file.name for file in (files("api.web") / "static").iterdir()} == set(MEDIA_TYPES)


def test_no_file_reaches_out() -> None:
    for name in MEDIA_TYPES:
        text = (files("api.web") / "static" / name).read_text("utf-8")
        assert not re.findall(r"@import|url\(|//(?!www\.w3\.org/2000/svg)[a-z]+\.", text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_lies_behind_them(scheme: str) -> None:
    css = (files("api.web") / "static" / "pages.css").read_text("utf-8")
    light, rest = css.split("prefers-color-scheme: dark", 1)
    dark = rest.split("\n}\n", 1)[0]
    colour = _colours(light) if scheme == "light" else {**_colours(light), **_colours(dark)}
    pairs = [("ink", "paper"), ("ink", "band"), ("quiet", "band"), ("link", "paper")]
    pairs += [("link", "band"), ("on-focus", "focus"), ("paper", "quiet")]
    pairs += [("on-masthead", "masthead"), ("paper", "good-pressed"), ("paper", "bad-pressed")]
    for tone in ("good", "doubtful", "bad", "under-way"):
        pairs += [(tone, f"{tone}-band"), ("ink", f"{tone}-band"), ("paper", tone), (tone, "paper")]
    for word, behind in pairs:
        assert contrast(colour[word], colour[behind]) >= 4.5, (word, behind)


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


def contrast(one: str, other: str) -> float:
    """Return how two colours stand out from each other. Source: WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
