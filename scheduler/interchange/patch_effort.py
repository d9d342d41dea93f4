"""How much work a patch may cause, so that a short one cannot ask for endless copies."""

from scheduler.domain.limits import Limits
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.locations import Location


class PatchTooLarge(Exception):
    """A patch makes a document too deep, or causes more work than is done."""


class Effort:
    """Counts the values that applying a patch looks at."""

    def __init__(self, limits: Limits) -> None:
        """Begin with nothing spent."""
        self._left = limits.patch_steps
        self._depth = limits.depth

    def spend(self, steps: int) -> None:
        """Count some work. Raises: PatchTooLarge."""
        self._left -= steps
        if self._left < 0:
            raise PatchTooLarge("applying the patch would take too much work")

    def follow(self, document: JsonValue, at: Location) -> None:
        """Count following a location, and copying what lies on the way. Raises: PatchTooLarge."""
        here = document
        for step in at:
            match here, step:
                case list(), int():
                    self.spend(1 + len(here) // 4)
                    here = here[step] if step < len(here) else None
                case dict(), str():
                    self.spend(1 + len(here) // 4)
                    here = here.get(step)
                case _:
                    return

    def place(self, value: JsonValue, at: Location) -> None:
        """Count putting a value at a place, everything in it. Raises: PatchTooLarge."""
        layer = [value]
        depth = len(at)
        while layer := [inner for outer in layer for inner in self._inside(outer)]:
            depth += 1
            if depth > self._depth:
                raise PatchTooLarge(f"the document would be nested more than {self._depth} deep")

    def _inside(self, value: JsonValue) -> list[JsonValue]:
        match value:
            case list():
                inside = value
            case dict():
                inside = list(value.values())
            case str():
                # A text counts by its length: shared in memory, it is written out every time.
                self.spend(1 + len(value) // 8)
                return []
            case _:
                return []
        self.spend(1 + len(inside))
        return inside
