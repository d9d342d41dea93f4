"""Damaged files of Primavera P6 are read or refused, and what is read is written again."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from scheduler.exchange.primavera.pmxml import read_pmxml, write_pmxml
from scheduler.exchange.primavera.xer import read_xer, write_xer
from scheduler.exchange.project_schedule import ProjectSchedule, Task
from scheduler.exchange.reading import ReadProject
from tests.exchange.mutations import damaged, outcomes
from tests.exchange.test_pmxml import FILE, without_baselines
from tests.exchange.test_read_xer import CALENDAR, FIELDS, LINKS, PROJECT, TASK, WBS, file

XER = file(PROJECT, CALENDAR, WBS, TASK, LINKS, FIELDS)
XER_FILES = [XER, write_xer(read_xer(XER).project).content]
PMXML_FILES = [FILE.encode(), write_pmxml(read_xer(XER).project).content]


def with_other_cells(contents: Iterator[bytes], seed: int) -> Iterator[bytes]:
    """Damage every other file once more: cells and names of columns change places."""
    chance = random.Random(seed)
    for content in contents:
        cells = content.split(b"\t")
        if chance.random() < 0.5 and len(cells) > 2:
            for _ in range(chance.randint(1, 6)):
                cells[chance.randrange(len(cells))] = chance.choice(cells)
        yield b"\t".join(cells)


def through(read: Callable[[bytes], ReadProject]) -> Callable[[bytes], None]:
    """Read, write in both formats, and read again: it stays, or losses say what does not."""

    def run(content: bytes) -> None:
        project = filled_in(read(content).project)
        xer, pmxml = write_xer(project), write_pmxml(project)
        assert xer.losses or read_xer(xer.content).project == project
        back = read_pmxml(pmxml.content).project
        assert pmxml.losses or back == project
        if not any(loss.field == "Shift.first" for loss in pmxml.losses):
            assert without_baselines(back) == read_xer(xer.content).project

    return run


def filled_in(project: ProjectSchedule) -> ProjectSchedule:
    """The project with what the writers say P6 takes itself where nothing stands."""
    return replace(project, tasks=tuple(_filled_in(task) for task in project.tasks))


def _filled_in(task: Task) -> Task:
    if task.kind == "summary":
        return task
    duration = 0 if task.kind == "milestone" else task.duration
    left = task.remaining
    if left is None and task.actual_start is None:
        left = duration
    return replace(
        task,
        duration=duration,
        remaining=0 if task.actual_finish is not None and left is None else left,
        priority=500 if task.priority is None else task.priority,
        percent_complete=task.percent_complete if task.percent_complete is not None else 0,
    )


def damaged_xer(files: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    return with_other_cells(damaged(files, count, seed), seed)


def test_damaged_xer_files_are_read_or_refused() -> None:
    found = outcomes(through(read_xer), damaged_xer(XER_FILES, 300, 1))
    assert found["read"] > 100
    assert found["refused"] > 10


def test_damaged_pmxml_files_are_read_or_refused() -> None:
    found = outcomes(through(read_pmxml), damaged(PMXML_FILES, 200, 1))
    assert found["read"] > 30
    assert found["refused"] > 30


@pytest.mark.slow
def test_many_damaged_xer_files_are_read_or_refused() -> None:
    assert outcomes(through(read_xer), damaged_xer(XER_FILES, 5000, 2)).total() == 5000


@pytest.mark.slow
def test_many_damaged_pmxml_files_are_read_or_refused() -> None:
    assert outcomes(through(read_pmxml), damaged(PMXML_FILES, 2000, 2)).total() == 2000
