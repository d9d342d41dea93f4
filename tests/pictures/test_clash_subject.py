"""A clash of many rules is told in a sentence before it is told rule by rule."""

from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.clash_subject import _SUBJECTS, clash_subject
from scheduler.rules import RULES
from tests.agreement.worlds import FIXTURES


def test_every_kind_that_is_told_is_a_kind_of_rule() -> None:
    kinds = {kind.declares.__dataclass_fields__["kind"].default for kind in RULES}
    told = [kind for of in _SUBJECTS.values() for kind in of]
    assert len(told) == len(set(told))
    assert set(told) <= kinds


def test_many_rules_are_told_by_what_they_are_about() -> None:
    programme = valid_programme((FIXTURES / "programmes/small.json").read_bytes()).expanded
    every = [rule.id for rule in programme.document.rules]
    told = clash_subject(every, programme)
    for words in ("how many people are in Project managers", "must be kept", "may change"):
        assert words in told
    freezes = [rule.id for rule in programme.document.rules if rule.kind == "change_freeze"]
    assert clash_subject(freezes, programme) == ""
