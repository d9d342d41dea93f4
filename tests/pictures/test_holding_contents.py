"""The table of what holds each date."""

from dataclasses import replace

from scheduler.analysis.holding import TrueSlack
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.holding import explain_plan
from scheduler.pictures.holding_contents import chain_contents, holding_contents, paths_contents
from tests.explaining.test_explain_plan import dates, payroll
from tests.rules.easter import april


def test_a_row_tells_reasons_and_floats() -> None:
    table = holding_contents(explain_plan(payroll(), dates()), payroll())
    rows = {row[0].lines[0]: [cell.lines for cell in row[1:]] for row in table.rows}
    assert rows["build"] == [("6 Apr 2023",), ("team side (PEOPLE)",), ("1",), ("0",)]
    assert rows["go"][1] == ("waits for build (BUILT)", "bound to care (CARE)")
    assert rows["side"][1] == ("objective only",)
    assert [column.heading for column in table.columns][-1] == "Free float"


def test_slack_has_a_column_once_it_is_known() -> None:
    holding = explain_plan(payroll(), dates())
    slack = TrueSlack(
        activity="go",
        start=april(12),
        earliest=april(7),
        earliest_known="proved",
        latest=april(13),
        latest_known="at_least",
        earlier_working_days=2,
        later_working_days=1,
    )
    held = {**holding.activities, "go": replace(holding.activities["go"], true_slack=slack)}
    table = holding_contents(replace(holding, activities=held), payroll())
    last = {row[0].lines[0]: row[-1].lines for row in table.rows}
    assert (last["go"], last["build"]) == (("1 (at least)",), ("-",))


def test_chain_and_paths_are_in_order() -> None:
    holding = explain_plan(payroll(), dates())
    chain = chain_contents(holding.activities["care"].chain, payroll())
    assert [row[0].lines[0] for row in chain.rows] == ["side", "build", "go", "care"]
    assert holding.milestone == "go"
    paths = paths_contents(holding.paths, holding.milestone, payroll())
    assert [row[1].lines[0] for row in paths.rows] == ["0"]


def test_what_floats_are_counted_to_is_said() -> None:
    holding = explain_plan(payroll(), dates())
    to_last_days = holding_contents(holding, payroll()).note
    assert "misses the last day allowed, as the contract end" in to_last_days
    to_go = holding_contents(explain_plan(payroll(), dates(), milestone="go"), payroll(), "go").note
    assert "until a delay reaches go." in to_go
    assert "contract end" not in to_go
    assert paths_contents(holding.paths, "go", payroll()).columns[1].heading == "Float to it"


def test_activities_are_named_with_their_ids_behind_and_reasons_by_name() -> None:
    of = payroll()
    named = tuple(replace(one, name=f"The {one.id}") for one in of.document.activities)
    programme = ExpandedProgramme(replace(of.document, activities=named))
    holding = explain_plan(programme, dates())
    rows = {row[0].lines[0]: row[2].lines for row in holding_contents(holding, programme).rows}
    assert rows["The go (go)"] == ("waits for The build (BUILT)", "bound to The care (CARE)")
    paths = paths_contents(holding.paths, "go", programme)
    assert paths.caption == "Most critical paths to The go (go)"
    assert "The build > The go" in paths.rows[0][2].lines[0]
