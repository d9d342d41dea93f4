"""The document of `risk --json`."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from scheduler.analysis.risk import RiskAnswer, Share

_DECIMALS = 6
_ADAPTER: TypeAdapter[RiskAnswer] = TypeAdapter(RiskAnswer)


def risk_to_jsonable(answer: RiskAnswer) -> dict[str, Any]:
    """Return what becomes of a plan under chance as plain JSON values.

    A share is told with its count and its interval of 95 %; a date that is none is after the
    horizon.
    """
    made: dict[str, Any] = shares_plain(answer)
    return made


def risk_from_jsonable(document: Mapping[str, Any]) -> RiskAnswer:
    """Return what a document tells."""
    return _ADAPTER.validate_python(document)


def shares_plain(value: object) -> Any:  # noqa: ANN401  # JSON
    """Return a frozen value as plain JSON values, shares with their intervals of 95 %."""
    if isinstance(value, Share):
        low, high = value.interval
        return {
            "count": value.count,
            "of": value.of,
            "share": round(value.value, _DECIMALS),
            "low": round(low, _DECIMALS),
            "high": round(high, _DECIMALS),
        }
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: shares_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [shares_plain(item) for item in value]
    return value
