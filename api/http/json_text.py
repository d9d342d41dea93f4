"""Response bodies: JSON that is valid UTF-8 whatever the values hold."""

import json
import math
from collections.abc import Mapping
from datetime import date

from starlette.responses import Response


class JsonResponse(Response):
    """JSON text that was written elsewhere, sent as it is."""

    media_type = "application/json"


def json_text(value: object) -> str:
    """Return compact JSON text; what JSON cannot hold is null, what UTF-8 cannot hold is `?`."""
    try:
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, default=_plain, separators=(",", ":")
        )
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, default=_plain, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def json_response(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> JsonResponse:
    """Return a response with a value written as JSON."""
    return JsonResponse(json_text(value), status_code=status, headers=headers)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def _finite(value: object) -> object:
    match value:
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {key: _finite(item) for key, item in value.items()}
        case list() | tuple():
            return [_finite(item) for item in value]
        case _:
            return value
