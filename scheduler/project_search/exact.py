"""Whether any schedule of a small project is shorter than a value."""

import time
from collections.abc import Callable
from typing import Literal

from scheduler.project_search.exact_question import MOST_DAYS, Question, is_exact, question_of
from scheduler.project_search.exact_tree import FOUND, OPEN, explore, tree_of
from scheduler.project_search.project import Project, Schedule

SLICE_DAYS = 3_000_000
"""Steps of the search times days of the project between two looks at the clock: about 10 ms."""

Verdict = Schedule | Literal["none", "given up"]


def shorter_than(
    project: Project,
    value: int,
    *,
    seconds: float,
    stop: Callable[[], bool] | None = None,
) -> Verdict:
    """Return a schedule shorter than a value, or that there is none, or that it was given up.

    Searches forwards and backwards in turn, as projects are hard in one direction that are easy in
    the other; the first answer is the answer. Raises ValueError for a project that is not for it.
    """
    if not is_exact(project):
        raise ValueError("the exact search is not made for this project")
    if value > MOST_DAYS:
        return "given up"
    began = time.monotonic()
    ways = []
    for backwards in (False, True):
        question = question_of(project, value - 1, backwards=backwards)
        if question is None:
            return "none"
        ways.append((question, tree_of(question), backwards))
    steps = max(1, SLICE_DAYS // max(1, value))
    while time.monotonic() - began < seconds and not (stop is not None and stop()):
        for question, tree, backwards in ways:
            status = explore(question, tree, steps)
            if status == FOUND:
                return _schedule(question, tree.finish.tolist(), backwards=backwards)
            if status != OPEN:
                return "none"
    return "given up"


def _schedule(question: Question, finishes: list[int], *, backwards: bool) -> Schedule:
    """Return the schedule that the finishes of a question describe, read backwards where asked."""
    makespan = max(finishes)
    starts = [0] * len(finishes)
    for i, activity in enumerate(question.activity.tolist()):
        start = finishes[i] - int(question.duration[i])
        starts[activity] = makespan - finishes[i] if backwards else start
    return Schedule(starts=tuple(starts), modes=(0,) * len(starts), makespan=makespan)
