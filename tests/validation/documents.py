"""A small sound programme to be spoilt in one place."""

import copy
import json
from typing import Any

from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.programme_json import read_programme
from scheduler.validation import find_issues

TEN_DAYS = {"min": 5, "likely": 10, "max": 15}

SOUND: dict[str, Any] = {
    "format_version": 1,
    "id": "small",
    "name": "Small",
    "plan_from": "2023-01-02",
    "plan_until": "2023-12-29",
    "contract": {"supplier": "Incumbent", "end_date": "2023-10-31"},
    "calendars": [{"id": "week"}],
    "default_calendar": "week",
    "date_sets": [{"id": "sundays", "pattern": {"every": "week", "weekdays": ["sun"]}}],
    "teams": [{"id": "ict", "capacity": [{"first": "2023-01-01", "hundredths": 300}]}],
    "user_groups": [{"id": "staff"}],
    "service_groups": [{"id": "HR", "options": [{"id": "own"}, {"id": "shared"}]}],
    "services": [
        {
            "id": "PAY",
            "group": "HR",
            "criticality": 5,
            "user_groups": ["staff"],
            "waves": [{"share_percent": 40}, {"share_percent": 60}],
        }
    ],
    "activity_templates": [
        {"id": "build", "for_each": "service", "duration": TEN_DAYS, "demands": {"ict": 100}},
        {"id": "cutover", "for_each": "wave", "form": "event", "dates": "sundays"},
        {"id": "transfer", "for_each": "service", "form": "event"},
        {"id": "procure", "for_each": "group", "duration": TEN_DAYS},
    ],
    "activities": [
        {"id": "GO", "kind": "milestone", "form": "event"},
        {"id": "PLAN", "kind": "plan", "modes": [{"duration": TEN_DAYS}]},
    ],
    "rule_templates": [
        {
            "id": "build-first",
            "for_each": "service",
            "rule": {
                "id": "x",
                "kind": "precedence",
                "before": "{service}.build",
                "after": "{first_cutover}",
            },
        }
    ],
    "rules": [
        {"id": "go", "kind": "precedence", "before": "GO", "after": "PLAN"},
        {
            "id": "calm",
            "kind": "rolling_limit",
            "activities": {"kinds": ["cutover"]},
            "at_most": 1,
            "calendar_days": 7,
        },
    ],
}


def sound() -> dict[str, Any]:
    return copy.deepcopy(SOUND)


def programme(document: Any) -> Programme:
    return read_programme(json.dumps(document).encode())


def issues_of(document: Any) -> list[Issue]:
    """What is wrong with a document, by its shape or else by its meaning."""
    try:
        read = programme(document)
    except ProgrammeRejected as rejected:
        return list(rejected.issues)  # type: ignore[arg-type]  # issues of ours
    return find_issues(read)[1]


def lines(found: list[Issue]) -> str:
    return "\n".join(issue.line() for issue in found)
