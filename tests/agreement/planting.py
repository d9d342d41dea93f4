"""Planting a defect: the changed source is compiled, and its code lent to the functions in use."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

from tests.agreement.defect import Defect


@contextmanager
def planted(defect: Defect) -> Iterator[None]:
    """Run with a defect in place, and restore the right code afterwards.

    Raises: LookupError when the module no longer holds the piece once.
    """
    module = import_module(f"scheduler.{defect.module}")
    source = Path(str(module.__file__)).read_text("utf-8")
    if source.count(defect.right) != 1:
        message = f"found {source.count(defect.right)} times: {defect.right}"
        raise LookupError(message)
    wrong = ModuleType(module.__name__)
    changed = source.replace(defect.right, defect.wrong)
    exec(compile(changed, f"{defect.module} with a defect", "exec"), wrong.__dict__)  # noqa: S102  # our own source
    pairs = list(_functions(module, wrong))
    right_code = [(function, function.__code__) for function, _ in pairs]
    try:
        for function, lent in pairs:
            function.__code__ = lent.__code__
        yield
    finally:
        for function, code in right_code:
            function.__code__ = code


def _functions(
    module: ModuleType, wrong: ModuleType
) -> Iterator[tuple[FunctionType, FunctionType]]:
    """Yield each function of a module with its changed version."""
    for name, value in vars(module).items():
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, FunctionType):
            yield value, getattr(wrong, name)
        elif isinstance(value, type):
            other = vars(getattr(wrong, name))
            for of, member in vars(value).items():
                function, lent = _code_of(member), _code_of(other.get(of))
                if function is not None and lent is not None and not _is_generated(function):
                    yield function, lent


def _code_of(member: object) -> FunctionType | None:
    if isinstance(member, property):
        member = member.fget
    elif isinstance(member, cached_property):
        member = member.func
    return member if isinstance(member, FunctionType) else None


def _is_generated(function: FunctionType) -> bool:
    """Tell whether `dataclass` wrote the function."""
    return function.__code__.co_filename == "<string>" or function.__module__ not in sys.modules
