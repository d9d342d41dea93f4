"""How functions of this package are compiled: once, kept on disk where that is possible, no GIL."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from numba import njit, types

Compiled = TypeVar("Compiled", bound=Callable[..., object])


def entry(function: Compiled) -> Compiled:
    """Compile a function that is called from outside, and keep its machine code.

    It is kept beside the module or where numba may write. Where no folder can be written, such as
    in a read-only installation without a home, every process compiles anew.
    """
    try:
        return cast("Compiled", njit(cache=True, nogil=True, error_model="numpy")(function))
    except (RuntimeError, OSError):
        return cast("Compiled", njit(nogil=True, error_model="numpy")(function))


def compiled(function: Compiled) -> Compiled:
    """Compile a function that only compiled functions call: what calls it keeps its code.

    It is compiled once for whole numbers and truth values, not anew for each that is written out.
    """
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    made: Any = njit(nogil=True, error_model="numpy", **options)(function)
    template = made.get_call_template

    def for_any_number(arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:  # noqa: ANN401
        return template(tuple(map(types.unliteral, arguments)), named)

    made.get_call_template = for_any_number
    return cast("Compiled", made)
