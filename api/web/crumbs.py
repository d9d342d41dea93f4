"""The way back from a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step back towards the start page."""

    words: str
    address: str


START = Crumb(words="Programmes", address="/")
