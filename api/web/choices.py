"""What can be looked at instead: pages of a plan, ways to see the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several, of which one is shown."""

    words: str
    address: str
    here: bool
