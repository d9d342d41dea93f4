"""Pictures that stand in a page itself, without what they have as files of their own."""

import re

from markupsafe import Markup

from api.web.timeline_page import svg

_OF_A_FILE = re.compile(r' xmlns="[^"]*"|<style>.*?</style>', re.DOTALL)
"""Styles within a page are refused by its policy."""


def in_page(drawn: str) -> Markup:
    """Return an SVG document of ours as a part of a page."""
    return svg(_OF_A_FILE.sub("", drawn))
