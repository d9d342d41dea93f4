"""A rule's check and posting are written twice and share no code.

Why: a piece that both call would carry one mistake into both, and the agreement tests could not see
it. Declarations, the expanded programme and plans are the only common ground.
"""

import ast

import pytest

from tests.architecture.source_tree import Module, modules

RULE_MODULES = tuple(
    m
    for m in modules()
    if m.package == "rules"
    and {"check", "post"} <= {n.name for n in m.tree.body if isinstance(n, ast.FunctionDef)}
)


@pytest.mark.parametrize("module", RULE_MODULES, ids=lambda m: m.name)
def test_check_and_post_call_nothing_in_common(module: Module) -> None:
    functions = {n.name: n for n in module.tree.body if isinstance(n, ast.FunctionDef)}
    own = set(functions) | _imported_functions(module.tree)
    shared = _reached("check", functions, own) & _reached("post", functions, own)
    assert not shared, f"{module.place}: {shared}"


def _imported_functions(tree: ast.Module) -> set[str]:
    """Return names imported from our own packages that look like functions."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scheduler.")
        for alias in node.names
        if alias.name[0].islower()
    }


def _reached(start: str, functions: dict[str, ast.FunctionDef], own: set[str]) -> set[str]:
    """Return the functions that a face uses, directly or through its own module."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in functions:
            continue
        used = {n.id for n in ast.walk(functions[name]) if isinstance(n, ast.Name)} & own
        waiting += used - seen
        seen |= used
    return seen - {start}
