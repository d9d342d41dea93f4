"""The page of the programme format is the one the declarations generate."""

from scheduler.reference.programme_page import PLACE, programme_page
from scheduler.reference.schema import programme_schema


def test_the_page_in_the_tree_is_current() -> None:
    advice = "python -m scheduler.reference.programme_page"
    assert PLACE.read_text("utf-8") == programme_page(), f"write it anew: {advice}"


def test_every_declaration_has_a_section_and_every_field_a_row() -> None:
    page = programme_page()
    for name, declared in programme_schema()["$defs"].items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for field in declared["properties"]:
            assert f"\n| `{field}` |" in section, f"{name}.{field}"
