"""The page of planning rules, generated from the rules themselves.

`python -m scheduler.reference.rules_page` writes it anew.
"""

import sys
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from inspect import cleandoc
from pathlib import Path
from typing import Any

from scheduler import rules
from scheduler.domain.planning_rules import PlanningRule
from scheduler.rules import RULES
from scheduler.rules.rule import RuleKind

PLACE = Path(rules.__file__).parent / "README.md"

HEAD = """\
# Planning rules

What a programme can demand of a plan, one module for each kind. Every module has three faces:
`statement` words the rule, `check` finds on the dates of a finished plan what falls short of it,
and `post` puts it to the solver. `check` and `post` state the same rule twice without shared code,
and tests prove them equal on worlds small enough to list every plan.

A module here imports `domain`, `expansion`, `timeline` and `analysis`; `model` for type checkers
only, and never ortools. To add a kind, follow "How to add a rule" in CONTRIBUTING.md.

A rule is hard unless it has a `price`. A shortfall of a soft rule is a concession: the plan stands,
and says what it costs. A rule about activities that are not performed under the chosen sourcing
options is met.

This page is generated; `python -m scheduler.reference.rules_page` writes it anew.
"""
_PLURALS = {"activity": "activities"}


def rules_page() -> str:
    """Return the page as Markdown, the kinds in reading order."""
    lines = [HEAD, "| kind | says | a shortfall counts |", "|---|---|---|"]
    for kind in RULES:
        name = kind_name(kind)
        counts = _PLURALS.get(kind.unit, f"{kind.unit}s") if kind.unit else "nothing: priced once"
        lines.append(f"| [`{name}`](#{name}) | {_cell(first_sentence(kind))} | {counts} |")
    for kind in RULES:
        lines += ["", *_section(kind)]
    return "\n".join(lines) + "\n"


def kind_name(kind: RuleKind[Any]) -> str:
    """Return the name of a kind in programme files."""
    return str(next(f.default for f in fields(kind.declares) if f.name == "kind"))


def first_sentence(kind: RuleKind[Any]) -> str:
    """Return what rules of a kind say, in a sentence."""
    first = cleandoc(kind.declares.__doc__ or "").split("\n\n")[0]
    return " ".join(first.split())


def _section(kind: RuleKind[Any]) -> Iterator[str]:
    name = kind_name(kind)
    yield f"## {name}"
    yield ""
    yield cleandoc(kind.declares.__doc__ or "")
    yield ""
    own = {f.name for f in fields(PlanningRule)} | {"kind"}
    told = [_told(f) for f in fields(kind.declares) if f.name not in own]
    if told:
        yield f"Fields: {', '.join(told)}."
        yield ""
    module = sys.modules[kind.check.__module__]
    yield "```text"
    yield cleandoc(module.__doc__ or "")
    yield "```"
    yield ""
    yield f"Module: [`{name}.py`]({name}.py)."


def _told(field: Field[Any]) -> str:
    if field.default is not MISSING:
        default = "none" if field.default in (None, ()) else f"`{field.default}`"
        return f"`{field.name}` (default {default})"
    if field.default_factory is not MISSING:
        return f"`{field.name}` (may be left out)"
    return f"`{field.name}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PLACE.write_text(rules_page(), encoding="utf-8")
