"""What goes into sheets comes back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.activities import Activity, Mode, Selection
from scheduler.domain.choice import OptionFilter
from scheduler.domain.planning_rules import Decision, Precedence
from scheduler.domain.planning_rules.choices import ChoiceLimit
from scheduler.domain.programme import Programme
from scheduler.domain.services import SourcingOption
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.interchange.programme_json import read_programme, to_jsonable
from tests.exchange.sheets.payloads import LOOKALIKES, with_texts
from tests.exchange.sheets.round_trips import FORMATS, assert_comes_back, fixture_programmes, small

PROGRAMMES = fixture_programmes()
SAMPLE = PROGRAMMES[::12]


def test_fixtures_are_found() -> None:
    assert len(PROGRAMMES) > 300


@pytest.mark.parametrize("of", FORMATS)
@pytest.mark.parametrize("programme", [p for _, p in SAMPLE], ids=[name for name, _ in SAMPLE])
def test_some_shipped_programmes_come_back(programme: Programme, of: str) -> None:
    assert_comes_back(programme, of)


@pytest.mark.slow
@pytest.mark.parametrize("of", FORMATS)
def test_every_shipped_programme_comes_back(of: str) -> None:
    for _, programme in PROGRAMMES:
        assert_comes_back(programme, of)


@pytest.mark.parametrize("of", FORMATS)
def test_generated_programmes_come_back(of: str) -> None:
    for seed in range(20):
        assert_comes_back(generate(services=1 + seed % 4, seed=seed), of)


@pytest.mark.slow
@pytest.mark.parametrize("of", FORMATS)
def test_many_generated_programmes_come_back(of: str) -> None:
    for seed in range(500):
        services = 40 if seed % 50 == 0 else 1 + seed % 6
        assert_comes_back(generate(services=services, seed=seed), of)


@pytest.mark.slow
@pytest.mark.parametrize("of", FORMATS)
def test_a_large_programme_written_out_comes_back(of: str) -> None:
    programme = expand(generate(services=60, seed=1)).document
    assert len(programme.activities) > 900
    assert_comes_back(programme, of)


@pytest.mark.parametrize("of", FORMATS)
def test_a_programme_written_out_comes_back(of: str) -> None:
    assert_comes_back(expand(small()).document, of)


@pytest.mark.parametrize("of", FORMATS)
@pytest.mark.parametrize("first", range(0, len(LOOKALIKES), 3))
def test_texts_that_look_like_other_things_stay_texts(first: int, of: str) -> None:
    document = to_jsonable(small())
    assert with_texts(Programme, document, LOOKALIKES, first) > len(LOOKALIKES)
    assert_comes_back(read_programme(json.dumps(document).encode()), of)


@pytest.mark.parametrize("of", FORMATS)
def test_what_is_empty_is_told_from_what_is_left_out(of: str) -> None:
    programme = replace(
        small(),
        load_profile=(),
        objectives=(),
        activities=(
            Activity(id="a", kind="k", modes=()),
            Activity(id="b", kind="k", modes=(Mode(), Mode(options=("X",)))),
            Activity(id="c", kind="k"),
        ),
        option_profiles=(
            SourcingOption(id="p", provider="", demands={"build": {}}),
            SourcingOption(id="q", demands={"build": {"PM": 0}, "test": {}}),
        ),
        rules=(
            Decision(id="d1", meeting="m", papers=Selection(), takes_effect=None),
            Precedence(id="none", before="a", after="b", min_lag=None),
            Precedence(id="#1", before="a", after="b", min_lag=0, confirmed=False),
            ChoiceLimit(id="d1", sourced_by=OptionFilter(), at_most=0),
            Decision(id="d1", meeting="m", takes_effect=Selection()),
        ),
    )
    assert_comes_back(programme, of)


@pytest.mark.parametrize("of", FORMATS)
def test_lists_longer_than_a_cell_go_on_in_further_columns(of: str) -> None:
    programme = small()
    days = tuple(date.fromordinal(date(1850, 1, 1).toordinal() + n) for n in range(5_000))
    sets = (replace(programme.date_sets[0], dates=days), *programme.date_sets[1:])
    names = {f"tool {n}": "x" * 1_000 for n in range(60)}
    assert_comes_back(replace(programme, date_sets=sets, external_ids=names), of)


@pytest.mark.parametrize("of", FORMATS)
def test_writing_twice_gives_the_same_sheets(of: str) -> None:
    write, read = FORMATS[of]
    first = read(write(small()))
    again = read(write(read_programme(json.dumps(first.document).encode())))
    assert again.document == first.document


def test_days_before_spreadsheets_can_count_come_back() -> None:
    assert_comes_back(
        replace(small(), plan_from=date(1, 1, 1), plan_until=date(9999, 12, 31)), "xlsx"
    )
