"""Papers that nobody can hand in any more are remarked."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.demo import demo_programmes
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.latest_contents import latest_contents
from scheduler.pictures.papers_due import ALREADY_DUE, papers_due

BEGINS = date(2022, 10, 3)


@pytest.fixture(scope="module")
def programme() -> ExpandedProgramme:
    small = next(demo for demo in demo_programmes() if demo.id == "small")
    found = valid_programme(small.document).expanded
    return ExpandedProgramme(replace(found.document, plan_from=BEGINS, status_date=None))


def test_papers_due_before_planning_begins_are_remarked(programme: ExpandedProgramme) -> None:
    late = papers_due(date(2022, 10, 2), programme)
    assert (late.lines, late.tone) == (("2 Oct 2022", ALREADY_DUE), "doubtful")
    assert papers_due(BEGINS, programme).lines == ("3 Oct 2022",)
    assert papers_due(BEGINS, programme, long=True).lines == ("3 October 2022",)
    assert papers_due(None, programme).lines == ("-",)


def test_what_is_over_by_the_status_date_is_over(programme: ExpandedProgramme) -> None:
    document = replace(programme.document, status_date=date(2023, 1, 31))
    begun = ExpandedProgramme(document)
    assert papers_due(date(2023, 1, 31), begun).lines[1:] == (ALREADY_DUE,)
    assert papers_due(date(2023, 2, 1), begun).lines == ("1 Feb 2023",)


@pytest.mark.parametrize(
    ("papers", "told"), [("2022-09-20", True), ("2022-11-22", False), (None, False)]
)
def test_latest_dates_remark_it_too(
    programme: ExpandedProgramme, papers: str | None, *, told: bool
) -> None:
    row = {
        "id": "NETWORK.decision",
        "reading": "others free",
        "planned": "2022-11-01",
        "latest": "2022-12-06",
        "decide_by": "2022-10-04",
        "confirmed": True,
        "proved": True,
    }
    rows = [{**row, "papers_by": papers}, {**row, "papers_by": "2022-12-01"}]
    document = {"decisions": rows, "givens": (), "options": (), "calendar": ()}
    (contents,) = latest_contents(document, programme)
    place = [column.heading for column in contents.columns].index("Papers final by")
    assert (ALREADY_DUE in contents.rows[0][place].lines) is told
    assert ALREADY_DUE not in contents.rows[1][place].lines
