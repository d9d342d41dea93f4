"""Whatever in the store changes rows notes it in the audit, or is listed here with the reason.

The code is read, not run: whoever adds a function that changes something is told at once.
"""

import ast
from functools import cache

import pytest

from tests.architecture.source_tree import modules

WRITES = {"insert", "insert_or", "update", "delete"}
NOTES = "api.store.audit.note"

NO_CHANGE_OF_STATE = {
    "api.store.audit.note": "is the audit",
    "api.store.attempts.add_event": "tells how far a plan is; its number and time are in the event",
    "api.store.attempts.save_incumbent": "a better plan meanwhile; the end notes the best one's digest",
    "api.store.keys.ensure_tenant": "part of what notes: a tenant is there with its first key",
    "api.store.keys.note_use": "when a key was used last is no change of what it may do",
    "api.store.subscriptions.note_fetch": "when a calendar was read last is no change of who may",
    "api.store.events.append": "part of what notes",
    "api.store.outbox.order": "part of what notes",
    "api.store.outbox.drop": "part of what notes",
    "api.store.outbox.mark_sent": "the order was noted; that it was carried out is the engine's",
    "api.store.deletion.delete_jobs": "part of what notes",
    "api.store.restoring.restore": "brings back the audit as it was",
    "api.store.restoring.restore_file": "as above",
    "api.store.questions.put": "what an analysis asks meanwhile; its end is noted, with its answer",
    "api.store.questions.take": "as above",
    "api.store.questions.reply": "as above",
    "api.store.questions.take_back": "as above",
    "api.store.questions.forget": "as above",
    "api.store.questions.open_again": "as above",
    "api.store.workers.register": "nobody's data",
    "api.store.workers.beat": "nobody's data",
    "api.store.workers.forget": "nobody's data",
    "api.store.workers.bury": "nobody's data; what a lost worker had is noted when it is given on",
    "api.store.workers.take_lease": "nobody's data",
    "api.store.workers.give_up_lease": "nobody's data",
    "api.store.telling.tell": "part of a deed that notes",
    "api.store.telling.tell_of_event": "part of a deed that notes",
    "api.store.telling.tell_one": "part of a deed that notes",
    "api.store.sending.claim": "who sends what is the senders' own",
    "api.store.sending.delivered": "how far a message came stands in its own row",
    "api.store.sending.give_back": "as above",
    "api.store.deliveries.forget_deliveries": "messages about deeds, which stay noted",
    "api.store.idempotency.remember": "part of a deed that notes",
    "api.store.idempotency.forget_replies": "copies of what was answered, which stays",
}


@cache
def functions() -> dict[str, set[str]]:
    """Return the functions of the store by dotted name, with all that they name."""
    found = {}
    for module in modules("api"):
        if not module.name.startswith("api.store") or ".migrations" in module.name:
            continue
        meant = _imported(module.tree)
        made = [node for node in module.tree.body if isinstance(node, ast.FunctionDef)]
        own = {node.name: f"{module.name}.{node.name}" for node in made}
        for node in made:
            found[own[node.name]] = set(_named(node, {**meant, **own}))
    return found


def _imported(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _named(function: ast.FunctionDef, meant: dict[str, str]) -> list[str]:
    names = []
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in meant:
            names.append(meant[node.id])
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names.append(f"{meant.get(node.value.id, '')}.{node.attr}")
    return names


def reached(name: str) -> set[str]:
    """Return all that a function names, and what that names, and so on."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        for further in functions().get(todo.pop(), ()):
            if further not in seen:
                seen.add(further)
                todo.append(further)
    return seen


def writes(name: str) -> bool:
    return any(
        named.rpartition(".")[0] in {"sqlalchemy", "api.store.upsert"}
        and named.rpartition(".")[2] in WRITES
        for named in reached(name)
    )


WRITING = sorted(
    name for name in functions() if not name.rpartition(".")[2].startswith("_") and writes(name)
)


def test_the_functions_that_write_are_found() -> None:
    assert {
        "api.store.attempts.claim",
        "api.store.attempts.finish",
        "api.store.attempts.release",
        "api.store.baselines.set_baseline",
        "api.store.baselines.remove_baseline",
        "api.store.outbox.dispatch_again",
        "api.store.plans.submit_plan",
        "api.store.programmes.create_programme",
        *NO_CHANGE_OF_STATE,
    } <= set(WRITING)
    assert "api.store.plans.get_plan" not in WRITING


@pytest.mark.parametrize("name", WRITING)
def test_what_writes_notes_it(name: str) -> None:
    if name not in NO_CHANGE_OF_STATE:
        assert NOTES in reached(name), f"{name} changes rows and notes nothing"
    elif name != NOTES:
        assert NOTES not in reached(name), f"{name} notes: take it off the list"
