"""The page of decisions remarks papers that nobody can hand in any more."""

from dataclasses import replace
from datetime import date

import pytest

from api.web.decisions_page import decisions_page
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.papers_due import ALREADY_DUE
from tests.api.routes.played_worker import small


@pytest.mark.parametrize(("begins", "late"), [(date(2022, 10, 3), 3), (date(2022, 9, 1), 0)])
def test_papers_already_due_are_remarked(begins: date, late: int) -> None:
    programme, plan = small()
    # All three are decided on 4 October, and papers are final two weeks before.
    days = [plan.placed[f"{group}.decision"].start for group in programme.groups]
    assert days == [date(2022, 10, 4)] * 3
    expanded = ExpandedProgramme(replace(programme.document, plan_from=begins))
    meetings = decisions_page("pln_a", expanded, plan, None, None).meetings
    assert meetings is not None
    place = [column.heading for column in meetings.columns].index("Papers final by")
    told = [row[place].lines for row in meetings.rows]
    assert sum(ALREADY_DUE in lines for lines in told) == late
    assert all("20 Sep 2022" in lines for lines in told[:3])
