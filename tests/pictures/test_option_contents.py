"""The table of options shows cost and risk beside the dates, and partial plans how far beyond."""

from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.option_contents import option_contents
from scheduler.pictures.partial_contents import partial_words
from tests.api.routes.played_worker import small

ROW: dict[str, Any] = {
    "group": "NETWORK",
    "option": "in_house",
    "fits": True,
    "appraisal": 10,
    "last_transfer": "2023-12-01",
    "objectives": [{"name": "cost", "value": 100}],
    "difference": {"cost": 0},
    "measures": {"cost": 100, "risk": 12, "peak_change_load": 3},
    "proved": True,
}
BEST = {"levels": [{"name": "cost", "value": 100}]}


def programme() -> ExpandedProgramme:
    return small()[0]


def headings(rows: list[dict[str, Any]], levels: list[dict[str, Any]]) -> list[str]:
    document = {"best": {"levels": levels}, "options": rows}
    return [column.heading for column in option_contents(document, programme()).columns]


def test_cost_and_risk_stand_beside_the_dates_once() -> None:
    found = headings([ROW], [])
    place = found.index("Last transfer")
    assert found[place + 1 : place + 3] == ["Cost (pounds)", "Risk of the options (risk points)"]
    # A level of its own is told once, with its difference.
    assert [h.partition(" ")[0] for h in headings([ROW], BEST["levels"])].count("Cost") == 1
    none = {**ROW, "fits": False, "objectives": [], "difference": None, "measures": None}
    contents = option_contents({"best": BEST, "options": [ROW, none]}, programme())
    risk = [column.heading for column in contents.columns].index(
        "Risk of the options (risk points)"
    )
    assert [row[risk].lines for row in contents.rows] == [("12",), ("-",)]


def test_what_the_programme_does_not_say_is_not_told() -> None:
    free = {**ROW, "measures": {"cost": 0, "risk": 0}}
    assert not [h for h in headings([free], []) if h.startswith(("Cost", "Risk"))]


def test_options_have_names_and_those_of_the_plan_are_marked() -> None:
    offered = programme().groups["NETWORK"].options
    rows = [{**ROW, "option": one.id} for one in offered]
    document = {"best": {"levels": []}, "options": rows}
    told = option_contents(document, programme(), {"NETWORK": offered[-1].id})
    lines = [row[1].lines for row in told.rows]
    assert [line[0] for line in lines] == [one.name or one.id for one in offered]
    assert [line[1:] for line in lines] == [()] * (len(offered) - 1) + [("in this plan",)]


def kept(name: str, day: str | None, after: int | None) -> dict[str, Any]:
    return {"name": name, "earliest_transfer": day, "calendar_days_after_end": after}


def test_how_far_beyond_the_end_the_last_service_leaves_is_said() -> None:
    def said(*services: dict[str, Any]) -> str:
        return partial_words({"kept_back": services, "fewest": True}, programme())

    late = kept("Network", "2024-05-20", 50)
    last = kept("Payroll", "2024-06-03", 64)
    assert said(late, last).endswith(
        "The last of these could leave on 3 June 2024 at the earliest, 64 days after the contract "
        "ends."
    )
    unknown = kept("Phones", None, None)
    assert "The last for which a date was found could leave on 20 May 2024" in said(late, unknown)
    assert "could leave" not in said(kept("Network", "2024-03-01", -30))
