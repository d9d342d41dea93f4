"""The page of decisions remarks papers that nobody can hand in any more."""

import json
from dataclasses import replace
from datetime import date

import pytest

from api.web.decisions_page import decisions_page
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.papers_due import ALREADY_DUE, late_papers
from tests.api.programmes import SMALL
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.visitor import visit


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


def test_whose_papers_are_due_already_is_told_at_the_top_with_what_and_by_when() -> None:
    programme, plan = small()
    owned = tuple(
        replace(one, owner="Head of IT") if one.id == "NETWORK.decision" else one
        for one in programme.document.activities
    )
    document = replace(programme.document, plan_from=date(2022, 10, 3), activities=owned)
    late = decisions_page("pln_a", ExpandedProgramme(document), plan, None, None).late
    assert late is not None
    (network,) = (row for row in late.rows if row[0].lines[0].startswith("Network"))
    assert [cell.lines for cell in network[1:4]] == [
        ("Head of IT",),
        ("20 Sep 2022", ALREADY_DUE),
        ("Executive", "4 Oct 2022"),
    ]
    assert len(late.rows) == 3
    # A meeting that has been asks for nothing any more.
    held = replace(document, status_date=date(2022, 10, 4))
    assert not late_papers(ExpandedProgramme(held), plan)
    in_time = replace(document, plan_from=date(2022, 9, 1))
    assert decisions_page("pln_a", ExpandedProgramme(in_time), plan, None, None).late is None


def test_the_overview_tells_whose_papers_are_due_and_leads_to_all(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    page = visit(service, f"/plans/{plan}")
    assert "the papers of “Network: decision on the route”, due by 20 September 2022" in page.text
    assert f"/plans/{plan}/decisions#papers-due" in {a.attributes["href"] for a in page.all("a")}
    earlier = {**json.loads(SMALL), "plan_from": "2022-09-01"}
    plan = service.ask(service.programme(json.dumps(earlier).encode())).json()["id"]
    service.work(plan).find()
    assert "apers are already due" not in visit(service, f"/plans/{plan}").text
