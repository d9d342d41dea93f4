"""Every kind of rule has all that proves it; a forgotten step is named here."""

from typing import get_args

import pytest

from scheduler.domain.planning_rules import Rule
from scheduler.rules import RULES
from tests.agreement.seeded_defects import DEFECTS
from tests.agreement.test_infeasible_fixtures import PROGRAMMES
from tests.agreement.worlds import FIXTURES, KINDS, file_worlds, kind_named

TESTS = FIXTURES.parent / "tests" / "rules"
each_kind = pytest.mark.parametrize("kind", KINDS)


def test_every_declaration_of_the_union_has_a_rule_and_no_other() -> None:
    declared = get_args(get_args(Rule)[0])
    assert {kind.declares for kind in RULES} == set(declared)
    assert len(RULES) == len(declared)


@each_kind
def test_a_kind_has_small_worlds(kind: str) -> None:
    assert [world for world in file_worlds() if world.kind == kind]


@each_kind
def test_a_kind_has_an_infeasible_programme(kind: str) -> None:
    assert [path for path in PROGRAMMES if kind_named(path) == kind]


@each_kind
def test_a_kind_has_cases_worked_by_hand(kind: str) -> None:
    assert (TESTS / f"test_{kind}.py").is_file()


@each_kind
def test_a_kind_has_defects_of_check_and_posting(kind: str) -> None:
    assert len([defect for defect in DEFECTS if defect.module == f"rules.{kind}"]) > 1


def test_every_fixture_is_about_some_kind() -> None:
    assert all(world.kind for world in file_worlds())
    assert all(kind_named(path) for path in PROGRAMMES)


def test_every_expected_clash_stands_beside_its_programme() -> None:
    expected = {path.name for path in (FIXTURES / "infeasible").glob("*.expected.json")}
    assert expected == {f"{path.stem}.expected.json" for path in PROGRAMMES}
