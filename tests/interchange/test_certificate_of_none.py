"""Certificates of answers without a plan: what can be looked at is, and the rest is said to be open."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scheduler.answers import Answer, Claim, Clash, SolveFacts
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import Price
from scheduler.errors import PlanRejected
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.interchange.certificate import MEASURED_TIMES, certificate_hash, hashes_of
from scheduler.interchange.plan_check import OTHER_PROGRAMME_OF_NONE, PlanCheck, check_plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.planning import plan_exit
from scheduler.rules.conditional import statement_of
from scheduler.solver.settings import SearchSettings
from tests.agreement.worlds import FIXTURES

Document = dict[str, Any]
FILES = sorted(
    path for path in (FIXTURES / "infeasible").glob("*.json") if ".expected" not in path.name
)
DATA = (FIXTURES / "infeasible" / "move_together_pay_and_hr.json").read_bytes()
PROGRAMME = valid_programme(DATA).expanded
FACTS = SolveFacts(seconds=0.5, workers=1, seed=1, ortools="9.15")


@cache
def answered() -> Answer:
    return plan_exit(PROGRAMME, SearchSettings(workers=1, reproducible=True))


@cache
def written() -> str:
    return json.dumps(answer_to_jsonable(answered(), PROGRAMME))


def document(answer: Answer | None = None) -> Document:
    """Return the answer document as a reader of its file has it."""
    text = written() if answer is None else json.dumps(answer_to_jsonable(answer, PROGRAMME))
    made: Document = json.loads(text)
    return made


def checked(changed: Document, programme: ExpandedProgramme = PROGRAMME) -> PlanCheck:
    return check_plan(programme, json.dumps(changed).encode())


def sealed(changed: Document) -> Document:
    """Return a document with every hash made again, as a forger would."""
    certificate = changed["certificate"]
    certificate["document"] = hashes_of(changed)
    certificate["hash"] = certificate_hash(certificate)
    return changed


def told(found: PlanCheck) -> list[str]:
    return [str(v.measured) for v in found.violations]


def test_what_can_be_verified_is_and_that_no_plan_exists_is_not() -> None:
    assert answered().outcome == "infeasible"
    found = checked(document())
    assert found.violations == ()
    whole, planned, clashes = found.verified
    assert whole.startswith("The certificate is whole")
    assert planned.startswith("The programme is the one planned, on likely durations")
    rules = len(answered().clashes[0].rules)
    assert clashes == (
        f"Every rule of the clash is one of the programme, in its own words: {rules} looked at."
    )
    none, clash, minimal, how = found.not_verified
    assert none.startswith("That no plan exists: claimed by one configuration of CP-SAT")
    assert none.endswith("confirmed by a second. Without a solver nothing shows it.")
    assert clash.startswith("That no plan meets the rules of clash 1: proved again by a second")
    assert minimal.startswith("That no rule can be left out of clash 1: claimed by CP-SAT")
    assert "seed" in how
    assert found.to_jsonable()["ok"] is True


@pytest.mark.parametrize("path", FILES[::12], ids=lambda path: path.stem)
def test_answers_of_other_programmes_without_a_plan_pass(path: Path) -> None:
    programme = valid_programme(path.read_bytes()).expanded
    answer = plan_exit(programme, SearchSettings(workers=1), with_baselines=False)
    made = json.dumps(answer_to_jsonable(answer, programme)).encode()
    found = check_plan(programme, made)
    assert (answer.outcome, found.violations) == ("infeasible", ())


def test_of_an_undecided_answer_nothing_is_claimed() -> None:
    found = checked(document(Answer(outcome="undecided", claim=None, solve=FACTS)))
    assert found.violations == ()
    assert len(found.verified) == 2
    assert found.not_verified[0] == "Whether a plan exists: nothing is claimed of it."


def test_one_configuration_is_no_second_and_likely_is_not_proved() -> None:
    likely = tuple(replace(clash, proved=False) for clash in answered().clashes)
    answer = Answer(outcome="infeasible", claim=Claim.BOUND, clashes=likely, solve=FACTS)
    words = checked(document(answer)).not_verified
    assert words[0].startswith("That no plan exists: claimed by one configuration of CP-SAT 9.15.")
    assert words[1].startswith("That no plan meets the rules of clash 1: likely, not proved")


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


def otherwise(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case _:
            return "something"


def test_any_changed_value_is_objected_to() -> None:
    paths = list(leaves(document()))
    assert len(paths) > 40
    for path in paths:
        made = document()
        at: Any = made
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = otherwise(at[path[-1]])
        try:
            assert checked(made).violations, path
        except PlanRejected:
            assert path in {("outcome",), ("plan",)}


def _both(made: Document) -> tuple[Document, Document]:
    return made["clashes"][0], made["certificate"]["clashes"][0]


def _no_rule(made: Document) -> None:
    for clash in _both(made):
        clash["rules"][0] = "law-of-nature"


def _words(made: Document) -> None:
    made["clashes"][0]["statements"][0] = "Nothing is ever possible."


def _basis(made: Document) -> None:
    made["clashes"][0]["bases"][0] = "law"


def _left_out(made: Document) -> None:
    made["clashes"] = []


def _doubled(made: Document) -> None:
    for clash in _both(made):
        clash["rules"].append(clash["rules"][0])


def _part(made: Document) -> None:
    for place in (made["clashes"], made["certificate"]["clashes"]):
        place.append({**place[0], "rules": place[0]["rules"][:1]})
    for member in ("statements", "bases"):
        made["clashes"][1][member] = made["clashes"][1][member][:1]


def _alarmed(made: Document) -> None:
    made["clashes"][0]["alarms"] = ["two answers disagree"]


def _undecided(made: Document) -> None:
    made["outcome"] = made["certificate"]["outcome"] = "undecided"


def _unclaimed(made: Document) -> None:
    made["claim"] = made["certificate"]["claim"] = None


def _feasible(made: Document) -> None:
    made["claim"] = made["certificate"]["claim"] = Claim.FEASIBLE.value


def _met(made: Document) -> None:
    made["certificate"]["rules"]["met"] = [PROGRAMME.document.rules[0].id]


def _hard(made: Document) -> None:
    made["certificate"]["rules"]["hard"] += 1


def _level(made: Document) -> None:
    level = {"name": "cost", "value": 1, "bound": 1, "tolerance": 0, "unit": "pounds"}
    level |= {"proved": True, "claim": Claim.BOUND.value}
    made["objectives"] = [level]
    made["certificate"]["levels"] = [level]


FORGERIES: tuple[tuple[Callable[[Document], None], str], ...] = (
    (_no_rule, "clash 1: planning rule law-of-nature"),
    (_words, "clash 1: statements"),
    (_basis, "clash 1: bases"),
    (_left_out, "clashes: 1"),
    (_doubled, "clash 1: rules"),
    (_part, "clash 1: minimal"),
    (_alarmed, "clash 1: proved"),
    (_undecided, "claim of the whole"),
    (_unclaimed, "claim of the whole"),
    (_feasible, "claim of the whole"),
    (_met, "planning rules met"),
    (_hard, "hard planning rules"),
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


def test_a_soft_rule_is_no_part_of_a_clash() -> None:
    rules = PROGRAMME.document.rules
    soft = replace(rules[-1], price=Price(points=1))
    of = ExpandedProgramme(replace(PROGRAMME.document, rules=(*rules[:-1], soft)))
    said = statement_of(soft, of)
    clash = Clash(rules=(soft.id,), statements=(said,), minimal=True, proved=True)
    answer = Answer(outcome="infeasible", claim=Claim.CONFIRMED, clashes=(clash,), solve=FACTS)
    made = json.loads(json.dumps(answer_to_jsonable(answer, of)))
    made["clashes"][0]["bases"] = [soft.basis]
    (words,) = told(checked(sealed(made), of))
    assert words.startswith(f"clash 1: planning rule {soft.id}")


def test_one_of_another_version_is_not_taken_for_this_one() -> None:
    renamed = replace(PROGRAMME.document, name="Another")
    found = checked(document(), ExpandedProgramme(renamed))
    assert found.violations == ()
    assert found.notices == (OTHER_PROGRAMME_OF_NONE,)
    assert len(found.verified) == 1
    assert "another version" in found.not_verified[0]


def test_a_plan_is_no_answer_without_one() -> None:
    """Who calls a plan an answer without one is told."""
    small = (FIXTURES / "programmes" / "small.json").read_bytes()
    programme = valid_programme(small).expanded
    answer = plan_exit(programme, SearchSettings(workers=1, confirm=False), with_baselines=False)
    made = json.loads(json.dumps(answer_to_jsonable(answer, programme)))
    made["outcome"] = made["certificate"]["outcome"] = "undecided"
    made["claim"] = made["certificate"]["claim"] = None
    found = checked(sealed(made), programme)
    assert any(words.startswith("outcome: undecided") for words in told(found))


@pytest.mark.parametrize("certificate", [7, {}, []])
def test_what_is_no_certificate_is_told(certificate: object) -> None:
    (words,) = told(checked({**document(), "certificate": certificate}))
    assert words.startswith("the certificate")


def test_an_answer_without_plan_and_certificate_has_nothing_to_check() -> None:
    with pytest.raises(PlanRejected):
        checked({**document(), "certificate": None})
