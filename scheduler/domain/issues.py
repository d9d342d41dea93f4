"""What is wrong with a programme: every problem at once, each with a code, a path and the value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One problem of an input document."""

    code: str
    """Stable name of the kind of problem."""
    path: str
    """Where, with ids as filters: `/rules[id=XMAS]/windows[0]/last`."""
    message: str
    """What, which value and what was allowed."""
    value: object = None
    """The offending value as read."""
    severity: Literal["error", "warning"] = "error"
    facts: Mapping[str, object] = field(default_factory=dict)

    def line(self) -> str:
        """Return the issue on one line; advice, where there is any, on a second."""
        said, cut, advice = self.message.partition("\n")
        return f"{self.severity}: {self.path or '/'}: {said} [{self.code}]{cut}{advice}"


def issues_inside(path: str, issues: Iterable[object]) -> list[Issue]:
    """Return the issues of a document that is a part of another, where they stand in that."""
    return [replace(issue, path=path + issue.path) for issue in issues if isinstance(issue, Issue)]
