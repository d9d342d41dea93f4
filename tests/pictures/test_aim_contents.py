"""How good a plan is is told in words that need no handbook, each term explained once."""

from typing import Any

import pytest

from scheduler.answers import Claim
from scheduler.objectives import TERMS
from scheduler.pictures.aim_contents import (
    EXPLAINED,
    NOTE,
    SURE,
    aim_contents,
    how_sure,
    sure_sentence,
    unit_words,
    units_explained,
)

LEVEL: dict[str, Any] = {
    "name": "weighted_transfers",
    "value": 6934,
    "bound": None,
    "tolerance": 0,
    "unit": "criticality weeks",
    "proved": False,
    "claim": "feasible_checked",
}


def test_aims_are_told_without_words_of_the_trade() -> None:
    contents = aim_contents([LEVEL, {**LEVEL, "name": "cost", "unit": "pounds", "bound": 7000}])
    headings = [column.heading for column in contents.columns]
    assert headings == ["Aim", "Reached", "Best possible", "Counted in", "How sure"]
    first, second = ([cell.lines[0] for cell in row] for row in contents.rows)
    assert first == [
        "Early transfers",
        "6,934",
        "not known",
        "weighted weeks",
        "a better plan may exist",
    ]
    assert second[:4] == ["Cost", "6,934", "7,000", "pounds"]
    said = " ".join([contents.caption, *headings, *first, *second, contents.note]).lower()
    for word in ("claim", "bound", "objective", "solve", "criticality weeks", "tolerance"):
        assert word not in said
    assert contents.note.count("Weighted weeks:") == 1


def test_what_may_be_given_up_is_told_only_where_anything_may_be() -> None:
    contents = aim_contents([{**LEVEL, "unit": "pounds", "tolerance": 5}])
    assert [column.heading for column in contents.columns][3] == "May be given up"
    assert contents.note == NOTE
    assert "given up" not in aim_contents([LEVEL]).note


@pytest.mark.parametrize("claim", [claim.value for claim in Claim])
def test_every_claim_is_told(claim: str) -> None:
    assert how_sure(claim) == SURE[claim]
    assert sure_sentence(claim)
    assert (how_sure(None), sure_sentence(None)) == ("not known", "")


def test_units_are_explained_once_and_exist() -> None:
    assert set(EXPLAINED) <= {term.unit for term in TERMS.values()}
    twice = units_explained(["load points", "pounds", "load points"])
    assert twice == EXPLAINED["load points"]
    assert unit_words("pounds") == "pounds"
