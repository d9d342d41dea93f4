"""A package that has grown says what it is and how to add one more."""

import pytest

from tests.architecture.source_tree import ROOT, modules

GROWN = 5
PACKAGES = sorted({m.package for m in modules() if m.path.name != "__init__.py"})


@pytest.mark.parametrize("package", PACKAGES)
def test_a_grown_package_has_a_readme_of_its_own(package: str) -> None:
    if sum(m.package == package for m in modules()) > GROWN:
        assert (ROOT / "scheduler" / package / "README.md").is_file()


def test_the_map_names_every_package() -> None:
    text = (ROOT / "scheduler" / "README.md").read_text("utf-8")
    for package in PACKAGES:
        assert f"`{package}`" in text
