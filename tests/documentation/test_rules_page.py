"""The page of planning rules is the one the rules generate."""

from scheduler.reference.rules_page import PLACE, kind_name, rules_page
from scheduler.rules import RULES


def test_the_page_in_the_tree_is_current() -> None:
    advice = "python -m scheduler.reference.rules_page"
    assert PLACE.read_text("utf-8") == rules_page(), f"write it anew: {advice}"


def test_every_kind_has_a_section_with_its_sentence() -> None:
    page = rules_page()
    for kind in RULES:
        assert f"\n## {kind_name(kind)}\n" in page
