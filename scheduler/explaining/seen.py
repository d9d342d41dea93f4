"""A cause with what it rests on: what every way of seeing one yields."""

from dataclasses import dataclass

from scheduler.answers import Cause


@dataclass(frozen=True, slots=True)
class Seen:
    """A cause with the rules that it rests on."""

    cause: Cause
    rules: tuple[str, ...]
