"""Plan churn as SVG: a row for each plan, said in words as well."""

from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as ET

from scheduler.pictures.churn_svg import churn_svg
from scheduler.regenerating.churn import ChurnRow

SVG = "{http://www.w3.org/2000/svg}"


def row(label: str, end: date | None, contingency: int | None, moved: int = 0) -> ChurnRow:
    return ChurnRow(
        label=label,
        last_transfer=end,
        contingency_working_days=contingency,
        activities_moved=moved,
        dates_moved=moved,
        options_changed=0,
        commitments_changed=0,
    )


ROWS = (
    row("revision 1", date(2023, 8, 1), 60),
    row("revision 2 <&>", date(2023, 9, 1), -5, 4),
    row("revision 3", None, None),
)


def drawn(rows: Sequence[ChurnRow]) -> ET.Element:
    return ET.fromstring(churn_svg(rows, title="Exit & co"))  # noqa: S314  # our own text


def test_every_plan_is_said_in_words() -> None:
    root = drawn(ROWS)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "churn-title churn-desc"
    assert root.findtext(f"{SVG}title") == "Exit & co"
    told = [group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g")]
    assert told == [
        "revision 1: ends 1 Aug 2023, schedule contingency 60 working days, 0 dates moved",
        "revision 2 <&>: ends 1 Sep 2023, schedule contingency -5 working days, 4 dates moved",
        "revision 3: no transfer, schedule contingency no contract end, 0 dates moved",
    ]
    description = root.findtext(f"{SVG}desc") or ""
    assert all(words in description for words in told if words)


def test_the_line_below_the_title_says_how_far_the_end_moved() -> None:
    description = drawn(ROWS[:2]).findtext(f"{SVG}desc") or ""
    assert description.startswith(
        "2 plans, oldest first. The forecast end is 31 calendar days later than at first."
    )
    assert "earlier than at first" in (drawn(ROWS[1::-1]).findtext(f"{SVG}desc") or "")
    assert "where it was at first" in (drawn([ROWS[0]] * 2).findtext(f"{SVG}desc") or "")
    assert (drawn(()).findtext(f"{SVG}desc") or "").startswith("There is no final plan yet.")


def test_bars_and_marks_lie_on_the_paper_and_say_as_much_as_the_figures() -> None:
    root = drawn(ROWS)
    width = float(root.get("width") or 0)
    boxes = [(float(r.get("x") or 0), float(r.get("width") or 0)) for r in root.iter(f"{SVG}rect")]
    assert all(x >= 0 and x + w <= width for x, w in boxes)
    ends = [float(c.get("cx") or 0) for c in root.iter(f"{SVG}circle")]
    assert len(ends) == 2
    assert ends[0] < ends[1]
    contingency, moved = boxes[1][1], boxes[4][1]
    assert contingency > 0
    assert moved > boxes[2][1]
