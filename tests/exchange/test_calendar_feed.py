"""The feed of a plan, read back by an iCalendar reader."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from scheduler.domain.plan import Placed, Plan
from scheduler.exchange.calendar_feed import Shown, calendar_feed, entries
from tests.exchange.test_from_plan import lincolnshire

MADE = datetime(2021, 7, 5, 9, 30, tzinfo=UTC)


def read(shown: Shown = "all", sequence: int = 0) -> dict[str, Any]:
    expanded, plan = lincolnshire()
    feed = calendar_feed(expanded, plan, MADE, sequence=sequence, shown=shown)
    calendar = icalendar.Calendar.from_ical(feed.content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_every_transfer_cutover_and_decision_is_there_on_its_day() -> None:
    expanded, plan = lincolnshire()
    found = read()
    for service in expanded.services:
        event = found[f"{service}.transfer@{expanded.document.id}.phased-exit"]
        placed = plan.placed[f"{service}.transfer"]
        assert event.decoded("dtstart") == placed.start
        assert event.decoded("dtend") == placed.finish + timedelta(days=1)
        assert type(event.decoded("dtstart")) is date
    kinds = {str(event["categories"].cats[0]) for event in found.values()}
    assert kinds >= {"Service transfer", "Cutover", "Decision", "Change freeze", "Contract"}


def test_ids_stay_and_sequence_grows() -> None:
    before, after = read(sequence=1), read(sequence=2)
    assert set(before) == set(after)
    assert {int(event["sequence"]) for event in after.values()} == {2}
    assert len(before) == len(entries(*lincolnshire()))


def test_only_what_was_published_as_it_stands_is_published() -> None:
    expanded, _ = lincolnshire()
    firm = {c.activity for c in expanded.document.commitments if c.level == "published"}
    shown = read("published")
    activities = {uid.split("@")[0] for uid in shown} & set(expanded.activities)
    assert activities <= firm


def test_no_line_is_longer_than_the_standard_allows() -> None:
    expanded, plan = lincolnshire()
    feed = calendar_feed(expanded, plan, MADE).content
    assert feed.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in feed.split(b"\r\n")) <= 75


@pytest.mark.parametrize("name", ["a,b;c\\d", "two\nlines", "café ☕", "BEGIN:VEVENT"])
def test_names_cannot_break_out_of_their_field(name: str) -> None:
    expanded, plan = lincolnshire()
    document = replace(expanded.document, name=name)
    changed = type(expanded)(document)
    small = Plan(
        options=plan.options,
        placed={"SIAM.transfer": Placed(start=date(2022, 3, 1), finish=date(2022, 3, 1))},
    )
    feed = calendar_feed(changed, small, MADE)
    calendar = icalendar.Calendar.from_ical(feed.content)
    assert str(calendar["x-wr-calname"]) == " ".join(name.split())
    assert len(entries(changed, small)) == len(calendar.walk("VEVENT"))
