import pytest

from scheduler.objectives.last_finish import measure
from tests.rules.easter import event, plan, programme, span, work

OF = programme(work("build"), event("cutover"), span("parallel"))


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (3, 1),  # the first day of the programme
        (6, 4),
        (8, 4),  # the Saturday after Good Friday
        (10, 4),  # Easter Monday
        (11, 5),
        (14, 8),
    ],
)
def test_working_days_up_to_the_last_day_of_anything(last: int, days: int) -> None:
    assert measure(OF, plan(build=3, cutover=last)) == days


def test_the_last_day_of_what_runs_longest_counts() -> None:
    assert measure(OF, plan(parallel=(4, 13), build=5, cutover=6)) == 7


def test_nothing_planned_finishes_before_the_first_day() -> None:
    assert measure(OF, plan()) == 0
