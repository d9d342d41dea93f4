"""One operation as a line for a shell."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST_BODY = 200
"""Characters; a longer body comes from a file."""
_FORM = "multipart/form-data"
_WANTED_HEADERS = ("If-Match", "Prefer")
"""Headers worth showing though they are not required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlLine:
    """A line without the address of the service, which only the request knows."""

    before: str
    path: str
    after: str

    def at(self, origin: str) -> str:
        """Return the line for a service at an address."""
        return f"{self.before}{shlex.quote(origin + self.path)}{self.after}"


def curl_line(
    method: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]
) -> CurlLine:
    """Return a line that asks for an operation with the values of its examples."""
    told = operation.get("parameters", ())
    for parameter in told:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(_example(parameter["schema"])))
    streams = any(
        "text/event-stream" in r.get("content", {}) for r in operation["responses"].values()
    )
    before = "curl -N " if streams else "curl "
    if method != "GET":
        before += f"-X {method} "
    after = "".join(f" {word}" for word in (*_headers(told), *_body(operation, document)))
    return CurlLine(before=before, path=path, after=after)


def _headers(told: Any) -> Iterator[str]:  # noqa: ANN401  # JSON
    for parameter in told:
        if parameter["in"] == "header" and parameter["name"] in _WANTED_HEADERS:
            yield "-H " + shlex.quote(f"{parameter['name']}: {_example(parameter['schema'])}")


def _body(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    for media_type, media in operation.get("requestBody", {}).get("content", {}).items():
        if media_type == _FORM:
            yield from (f"-F {name}=@{name}" for name in media["schema"].get("required", ()))
            continue
        name, example = next(iter(media["examples"].items()))
        if "$ref" in example:
            example = document["components"]["examples"][name]
        text = json.dumps(example["value"], ensure_ascii=False)
        yield "-H " + shlex.quote(f"Content-Type: {media_type}")
        long = len(text) > _LONGEST_BODY
        yield "--data " + (f"@{name}.json" if long else shlex.quote(text))
        return


def _example(schema: Mapping[str, Any]) -> object:
    return schema["examples"][0] if "examples" in schema else schema.get("default", 1)
