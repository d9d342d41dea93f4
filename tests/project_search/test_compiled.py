from types import CodeType, FunctionType

from scheduler.project_search.compiled import compiled


def test_where_machine_code_cannot_be_kept_it_works_from_memory() -> None:
    # Numba finds no folder for a function without a file, as in a read-only installation.
    program = compile("def doubled(x): return 2 * x", "<nowhere>", "exec")
    code = next(part for part in program.co_consts if isinstance(part, CodeType))
    doubled = compiled(FunctionType(code, {}, "doubled"))
    assert doubled(21) == 42
