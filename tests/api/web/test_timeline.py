"""The timeline: groups fold, ids that are shared are told apart, and each row weighs little."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

import pytest

import api.web.opened_plan
from api.http.caller import Caller
from api.web.opened_plan import stored_plan, traced
from api.web.timeline_view import TimelineView, scope_word
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.trace import Trace, trace_of
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.visitor import Page, visit

BYTES_OF_A_ROW = 800
"""Name, dates, bar and what they say, as links; twice as many came of saying things twice."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a plan was traced."""
    counted: Counter[str] = Counter()

    def counting(programme: ExpandedProgramme, plan: Plan) -> Trace:
        counted["traced"] += 1
        return trace_of(programme, plan)

    monkeypatch.setattr(api.web.opened_plan, "trace_of", counting)
    return counted


def _leading(page: Page, words: str) -> str:
    (link,) = [a for a in page.all("a") if a.text == words]
    return urljoin(page.address, link.attributes["href"])


def _names(page: Page) -> Iterator[str]:
    yield from (title.text for title in page.all("title"))


def test_a_group_folds_into_one_row_and_unfolds(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, _ = small()
    group = programme.document.service_groups[0]
    inside = [s for s in programme.document.services if s.group == group.id]
    page = visit(service, f"/plans/{service.planned()}/timeline")
    folded = visit(service, _leading(page, f"Show {group.name} in one row"))
    assert f"close={group.id}" in folded.address
    for there, shown in ((page, True), (folded, False)):
        assert [
            any(t.startswith(f"{s.name} ({s.id}),") for t in _names(there)) for s in inside
        ] == [shown for _ in inside]
    # Its name and its bars unfold it, too: nothing else can be opened of a group in one row.
    again = _leading(folded, f"Show the services of {group.name}")
    assert again == f"{page.address}#row-{group.id}"
    to_it = [a.attributes["href"] for a in folded.all("a") if group.name in a.text]
    assert set(to_it) == {again}


def test_a_bar_of_a_closed_row_leads_to_what_is_in_it(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, plan = small()
    page = visit(service, f"/plans/{service.planned()}/timeline")
    bars = [a for a in page.all("a") if "data-bar" in a.attributes]
    closed = {bar.attributes["href"] for bar in bars}
    assert len(closed) == len(bars) >= len(programme.document.services)
    shown: set[str] = set()
    for bar in bars:
        address, _, row = bar.attributes["href"].partition("#")
        assert bar.text.startswith(("Show the activities of ", "Show the shared activities of "))
        there = visit(service, address)
        # The row that was pressed can be gone to, and pressing it again closes it.
        (name,) = [a for a in there.all("a") if a.attributes.get("id") == row]
        assert urljoin(there.address, name.attributes["href"]) == f"{page.address}#{row}"
        opened = {
            a.attributes["href"].removeprefix("activities/")
            for a in there.all("a")
            if "data-activity" in a.attributes
        }
        assert opened
        assert not shown & opened
        shown |= opened
    assert shown == set(plan.placed)


def test_names_for_a_telephone_are_drawn_beside_those_for_a_window(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    page = visit(service, f"/plans/{service.planned()}/timeline?open=all")
    wide = [g for g in page.all("g") if g.attributes.get("class") == "wide"]
    narrow = [g for g in page.all("g") if g.attributes.get("class") == "narrow"]
    assert len(wide) == len(narrow) > 0
    # Saved as a picture there are those for a window alone.
    assert {g.attributes.get("display") for g in narrow} == {"none"}
    assert {g.attributes.get("display") for g in wide} == {None}


def test_what_is_called_all_is_not_everything() -> None:
    assert scope_word("service", "all", {"all"}) == "service:all"
    assert scope_word("group", "all", ()) == "group:all"
    assert scope_word("group", "", ()) == "group:"
    assert scope_word("group", "PAY", {"DESK"}) == "PAY"
    view = TimelineView(opened="service:all")
    assert view.is_opened("service:all")
    assert not view.is_opened("PAY")


def test_closing_one_of_everything_is_a_short_address_and_comes_back() -> None:
    everything = TimelineView(opened="all")
    but_one = everything.turned("PAY")
    assert but_one.query() == "?open=all,-PAY"
    assert not but_one.is_opened("PAY")
    assert but_one.is_opened("DESK")
    assert but_one.turned("PAY") == everything


def test_every_row_is_told_once_and_weighs_little(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    _, plan = small()
    bare = visit(service, f"/plans/{service.planned()}/timeline")
    page = visit(service, f"{bare.address}?open=all&zoom=months")
    bars = [a for a in page.all("a") if "data-activity" in a.attributes]
    assert len(bars) == len(plan.placed)
    assert len({bar.attributes["href"] for bar in bars}) == len(bars)
    for bar in bars:
        assert bar.text
        assert not bar.attributes.get("aria-label")
    assert len(page.html) - len(bare.html) < BYTES_OF_A_ROW * len(bars)
    # What lies behind the rows is drawn for all of them at once.
    freezes = [p for p in page.all("path") if p.attributes.get("class") == "freeze"]
    assert len({p.text for p in freezes}) == len(freezes)
    lines = [x for x in page.all("line") if x.attributes.get("y1") == x.attributes.get("y2")]
    assert len(lines) < len(bars) / 4


def test_a_final_plan_is_traced_once_for_all_its_pages(
    service_on_sqlite: Service, calls: Counter[str]
) -> None:
    service = service_on_sqlite
    place = f"/plans/{service.planned()}"
    for page in (
        "/timeline",
        "/timeline?open=all",
        "/timeline?as=table",
        "/activities/NET.transfer",
    ):
        visit(service, place + page)
    assert calls["traced"] == 1
    # Another plan, be it of the same dates, is another.
    visit(service, f"/plans/{service.planned()}/timeline")
    assert calls["traced"] == 2


def test_a_plan_that_may_still_get_better_is_traced_anew(
    service_on_sqlite: Service, calls: Counter[str]
) -> None:
    service = service_on_sqlite
    plan = service.plan()
    service.work(plan).find()
    visit(service, f"/plans/{plan}/timeline")
    visit(service, f"/plans/{plan}/timeline")
    assert calls["traced"] == 2


def test_only_the_very_same_text_of_the_same_tenant_is_told_the_same(
    service_on_sqlite: Service, calls: Counter[str]
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    with service.services.database.reading() as connection:
        opened = stored_plan(connection, Caller(), plan).opened(service.services)
    record = opened.record
    others = (
        opened,
        replace(opened, record=replace(record, tenant="another")),
        replace(opened, record=replace(record, answer=f"{record.answer} ")),
        replace(opened, record=replace(record, settings={**record.settings, "profile": "x"})),
        replace(opened, made_from="another programme"),
    )
    for again in range(2):
        for number, one in enumerate(others, start=1):
            traced(service.services, one)
            assert calls["traced"] == (len(others) if again else number)
