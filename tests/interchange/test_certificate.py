"""Certificates: every change of a document is objected to, forged hashes do not help."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from scheduler.answers import Answer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.errors import PlanRejected
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.interchange.certificate import MEASURED_TIMES, certificate_hash, hashes_of
from scheduler.interchange.plan_check import OTHER_PROGRAMME, PlanCheck, check_plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.planning import plan_exit
from scheduler.solver.settings import SearchSettings
from tests.agreement.worlds import FIXTURES

DATA = (FIXTURES / "programmes" / "small.json").read_bytes()
PROGRAMME = valid_programme(DATA).expanded
Document = dict[str, Any]


@cache
def answered() -> Answer:
    settings = SearchSettings(workers=1, reproducible=True)
    return plan_exit(PROGRAMME, settings, with_baselines=True)


def document() -> Document:
    """Return the answer document as a reader of its file has it."""
    made: Document = json.loads(json.dumps(answer_to_jsonable(answered(), PROGRAMME)))
    return made


def checked(changed: Document, programme: ExpandedProgramme = PROGRAMME) -> PlanCheck:
    return check_plan(programme, json.dumps(changed).encode())


def objects(changed: Document) -> bool:
    try:
        return not checked(changed).to_jsonable()["ok"]
    except PlanRejected:
        return True


def sealed(changed: Document) -> Document:
    """Return a document with every hash made again, as a forger would."""
    certificate = changed["certificate"]
    certificate["document"] = hashes_of(changed)
    certificate["hash"] = certificate_hash(certificate)
    return changed


def told(found: PlanCheck) -> list[str]:
    return [str(v.measured) for v in found.violations if v.kind == "certificate"]


def test_an_answer_is_verified_but_for_its_bounds() -> None:
    found = checked(document())
    assert found.violations == ()
    assert len(found.verified) == 5
    better, how = found.not_verified
    assert better.startswith("That nothing better exists: claimed by one configuration of CP-SAT")
    assert "confirmed by a second" in better
    assert "schedule contingency" in better
    assert "seed" in how


def test_a_certificate_says_what_was_searched_and_checked() -> None:
    made = document()["certificate"]
    assert made["search"]["seed"] == 1
    assert made["search"]["workers"] == 1
    assert made["search"]["time_limit_seconds"] == 120.0
    names = {name.partition(",")[0] for name in made["search"]["configurations"]}
    assert {"full", "second configuration"} <= names
    assert len(made["rules"]["met"]) == sum(made["rules"]["kinds"].values()) == 43
    assert all(made["versions"].values())


def test_a_reproducible_answer_has_the_same_certificate_again() -> None:
    again = plan_exit(PROGRAMME, SearchSettings(workers=1, reproducible=True))
    assert answer_to_jsonable(again, PROGRAMME)["certificate"] == document()["certificate"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value that holds no other, but measured times."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if path[:1] == ("certificate",) or key not in MEASURED_TIMES:
                yield from leaves(entry, (*path, key))
    elif isinstance(value, list):
        for at, entry in enumerate(value):
            yield from leaves(entry, (*path, at))
    else:
        yield path


def one_of_each() -> list[tuple[Any, ...]]:
    """Return one leaf of each kind, positions and names of entries apart."""
    last: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for path in leaves(document()):
        kind = tuple(step if isinstance(step, str) else "*" for step in path)
        kind = kind[:3] if kind[:2] == ("plan", "services") else kind
        last[kind] = path
    return sorted(last.values(), key=str)


def otherwise(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str() if len(value) == 64:
            return ("1" if value[0] == "0" else "0") + value[1:]
        case str() if value[:2] == "20" and value[-1].isdigit() and len(value) == 10:
            return value[:-1] + ("1" if value[-1] == "0" else "0")
        case str():
            return f"{value}x"
        case _:
            return "something"


def changed_at(path: tuple[Any, ...]) -> Document:
    made = document()
    at: Any = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = otherwise(at[path[-1]])
    return made


def test_any_changed_value_date_hash_or_id_is_objected_to() -> None:
    paths = one_of_each()
    assert len(paths) > 80
    unnoticed = [path for path in paths if not objects(changed_at(path))]
    assert unnoticed == []


def test_a_changed_date_is_told_even_where_the_plan_is_still_one() -> None:
    made = document()
    moved = made["plan"]["activities"]
    moved[0], moved[1] = moved[1], moved[0]
    assert told(checked(made))[0].startswith("hash of plan in the document")


def _value(made: Document) -> None:
    for level in (made["objectives"][1], made["certificate"]["levels"][1]):
        level["value"] = level["bound"] = level["value"] + 1


def _bound(made: Document) -> None:
    for level in (made["objectives"][1], made["certificate"]["levels"][1]):
        level["bound"] -= 30


def _proved(made: Document) -> None:
    for level in (made["objectives"][1], made["certificate"]["levels"][1]):
        level["bound"] += 500


def _claim(made: Document) -> None:
    for level in (made["objectives"][1], made["certificate"]["levels"][1]):
        level["proved"] = False


def _rule(made: Document) -> None:
    made["certificate"]["rules"]["met"][3] = "law-of-nature"


def _left_out(made: Document) -> None:
    del made["certificate"]["rules"]["met"][3]


def _kind(made: Document) -> None:
    made["certificate"]["rules"]["kinds"]["precedence"] -= 1


def _conceded(made: Document) -> None:
    made["certificate"]["rules"]["conceded"] = [{"id": "cover.PAY", "shortfall": 1, "points": 1}]


def _programme(made: Document) -> None:
    made["certificate"]["programme"]["hash"] = "0" * 64


def _alarm(made: Document) -> None:
    made["certificate"]["alarms"] = ["two answers disagree"]


def _level(made: Document) -> None:
    del made["objectives"][2]
    del made["certificate"]["levels"][2]


FORGERIES: tuple[tuple[Callable[[Document], None], str], ...] = (
    (_value, "schedule_contingency: value"),
    (_bound, "schedule_contingency: bound"),
    (_proved, "schedule_contingency: proved"),
    (_claim, "schedule_contingency: claim"),
    (_rule, "planning rule law-of-nature"),
    (_left_out, "planning rule"),
    (_kind, "planning rules by kind"),
    (_conceded, "concession cover.PAY"),
    (_programme, "programme hash"),
    (_alarm, "alarms"),
    (_level, "objective levels"),
)


@pytest.mark.parametrize(("change", "words"), FORGERIES)
def test_a_forger_who_makes_every_hash_again_is_told(
    change: Callable[[Document], None], words: str
) -> None:
    made = document()
    change(made)
    found = checked(sealed(made))
    assert any(measured.startswith(words) for measured in told(found)), told(found)
    assert found.verified == ()


def test_sealing_alone_changes_nothing() -> None:
    assert sealed(document()) == document()


@pytest.mark.parametrize("certificate", [7, {}, {"hash": "x"}, []])
def test_what_is_no_certificate_is_told(certificate: object) -> None:
    (words,) = told(checked({**document(), "certificate": certificate}))
    assert words.startswith("the certificate")


def test_without_a_certificate_rules_alone_are_verified() -> None:
    made = copy.deepcopy(document())
    for alone in ({**made, "certificate": None}, made["plan"]):
        found = checked(alone)
        assert found.violations == ()
        assert found.verified == ("Every hard planning rule is met: 43 checked, by dates alone.",)
        assert "no certificate" in found.not_verified[0]


def test_a_certificate_of_another_version_is_not_taken_for_this_one() -> None:
    renamed = valid_programme(DATA.replace(b'"id": "small"', b'"id": "renamed"', 1)).expanded
    found = checked(document(), renamed)
    assert found.violations == ()
    assert found.notices == (OTHER_PROGRAMME,)
    assert len(found.verified) == 2
    assert "another version" in found.not_verified[0]


def test_a_plan_on_other_durations_and_levels_is_checked_on_those() -> None:
    planned = valid_programme(DATA, durations="min", profile="calmest").expanded
    settings = SearchSettings(workers=1, confirm=False)
    answer = plan_exit(planned, settings, with_baselines=False)
    found = checked(answer_to_jsonable(answer, planned))
    assert found.violations == ()
    assert found.notices == ()
    assert "on min durations, with the levels of calmest" in " ".join(found.verified)
    assert "confirmed" not in " ".join(found.not_verified)
