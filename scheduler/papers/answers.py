"""Answers as papers read them from files: what they tell is checked for its shape first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from scheduler.errors import FileRejected

WITHOUT_PLAN = ("infeasible", "undecided")
_OPEN: Any = {"extra": "ignore"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cause:
    __pydantic_config__ = _OPEN

    words: str
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clash:
    __pydantic_config__ = _OPEN

    rules: tuple[str, ...]
    statements: tuple[str, ...]
    minimal: bool
    proved: bool
    bases: tuple[str, ...] = ()
    cause: _Cause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    __pydantic_config__ = _OPEN

    words: str
    basis: str
    owner: str
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    __pydantic_config__ = _OPEN

    price: int
    changes: tuple[_Change, ...]
    checked: bool
    cheapest_proved: bool
    irreducible_proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recovery:
    __pydantic_config__ = _OPEN

    complete: bool
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptBack:
    __pydantic_config__ = _OPEN

    service: str
    name: str
    criticality: int
    earliest_transfer: date | None
    calendar_days_after_end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Partial:
    __pydantic_config__ = _OPEN

    kept_back: tuple[_KeptBack, ...]
    criticality: int
    fewest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Solve:
    __pydantic_config__ = _OPEN

    stopped_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithoutPlan:
    __pydantic_config__ = _OPEN

    outcome: Literal["infeasible", "undecided"]
    clashes: tuple[_Clash, ...] = ()
    recovery_options: tuple[_Option, ...] = ()
    recovery: _Recovery | None = None
    partial_plan: _Partial | None = None
    solve: _Solve = _Solve()


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithPlan:
    __pydantic_config__ = _OPEN

    outcome: Literal["plan"]
    claim: str | None = None
    plan: dict[str, Any]
    solve: _Solve | None = _Solve()


_NONE: TypeAdapter[_WithoutPlan] = TypeAdapter(_WithoutPlan)
_SOME: TypeAdapter[_WithPlan] = TypeAdapter(_WithPlan)


def answer_without_plan(document: Any) -> Mapping[str, Any]:  # noqa: ANN401  # any JSON value
    """Return what a paper tells of an answer or explanation without a plan.

    Raises: FileRejected where the document has another shape.
    """
    return _read(_NONE, document)


def answer_with_plan(document: Any) -> Mapping[str, Any]:  # noqa: ANN401  # any JSON value
    """Return what a paper tells of an answer beside its plan; nothing of a plan alone.

    Raises: FileRejected where the document has another shape.
    """
    if not isinstance(document, dict) or document.get("outcome") is None:
        return {}
    return _read(_SOME, document)


def _read(adapter: TypeAdapter[Any], document: object) -> Mapping[str, Any]:
    try:
        read = adapter.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(map(str, first["loc"]))
        message = f"the answer cannot be read at {place or 'its top'}: {first['msg']}"
        raise FileRejected(message) from None
    made: dict[str, Any] = adapter.dump_python(read, mode="json")
    return made
