"""What the page of an import says: the form, and everything wrong with the file that was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from api.http.json_text import json_text
from api.web.crumbs import Crumb
from api.web.importing.excerpts import Excerpt, Laid, Placed, excerpts, laid_out, placed
from api.web.importing.targets import Target
from scheduler.domain.issues import Issue
from scheduler.domain.limits import Limits
from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.interchange.json_text import read_json
from scheduler.pictures.contents import Contents
from scheduler.pictures.wording import counted, plain
from scheduler.reference.catalogue import issue_catalogue

SHOWN = 100
"""Problems of one file that stand on one page."""
FIRST_LINKS = 10
"""Of those, as many are linked from the top at once; the others under a fold."""
LONGEST_VALUE = 200
LONGEST_ECHO = 256 * 1024
"""Characters of pasted text that are given back to be mended."""
_WHOLE = "The file as a whole"
_LINE = re.compile(r"^line \d+(?:, (?=column)|: )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A problem as it is told."""

    number: int
    place: str
    """Its line in words; nothing where it has none."""
    words: str
    advice: str
    path: str
    value: str
    code: str
    meaning: str
    """Address of what the code means."""
    warning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Lines of the file with what is wrong in the last of them."""

    excerpt: Excerpt
    problems: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The problems in one field of the programme."""

    id: str
    title: str
    count: str
    pieces: tuple[Piece, ...]

    @property
    def problems(self) -> tuple[Shown, ...]:
        """All of them."""
        return tuple(one for piece in self.pieces for one in piece.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What is wrong with a file."""

    file: str
    count: str
    sections: tuple[Section, ...]
    rest: str
    """How many more there are; nothing where all are shown."""
    anew: bool
    form_only: bool
    """Whether what the file means was not looked at yet."""

    @property
    def problems(self) -> tuple[Shown, ...]:
        """All that are shown."""
        return tuple(one for section in self.sections for one in section.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """The page."""

    to: Target
    largest: str
    text: str
    """What was pasted."""
    errors: tuple[tuple[str, str], ...] = ()
    refused: Refused | None = None
    cells: Contents | None = None
    """What is wrong with the cells of a workbook."""
    back: tuple[Crumb, ...] = ()
    """Where the dates of the plan that was sent can be brought back to."""

    @property
    def in_order(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors and self.refused is None and self.cells is None


def refused(
    error: FileRejected | ProgrammeRejected | Sequence[Issue],
    data: bytes,
    file: str,
    limits: Limits,
) -> Refused:
    """Return why a file is not taken: everything, each in its place."""
    if isinstance(error, FileRejected):
        return _unread(error, data, file)
    told = error.issues if isinstance(error, ProgrammeRejected) else error
    issues = [issue for issue in told if isinstance(issue, Issue)]
    # Where there is no room for all, what must be mended is shown first.
    issues.sort(key=lambda issue: issue.severity == "warning")
    document = read_json(data, limits)
    laid = laid_out(data, document.value)
    here = placed(issues[:SHOWN], document.value, laid)
    meanings = _stages()
    return Refused(
        file=file,
        count=_counted(issues),
        sections=tuple(_sections(here, laid)),
        rest=_counted(issues[SHOWN:]).replace(" ", " more ", 1),
        anew=laid.anew,
        form_only=all(meanings.get(issue.code) == "form" for issue in issues),
    )


def _unread(error: FileRejected, data: bytes, file: str) -> Refused:
    """Return why a file could not be read at all, with the line that stopped it."""
    # Its line is told beside it.
    message = _LINE.sub("", str(error))
    issue = Issue(code=error.code, path="", message=message)
    line = error.facts.get("line")
    if isinstance(line, int):
        laid = laid_out(data, None, read=False)
        here = (Placed(issue=issue, line=min(line, len(laid.lines)), section=""),)
        sections = tuple(_sections(here, laid))
    else:
        only = Piece(
            excerpt=Excerpt(lines=(), problems=(), joined=False), problems=(_shown(issue, 1, ""),)
        )
        sections = (Section(id="in-all", title=_WHOLE, count="1 problem", pieces=(only,)),)
    return Refused(
        file=file, count="1 problem", sections=sections, rest="", anew=False, form_only=True
    )


def _sections(problems: Sequence[Placed], laid: Laid) -> Iterator[Section]:
    number = 0
    for place, (field, those) in enumerate(groupby(problems, lambda one: one.section)):
        here = tuple(those)
        pieces = []
        for excerpt in excerpts(here, laid):
            told = tuple(
                _shown(one.issue, number + nth, f"line {one.line}")
                for nth, one in enumerate(excerpt.problems, 1)
            )
            number += len(told)
            pieces.append(Piece(excerpt=excerpt, problems=told))
        yield Section(
            id=f"in-{place}",
            title=f"In {plain(field)}" if field else _WHOLE,
            count=_counted([one.issue for one in here]),
            pieces=tuple(pieces),
        )


def _counted(issues: Sequence[Issue]) -> str:
    warnings = sum(issue.severity == "warning" for issue in issues)
    told = ((len(issues) - warnings, "problem"), (warnings, "warning"))
    return " and ".join(counted(number, what) for number, what in told if number)


def _shown(issue: Issue, number: int, place: str) -> Shown:
    words, _, advice = issue.message.partition("\n")
    value = "" if issue.value is None else json_text(issue.value)
    stage = _stages().get(issue.code)
    return Shown(
        number=number,
        place=place,
        words=plain(words),
        advice=plain(advice),
        path=plain(issue.path),
        value=value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…",
        code=issue.code,
        meaning=(
            f"/docs/problems#issue-{stage}-{issue.code}"
            if stage
            else f"/docs/problems#{issue.code}"
        ),
        warning=issue.severity == "warning",
    )


@cache
def _stages() -> Mapping[str, str]:
    """Return where each code of a programme's problems is found."""
    return {
        entry["code"]: entry["found_in"]
        for entry in reversed(issue_catalogue())
        if entry["found_in"] in {"form", "content"}
    }
