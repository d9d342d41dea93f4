"""What is opened on a timeline whose groups and services share ids."""

import re
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.web.timeline_page import timeline_page
from api.web.timeline_view import TimelineView
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.trace import Trace
from scheduler.pictures import svg


def test_a_group_and_a_service_of_one_id_open_one_at_a_time(tiny: Any) -> None:
    document = tiny.expanded.document

    def renamed(of: str | None) -> str | None:
        return "DESK" if of == "PAY" else of

    shared = replace(
        document,
        service_groups=tuple(replace(g, id=renamed(g.id)) for g in document.service_groups),
        services=tuple(replace(s, group=renamed(s.group)) for s in document.services),
        staff_groups=tuple(replace(s, group=renamed(s.group)) for s in document.staff_groups),
        activities=tuple(replace(a, group=renamed(a.group)) for a in document.activities),
    )
    expanded = ExpandedProgramme(shared)
    options = {str(renamed(group)): option for group, option in tiny.plan.options.items()}
    plan = Plan(options=options, placed=tiny.plan.placed)
    trace = Trace(links=(), critical=frozenset())

    def opened(words: str) -> set[str]:
        made = timeline_page("pln", expanded, plan, trace, TimelineView(opened=words), None)
        assert made.board is not None
        return set(re.findall(r'"activities/([^"]*)" data-activity', made.board.body))

    assert opened("DESK") == {"DESK.transfer"}
    of_group = opened("group:DESK")
    assert "PAY.decision" in of_group
    assert "DESK.transfer" not in of_group
    assert opened("group:DESK,DESK") == of_group | {"DESK.transfer"}
    assert opened("all") > opened("all,-group:DESK") > opened("all,-group:DESK,-DESK")
    made = timeline_page("pln", expanded, plan, trace, TimelineView(), None)
    assert made.board is not None
    assert "?open=group:DESK" in made.board.labels
    assert "?open=DESK" in made.board.labels


def test_names_that_differ_at_their_ends_stay_told_apart_when_cut() -> None:
    names = [f"Revenues and benefits, all districts: {end}" for end in ("build", "test", "close")]
    cut = [svg.name(name, 10, 100) for name in names]
    assert len(set(cut)) == len(names)
    assert all("…" in one and svg.text_width(one, 10) <= 100 for one in cut)
    assert svg.name("Payroll", 10, 100) == "Payroll"


@given(st.text(max_size=60), st.floats(20, 300))
def test_a_cut_name_has_room(content: str, width: float) -> None:
    cut = svg.name(content, 10, width)
    assert cut == content or svg.text_width(cut, 10) <= width
