"""What is told of how late activities may be says how sure it is."""

from datetime import date

import pytest

from scheduler.analysis.risk import ReplannedSlip, Resilience, Slip
from scheduler.interchange.plain_values import plain
from scheduler.pictures.contents import Contents
from scheduler.pictures.slip_contents import (
    resilience_contents,
    resilience_from_jsonable,
    resilience_words,
    slip_contents,
    slip_words,
)


def again(activity: str, survived: int, none_at: int | None) -> ReplannedSlip:
    return ReplannedSlip(
        activity=activity, name="", survived=survived, none_at=none_at, confirmed=True, tried=260
    )


SLIPS = (
    Slip(activity="A", name="Build", survived=1, tried=260),
    Slip(activity="B", name="", survived=20, tried=260),
    Slip(activity="C", name="", survived=None, tried=260),
)
FOUND = Resilience(
    contract_end=date(2024, 3, 31),
    slips=SLIPS,
    replanned=(again("B", 4, 9), again("A", 7, 8)),
    violations=0,
)


def texts(contents: Contents) -> list[list[str]]:
    return [["".join(cell.lines) for cell in row] for row in contents.rows]


def test_a_single_number_is_proved_and_others_say_between_what() -> None:
    assert texts(slip_contents(SLIPS, FOUND.replanned)) == [
        ["Build (A)", "1", "7"],
        ["B", "20", "4 at least, under 9"],
        ["C", "260 at least", "-"],
    ]
    assert [column.heading for column in slip_contents(SLIPS).columns] == [
        "Activity",
        "Working days",
    ]


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (again("A", 7, 8), "7 working days, and of one more there is no plan"),
        (again("A", 1, None), "1 working day at least"),
        (again("A", 4, 9), "4 working days at least, and less than 9"),
    ],
)
def test_it_is_said_how_much_is_known(slip: ReplannedSlip, words: str) -> None:
    assert slip_words(slip) == words


def test_the_weakest_points_are_said_first() -> None:
    assert resilience_words(FOUND) == (
        "The weakest of 3 activities is Build (A): in the order of the plan all is in time by "
        "31 Mar 2024 as long as it alone is no more than 1 working day late. With everything else "
        "planned again, of the 2 weakest B bears least: 4 working days at least, and less than 9."
    )
    late = Resilience(contract_end=date(2024, 3, 31), slips=(), replanned=(), violations=2)
    assert "does not hold the contract end, 31 Mar 2024" in resilience_words(late)
    assert list(resilience_contents(late)) == []
    broken = Resilience(contract_end=date(2024, 3, 31), slips=SLIPS, replanned=(), violations=2)
    assert "breaks 2 planning rules, so that nothing was planned again" in resilience_words(broken)
    easy = Resilience(contract_end=date(2024, 3, 31), slips=SLIPS[2:], replanned=(), violations=0)
    assert "Each of 1 activity alone may be 260 working days late" in resilience_words(easy)


def test_a_document_tells_the_same() -> None:
    assert plain(resilience_from_jsonable(plain(FOUND))) == plain(FOUND)
