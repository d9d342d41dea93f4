"""What a project file does not say, as a page that asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.importing.answering import Answers, lines_of, steps
from api.web.importing.answers_so_far import SoFar, so_far
from api.web.importing.question_controls import Control, Known, control
from scheduler.exchange.formats import FORMATS
from scheduler.exchange.mapping.declaration import AFTER_EVERYTHING, EVERY, THE_MILESTONE
from scheduler.pictures.wording import counted

MOST_ASKED = 300
"""Questions on one page; the others are asked next."""
_SEVERAL = 2
_OF_SERVICES = ("transfers", "criticality")
_KINDS = (
    ("tasks", "task"),
    ("links", "link"),
    ("calendars", "calendar"),
    ("resources", "resource"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is asked about one service; or about all of them, for those without an answer."""

    name: str
    transfer: Control | None = None
    criticality: Control | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPage:
    """The page."""

    file: str
    format: str
    holds: str
    """How much the file holds, in words."""
    plain: tuple[Control, ...]
    options: tuple[Control, ...]
    all_options: Control | None
    rows: tuple[Row, ...]
    all_rows: Row | None
    further: tuple[Control, ...]
    """What can be said unasked."""
    more: int
    """Questions that come after these."""
    so_far: tuple[SoFar, ...]
    asked: str
    """Paths of the questions in their order, as JSON."""

    @property
    def wrong(self) -> tuple[Control, ...]:
        """The questions whose answers are wrong or missing, in their order on the page."""
        of_rows = [one for row in self.rows for one in (row.transfer, row.criticality)]
        either = [self.all_options, *self.options, *of_rows]
        if self.all_rows is not None:
            either += [self.all_rows.transfer, self.all_rows.criticality]
        all_of_them = [*self.plain, *either, *self.further]
        return tuple(one for one in all_of_them if one is not None and one.wrong)


def questions_page(
    found: Mapping[str, Any], file: str, mapping: Answers, known: Known
) -> QuestionsPage:
    """Return what to show of a file that does not say all, by the answers so far."""
    by_path: dict[str, list[Mapping[str, Any]]] = {}
    for one in found["questions"]:
        by_path.setdefault(one["path"], []).append(one)
    shown = dict(list(by_path.items())[:MOST_ASKED])
    numbers = iter(range(2 * MOST_ASKED))
    made = {path: control(next(numbers), those, known) for path, those in shown.items()}
    for_all = {
        head: control(next(numbers), (_of_all(head, shown),), known, optional=True)
        for head in ("options", *_OF_SERVICES)
        if len([path for path in shown if steps(path)[0] == head]) >= _SEVERAL
    }
    further = tuple(
        control(next(numbers), (one,), _with_so_far(known, mapping, one["path"]), optional=True)
        for one in _UNASKED
        if one["path"] not in shown
    )
    every = [*made.values(), *for_all.values(), *further]
    return QuestionsPage(
        file=file,
        format=FORMATS[found["format"]].title,
        holds=holds(found["counts"]),
        plain=tuple(one for one in made.values() if not one.name),
        options=_of(made, "options"),
        all_options=for_all.get("options"),
        rows=tuple(_rows(made)),
        all_rows=_row_of_all(for_all),
        further=further,
        more=len(by_path) - len(shown),
        so_far=tuple(so_far(mapping)),
        asked=json.dumps([one.path for one in every]),
    )


def holds(counts: Mapping[str, int]) -> str:
    """Say how much a file holds."""
    each = [counted(counts[name], one) for name, one in _KINDS if name in counts]
    return f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)


_UNASKED: tuple[Mapping[str, Any], ...] = (
    {
        "path": "/take",
        "text": "Which tasks come along?",
        "choices": (
            {"answer": "everything", "words": "All tasks"},
            {"answer": "milestones", "words": "Milestones only"},
        ),
    },
    {
        "path": "/leave_out",
        "text": "Tasks to leave out, one on each line: by id, code or name, with all beneath them",
        "choices": (),
    },
    {
        "path": "/service_of",
        "text": (
            "Which service a task belongs to, whatever else tells services apart, one on each "
            "line: its id, code or name, an equals sign, and the name of the service, such as: "
            "Move the ledger = Finance"
        ),
        "choices": (),
    },
    {
        "path": "/group_of",
        "text": (
            "Which group a service belongs to, one on each line: the name of the service, an "
            "equals sign, and the name of the group, such as: Payroll = People"
        ),
        "choices": (),
    },
    {
        "path": "/phases",
        "text": (
            "Which phase a task is, one on each line: its id, code or name, an equals sign, and "
            "the phase in one word, such as: Go-live weekend = cutover"
        ),
        "choices": (),
    },
)


def _with_so_far(known: Known, mapping: Answers, path: str) -> Known:
    """Let what was answered unasked stand in its field again."""
    answer = mapping.get(steps(path)[0])
    if answer is None:
        return known
    value = lines_of(answer) if isinstance(answer, list | dict) else str(answer)
    return Known(said={**known.said, path: (value,)}, wrong=known.wrong, again=known.again)


def _of_all(head: str, shown: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, Any]:
    """Return the question that is answered once for all services or groups."""
    those = [one for path, each in shown.items() if steps(path)[0] == head for one in each]
    choices: Sequence[Mapping[str, Any]] = those[0]["choices"]
    if head == "transfers":
        # Ids differ between services, names may not: what ends with a day is a milestone.
        names = [
            {
                choice["words"].rpartition(", ")[0]
                for choice in one["choices"]
                if choice["answer"] not in {AFTER_EVERYTHING, THE_MILESTONE}
            }
            for one in those
        ]
        common = sorted(names[0].intersection(*names[1:]) - {""})
        choices = [
            *({"answer": name, "words": f"the milestone {name} of each"} for name in common),
            *_only_ones(those),
            those[0]["choices"][-1],
        ]
    text = {
        "options": "The same for every group without an answer of its own",
        "transfers": "Transfer of every service without an answer of its own",
        "criticality": "Criticality of every service without an answer of its own",
    }[head]
    return {"path": f"/{head}/{EVERY}", "text": text, "choices": choices}


def _only_ones(those: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the answer for services that have one milestone each, with how many those are."""
    answers = [[choice["answer"] for choice in one["choices"]] for one in those]
    number = sum(THE_MILESTONE in each for each in answers)
    if number:
        words = f"the only milestone of each, which {number:,} of {len(those):,} have"
        yield {"answer": THE_MILESTONE, "words": words}


def _of(made: Mapping[str, Control], head: str) -> tuple[Control, ...]:
    return tuple(one for path, one in made.items() if steps(path)[0] == head)


def _rows(made: Mapping[str, Control]) -> Iterator[Row]:
    transfers = {one.name: one for one in _of(made, "transfers")}
    criticality = {one.name: one for one in _of(made, "criticality")}
    for name in dict.fromkeys([*transfers, *criticality]):
        yield Row(name=name, transfer=transfers.get(name), criticality=criticality.get(name))


def _row_of_all(for_all: Mapping[str, Control]) -> Row | None:
    transfer, criticality = (for_all.get(head) for head in _OF_SERVICES)
    if transfer is None and criticality is None:
        return None
    return Row(name="All others", transfer=transfer, criticality=criticality)
