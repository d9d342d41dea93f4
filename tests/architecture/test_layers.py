"""Imports point one way.

Why: whoever reads a package needs to know only the lines above it. To move a package, change the
table here and in scheduler/README.md together, and say why in DECISIONS.md.
"""

import re

import pytest

from tests.architecture.source_tree import ROOT, Module, imported, modules

LAYERS = (
    ("errors", "domain", "project_search"),
    ("expansion",),
    ("timeline",),
    ("analysis",),
    ("model",),
    ("rules",),
    ("objectives", "validation"),
    ("verification", "answers"),
    ("interchange", "construction", "exit_search"),
    ("solver",),
    ("asking",),
    ("pictures", "reference", "generation", "demo"),
    ("planning", "benchmarks", "starting"),
    ("frontier", "explaining", "simulation"),
    ("regenerating", "quality"),
    ("exchange", "papers", "analyses"),
    ("commands",),
    ("cli",),
)
LINE_OF = {package: line for line, packages in enumerate(LAYERS) for package in packages}


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_a_module_imports_only_from_its_own_package_and_the_lines_above(module: Module) -> None:
    if module.name == "scheduler":
        return
    assert module.package in LINE_OF, f"{module.package} is missing from the table of layers"
    for name in imported(module.tree):
        assert not name.startswith("api."), f"{module.place}: {name}"
        if name.startswith("scheduler."):
            other = name.split(".")[1]
            allowed = other == module.package or LINE_OF[other] < LINE_OF[module.package]
            beside = {module.package, other} == {"errors", "domain"}
            assert allowed or beside, f"{module.place}: {name}"


def test_the_map_shows_this_table() -> None:
    rows = re.findall(
        r"^\| \d+ \| (.+?) \|", (ROOT / "scheduler/README.md").read_text("utf-8"), re.MULTILINE
    )
    assert tuple(tuple(re.findall(r"`(\w+)`", row)) for row in rows) == LAYERS
