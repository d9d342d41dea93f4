"""Every code is registered, produced by a small case, and said with path, value and words."""

import ast
from pathlib import Path

import pytest

import scheduler
from scheduler.validation import codes
from tests.validation.documents import issues_of, lines, sound
from tests.validation.spoilt import MEANING_CASES, SHAPE_CASES, Spoilt
from tests.validation.spoilt_standing import STANDING_CASES

ROOT = Path(scheduler.__file__).parent
ELSEWHERE = {
    # Only bytes say these; see tests/interchange.
    "duplicate_id",
    "forbidden_character",
    "malformed_value",
    "no_plan",
    "number_not_finite",
    "repeated_key",
}


@pytest.mark.parametrize(
    "spoilt", [*SHAPE_CASES, *MEANING_CASES, *STANDING_CASES], ids=lambda s: f"{s.code}{s.path}"
)
def test_a_mistake_is_named_with_its_code_and_path(spoilt: Spoilt) -> None:
    found = issues_of(spoilt.document())
    assert (spoilt.code, spoilt.path) in {(i.code, i.path) for i in found}, lines(found)
    for issue in found:
        assert issue.message


def test_the_sound_programme_has_no_issue() -> None:
    assert lines(issues_of(sound())) == ""


def test_every_code_of_shape_has_a_case() -> None:
    assert {spoilt.code for spoilt in SHAPE_CASES} == set(codes.SHAPE) - ELSEWHERE


def test_every_code_of_meaning_has_a_case() -> None:
    assert {spoilt.code for spoilt in (*MEANING_CASES, *STANDING_CASES)} == set(codes.MEANING)


def test_every_code_in_the_source_is_registered_and_the_other_way_round() -> None:
    written = {
        "validation": _codes("validation"),
        "interchange": _codes("interchange"),
    }
    assert written["validation"] == set(codes.MEANING)
    assert written["interchange"] == set(codes.SHAPE) | set(codes.PATCH) | {
        "date_outside_horizon",
        "unknown_reference",
    }


def test_every_code_has_one_sentence() -> None:
    for meaning in codes.CODES.values():
        assert meaning.endswith(".")
        assert meaning.count(". ") == 0


def _codes(package: str) -> set[str]:
    """Texts where a code stands: first of `error`, `warning`, `return`; `code=`, its default."""
    found: set[str] = set()
    for path in (ROOT / package).glob("*.py"):
        if path.name == "codes.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="error" | "warning"), args=[ast.Constant(value=str(code)), *_]
                ):
                    found.add(code)
                case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                    found.add(code)
                case ast.arguments(
                    kwonlyargs=[ast.arg(arg="code")], kw_defaults=[ast.Constant(value=str(code))]
                ):
                    found.add(code)
                case ast.Return(value=ast.Tuple(elts=[ast.Constant(value=str(code)), _])) if (
                    code.isidentifier()
                ):
                    found.add(code)
                case _:
                    pass
    return found
