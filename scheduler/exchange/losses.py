"""What did not come along when a file was read or written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something of a file or plan that was left out, or taken as something else.

    A field that is left out in the same way at many places is one loss that counts them: a file
    of ten thousand tasks must not say ten thousand times that notes are not kept.
    """

    code: Literal["not_read", "not_understood", "changed", "not_carried", "missing"]
    """Not read: a known field without a place here. Not understood: unknown or malformed. Changed:
    taken as something else, which `text` tells. Not carried: the format has no place for it.
    Missing: the file is silent and a default was taken."""
    field: str
    """The field by its name in the format, such as `Task/Cost` or `TASK.cost`."""
    place: str
    """Where it was first: `task 12 "Build"`, `line 40`."""
    value: str = ""
    """What stood there first, shortened."""
    text: str = ""
    """What became of it, as a sentence; empty where the code says it all."""
    count: int = 1


class Losses:
    """Gathers losses while a file is read or written; used inside readers and writers only."""

    def __init__(self) -> None:
        """Begin with none."""
        self._first: dict[tuple[str, str, str], Loss] = {}
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, loss: Loss) -> None:
        """Note a loss; those with the same code, field and text are counted together."""
        key = (loss.code, loss.field, loss.text)
        self._first.setdefault(key, loss)
        self._counts[key] += loss.count

    def extend(self, losses: Iterable[Loss]) -> None:
        """Note several."""
        for loss in losses:
            self.add(loss)

    def all(self) -> tuple[Loss, ...]:
        """Return what was lost, in the order first seen."""
        return tuple(
            Loss(
                code=loss.code,
                field=loss.field,
                place=loss.place,
                value=loss.value,
                text=loss.text,
                count=self._counts[key],
            )
            for key, loss in self._first.items()
        )


def shortened(value: object, longest: int = 80) -> str:
    """Return a value as it may be shown in a loss."""
    text = " ".join(str(value).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
