"""Published instance formats: small files written by hand, and files that are none."""

from contextlib import suppress

import pytest

from scheduler.domain.project_instance import ProjectInstance, ProjectLink, ProjectMode
from scheduler.errors import FileRejected
from scheduler.interchange.project_file import read_project
from scheduler.interchange.psplib import read_psplib

PATTERSON = b"""4 2
5 3

0 0 0 2 2 3
4 5 1 1
 4
2 0 3 1 4
0 0 0 0
"""

SM = b"""************************************************************************
file with basedata            : HAND.bas
initial value random generator: 7
************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  6
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     4       5    1
  3      1     2       0    3
  4      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    5    3
************************************************************************
"""

MM = b"""jobs  (incl. supersource/sink ):	3
RESOURCES
- renewable                 : 1 R
- nonrenewable              : 1 N
- doubly constrained        : 0 D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
1	1	1		2
2	2	1		3
3	1	0
************************************************************************
REQUESTS/DURATIONS
jobnr.	mode	dur	R1	N1
------------------------------------------------------------------------
1	1	0	0	0
2	1	3	2	0
	2	5	1	4
3	1	0	0	0
************************************************************************

 RESOURCE AVAILABILITIES
	R 1	N 1
	2	6

************************************************************************
"""

SCH = b"""2\t1\t0\t0
0\t1\t2\t1\t2\t[0]\t[1]
1\t1\t2\t2\t3\t[-3]\t[4]
2\t1\t2\t1\t3\t[-5]\t[2]
3\t1\t0
0\t1\t0\t0
1\t1\t4\t2
2\t1\t2\t1
3\t1\t0\t0
2
"""

NOTHING = ProjectMode(duration=0, demands=(0, 0))
SINGLE = ProjectInstance(
    name="hand",
    capacities=(5, 3),
    activities=(
        (NOTHING,),
        (ProjectMode(duration=4, demands=(5, 1)),),
        (ProjectMode(duration=2, demands=(0, 3)),),
        (NOTHING,),
    ),
    links=tuple(ProjectLink(before=b, after=a) for b, a in ((0, 1), (0, 2), (1, 3), (2, 3))),
)


def test_patterson_text_may_be_broken_anywhere() -> None:
    assert read_project(PATTERSON, "hand") == SINGLE
    assert read_project(b" ".join(PATTERSON.split()), "hand") == SINGLE


def test_psplib_single_mode_says_the_same() -> None:
    single = read_project(SM, "hand")
    assert single.capacities == SINGLE.capacities
    assert single.links == SINGLE.links
    assert single.activities == SINGLE.activities
    assert single.amounts == ()


def test_psplib_multi_mode_keeps_renewable_and_non_renewable_apart() -> None:
    found = read_project(MM)
    assert (found.capacities, found.amounts) == ((2,), (6,))
    assert found.activities[1] == (
        ProjectMode(duration=3, demands=(2,), uses=(0,)),
        ProjectMode(duration=5, demands=(1,), uses=(4,)),
    )
    assert found.links == (ProjectLink(before=0, after=1), ProjectLink(before=1, after=2))
    assert found.horizon == 5


def test_progen_max_lags_run_from_start_to_start() -> None:
    found = read_project(SCH)
    lags = [(link.before, link.after, link.lag) for link in found.links]
    assert lags == [(0, 1, 0), (0, 2, 1), (1, 2, -3), (1, 3, 4), (2, 1, -5), (2, 3, 2)]
    assert not any(link.from_finish for link in found.links)
    # 1 for the lag from the beginning, 4 and 2 for the durations.
    assert found.horizon == 7


def test_windows_line_ends_and_a_byte_order_mark_are_passed_over() -> None:
    assert read_project(b"\xef\xbb\xbf" + SM.replace(b"\n", b"\r\n")) == read_project(SM)


REFUSED: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 1),
    "blank": (b"\n \n", 1),
    "no text": (b"4 2\n\xff\xfe", 2),
    "words": (b"some notes\n", 1),
    "cut short": (PATTERSON[:-9], 7),
    "too long": (PATTERSON + b"9\n", 9),
    "negative duration": (PATTERSON.replace(b"\n4 5", b"\n-4 5"), 5),
    "fraction": (PATTERSON.replace(b"\n4 5", b"\n4.5 5"), 5),
    "large number": (PATTERSON.replace(b"\n4 5", b"\n4000001 5"), 5),
    "endless number": (PATTERSON.replace(b"\n4 5", b"\n" + b"4" * 5000 + b" 5"), 5),
    "other digits": (PATTERSON.replace(b"\n4 5", "\n\u0664 5".encode()), 5),
    "successor beyond": (PATTERSON.replace(b" 4\n2", b" 5\n2"), 6),
    "circle": (PATTERSON.replace(b" 4\n2", b" 2\n2"), 5),
    "many activities": (b"99999 1\n5\n", 1),
    "many resources": (b"4 4000\n5\n", 1),
    "sm without precedence": (SM.replace(b"PRECEDENCE", b"PRESENCE"), 31),
    "sm out of order": (SM.replace(b"   2        1          1", b"   3        1          1"), 16),
    "sm successor missing": (SM.replace(b"2   3\n", b"2\n"), 15),
    "sm request missing": (SM.replace(b"5    1\n", b"5\n"), 24),
    "sm mode missing": (SM.replace(b"  3      1     2       0    3\n", b""), 20),
    "sm capacity missing": (SM.replace(b"    5    3\n", b"    5\n"), 30),
    "sm doubly constrained": (SM.replace(b":  0   D", b":  1   D"), 11),
    "mm modes out of order": (MM.replace(b"\n\t2\t5", b"\n\t3\t5"), 18),
    "sch brackets": (SCH.replace(b"[-3]", b"-3"), 3),
    "sch several modes": (SCH.replace(b"1\t1\t2\t2", b"1\t2\t2\t2"), 3),
    "sch non-renewable": (SCH.replace(b"2\t1\t0\t0\n0", b"2\t1\t1\t0\n0"), 1),
    "sch cut short": (SCH[:-2], 9),
    "sch demands": (SCH.replace(b"1\t1\t4\t2\n", b"1\t1\t4\n"), 7),
    "sch dummies take time": (SCH.replace(b"0\t1\t0\t0\n1", b"0\t1\t1\t0\n1"), 6),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_instance_is_refused_with_its_line(name: str) -> None:
    data, line = REFUSED[name]
    with pytest.raises(FileRejected) as refused:
        read_project(data)
    assert refused.value.facts["line"] == line, str(refused.value)
    assert str(refused.value).startswith(f"line {line}: ")


def test_every_prefix_of_a_file_is_read_or_refused() -> None:
    for whole in (PATTERSON, SM, MM, SCH):
        for end in range(len(whole)):
            with suppress(FileRejected):
                read_project(whole[:end])


def test_a_reader_refuses_the_file_of_another() -> None:
    with pytest.raises(FileRejected):
        read_psplib(SCH)
