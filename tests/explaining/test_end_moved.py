"""How far the end moves if all else is planned again, against the list of all plans."""

import threading
from dataclasses import replace
from itertools import product

import pytest

from scheduler.asking.in_process import Answering
from scheduler.asking.question import Reply
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Rule
from scheduler.explaining.end_moved import EndMoved, end_moved
from scheduler.explaining.lengthened import lengthened
from scheduler.explaining.work import Work
from scheduler.quality.replanned_path import replanned_path
from scheduler.solver.settings import SearchSettings
from scheduler.timeline.time_axis import axis_of
from scheduler.verification.verify import verify
from tests.quality.exit_at_easter import BUILD_GO, CHAIN, go, tiny
from tests.rules.easter import lasting, plan, programme, work

EARLY = plan(design=(3, 4), build=(5, 11), go=12)
ROOMY = plan(design=(3, 3), build=(4, 4), go=5)


def answered() -> Work:
    return Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))


def short(*rules: Rule) -> ExpandedProgramme:
    """Return an exit that is over on the 5th and may be until the 13th."""
    made = programme(work("design", lasting(1)), work("build", lasting(1)), go())
    return ExpandedProgramme(replace(made.document, rules=rules))


def least(of: ExpandedProgramme, by: Plan, name: str, days: int) -> int | None:
    """Return the fewest working days that the transfer moves in any plan that holds the end."""
    axis = axis_of(of)
    event = of.activities[name].form == "event"
    asked = of if event else lengthened(of, by, name, days)
    planned = axis.position(by.placed["go"].start)
    lengths = [asked.working_days(asked.activities[n].modes[0]) for n in ("design", "build")]
    room = axis.position(of.document.contract.end_date + ONE_DAY) - planned
    for moved in range(room + 1):
        if name == "go" and moved < days:
            continue
        day = axis.start_date(planned + moved)
        for starts in product(range(axis.size), repeat=2):
            ends = [start + length for start, length in zip(starts, lengths, strict=True)]
            if max(ends) > axis.size:
                continue
            placed = {
                n: Placed(start=axis.start_date(start), finish=axis.finish_date(end))
                for n, start, end in zip(("design", "build"), starts, ends, strict=True)
            }
            made = Plan(options=by.options, placed={**placed, "go": Placed(start=day, finish=day)})
            if verify(asked, made).holds:
                return moved
    return None


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("rules", [CHAIN, (BUILD_GO,)])
@pytest.mark.parametrize("name", ["design", "build", "go"])
def test_less_is_impossible_and_so_much_is_enough(
    name: str, rules: tuple[Rule, ...], days: int
) -> None:
    of = short(*rules)
    found = end_moved(of, ROOMY, name, days, answered())
    expected = least(of, ROOMY, name, days)
    assert found.room == 4
    assert found.at_most == expected
    assert found.at_least == (found.room + 1 if expected is None else expected)


def test_a_delay_that_a_plan_goes_round_moves_nothing() -> None:
    # What nothing waits for may take its time beside the rest.
    found = end_moved(short(BUILD_GO), ROOMY, "design", 5, answered())
    assert (found.at_least, found.at_most) == (0, 0)


def test_what_is_not_answered_is_not_claimed() -> None:
    work = Work(ask=lambda _: Reply(finding="unknown"))
    found = end_moved(short(*CHAIN), ROOMY, "build", 2, work)
    assert found == EndMoved(activity="build", delay=2, at_least=0, at_most=None, room=4)


def test_beside_the_check_the_critical_task_is_planned_again() -> None:
    found = replanned_path(short(*CHAIN), ROOMY, answered(), 3)
    assert found is not None
    assert (found.value, found.of, found.sample) == (3, 3, ("design",))
    assert found.sentence == (
        "With design 3 working days late and everything else planned again, the last transfer "
        "moves by 3 working days: less is proved impossible."
    )
    none = replanned_path(tiny(*CHAIN), EARLY, answered(), 8)
    assert none is not None
    assert (
        "no plan under the hard rules holds the contract end, 1 working day after" in none.sentence
    )
    silent = replanned_path(short(*CHAIN), ROOMY, Work(ask=lambda _: Reply(finding="unknown")), 3)
    assert silent is not None
    assert silent.sentence.endswith("moves by 0 working days or more; no plan was found in time.")


def test_without_a_transfer_nothing_is_asked() -> None:
    alone = programme(work("design", lasting(1)))
    asked = Work(ask=lambda _: pytest.fail("asked"))
    assert replanned_path(alone, plan(design=(3, 3)), asked, 3) is None
