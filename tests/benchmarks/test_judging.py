"""Answers are verified on the instance, and against what is published."""

from dataclasses import replace

import pytest

from scheduler.benchmarks.best_known import read_best_known
from scheduler.benchmarks.check_instance import broken
from scheduler.benchmarks.judge import defect_of
from scheduler.benchmarks.run_record import BestKnown, SolverRun
from scheduler.domain.project_instance import (
    ProjectInstance,
    ProjectLink,
    ProjectMode,
    ProjectPlan,
)
from scheduler.errors import FileRejected

INSTANCE = ProjectInstance(
    name="hand",
    capacities=(3,),
    amounts=(5,),
    activities=(
        (ProjectMode(duration=0, demands=(0,), uses=(0,)),),
        (
            ProjectMode(duration=2, demands=(2,), uses=(4,)),
            ProjectMode(duration=4, demands=(1,), uses=(0,)),
        ),
        (ProjectMode(duration=3, demands=(2,), uses=(2,)),),
        (ProjectMode(duration=0, demands=(0,), uses=(0,)),),
    ),
    links=(
        ProjectLink(before=0, after=1),
        ProjectLink(before=1, after=3),
        ProjectLink(before=2, after=3),
        ProjectLink(before=1, after=2, lag=1, from_finish=False),
    ),
)
# The second mode leaves room for both side by side: from 0 to 4 and from 1 to 4.
RIGHT = ProjectPlan(starts=(0, 0, 1, 4), modes=(0, 1, 0, 0))
RUN = SolverRun(status="optimal", plan=RIGHT, value=4, bound=4, seconds=0.1)


def test_a_plan_that_keeps_to_everything_is_one() -> None:
    assert broken(INSTANCE, RIGHT) == []


@pytest.mark.parametrize(
    ("starts", "modes", "words"),
    [
        ((0, 0, 1), (0, 1, 0), "of 3 activities"),
        ((0, 0, 1, 4), (0, 2, 0, 0), "has no mode 2"),
        ((0, -1, 1, 4), (0, 1, 0, 0), "starts at -1"),
        ((1, 1, 2, 5), (0, 1, 0, 0), "the beginning is at 1"),
        ((0, 0, 0, 4), (0, 1, 0, 0), "the lag 1"),
        ((0, 0, 1, 3), (0, 1, 0, 0), "the finish of 1 is 4"),
        ((0, 0, 1, 4), (0, 0, 0, 0), "4 are asked at 1"),
        ((0, 0, 2, 5), (0, 0, 0, 0), "6 are used"),
    ],
)
def test_what_a_plan_breaks_is_told(
    starts: tuple[int, ...], modes: tuple[int, ...], words: str
) -> None:
    found = broken(INSTANCE, ProjectPlan(starts=starts, modes=modes))
    assert any(words in told for told in found), found


@pytest.mark.parametrize(
    ("run", "known", "words"),
    [
        (RUN, None, ""),
        (RUN, BestKnown(group="S", value=4), ""),
        (replace(RUN, status="feasible", bound=None), BestKnown(group="S", value=3), ""),
        (replace(RUN, value=3, bound=3), None, "told as 3"),
        (replace(RUN, bound=5), None, "above the value"),
        (RUN, BestKnown(group="S", value=3), "published as reached"),
        (RUN, BestKnown(group="S", no_plan=True), "none is said to exist"),
        (SolverRun(status="infeasible", seconds=1.0), BestKnown(group="S", no_plan=True), ""),
        (SolverRun(status="infeasible", seconds=1.0), BestKnown(group="S", value=4), "published"),
        (replace(RUN, broken=("a rule",)), None, "a rule"),
    ],
)
def test_a_defect_is_said_and_nothing_else_is(
    run: SolverRun, known: BestKnown | None, words: str
) -> None:
    told = defect_of(INSTANCE, run, known)
    assert (words in told) if words else told == ""


def test_published_values_are_found_by_folder_and_file() -> None:
    published = read_best_known(
        b"problem,set,instance,best_known\nRCPSP,PSPLIB-J30,J30_1.txt,43\n",
        b"set,instance,optimum_or_unsat\nj10,p1.sch,26\nj20,p1.sch,unsat\nj20,p2.sch,30..33\n",
    )
    assert published.of("rcpsp", "J30_1.txt") == BestKnown(group="PSPLIB-J30", value=43)
    assert published.of("j10", "p1.sch") == BestKnown(group="j10", value=26)
    assert published.of("j20", "p1.sch") == BestKnown(group="j20", no_plan=True)
    assert published.of("elsewhere", "p1.sch") is None
    assert published.of("j20", "p2.sch") == BestKnown(group="j20", value=33)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1"),
        (b"name,value\na,1\n", "line 1"),
        (b"set,instance,best_known\na,b,many\n", "line 2"),
        (b"set,instance,best_known\na,b\n", "line 2"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_other_tables_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(FileRejected, match=words):
        read_best_known(data)
