"""Options tried in place of others: what asks less of the people first."""

import json
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.valid_programme import valid_programme
from scheduler.simulation.switches import people_needed, switches
from tests.simulation.small import points
from tests.simulation.test_exact import lincolnshire


def three_groups() -> ExpandedProgramme:
    """Return groups whose options take 10, 4 and 20 days of one team; of one, of two people."""
    days = {"long": 10, "short": 4, "longest": 20}
    document: dict[str, Any] = {
        "format_version": 1,
        "id": "switches",
        "name": "Switches",
        "plan_from": "2023-01-02",
        "plan_until": "2023-12-29",
        "contract": {"supplier": "Incumbent", "end_date": "2023-09-29"},
        "calendars": [{"id": "week"}],
        "default_calendar": "week",
        "teams": [{"id": "ict", "capacity": [{"first": "2023-01-02", "hundredths": 300}]}],
        "service_groups": [
            {"id": group, "options": [{"id": option} for option in days]} for group in "ABC"
        ],
        "services": [{"id": f"S{group}", "group": group, "criticality": 3} for group in "ABC"],
        "activities": [
            {
                "id": f"{group}.build",
                "kind": "build",
                "service": f"S{group}",
                "modes": [
                    {
                        "options": [option],
                        "duration": points((taken, taken, taken)),
                        "demands": {"ict": 200 if group == "B" else 100},
                    }
                    for option, taken in days.items()
                ],
            }
            for group in "ABC"
        ],
    }
    return valid_programme(json.dumps(document).encode()).expanded


def test_what_work_takes_of_people_is_amounts_times_days() -> None:
    programme = three_groups()
    assert people_needed(programme, "A", "long") == 1_000
    assert people_needed(programme, "B", "short") == 800


def test_what_saves_people_comes_first_all_of_it_at_once_before_one_by_one() -> None:
    own = {"A": "long", "B": "long", "C": "short"}
    made = list(switches(three_groups(), own))
    changed = [{g: o for g, o in options.items() if own[g] != o} for options in made]
    assert changed == [
        {"B": "short", "A": "short"},
        {"B": "short"},
        {"A": "short"},
        {"C": "long"},
        {"A": "longest"},
        {"C": "longest"},
        {"B": "longest"},
    ]


def test_one_saving_alone_is_not_tried_twice() -> None:
    own = {"A": "short", "B": "long", "C": "short"}
    made = [tuple(sorted(options.items())) for options in switches(three_groups(), own)]
    assert len(made) == len(set(made)) == 6


def test_on_lincolnshire_the_options_that_hold_best_are_tried_first() -> None:
    programme, plan = lincolnshire()
    first = next(iter(switches(programme, plan.options)))
    changed = {g: o for g, o in first.items() if plan.options[g] != o}
    assert changed == {"APP": "INH", "CSC": "INH"}
