"""Spans as the service sees them; nothing of OpenTelemetry's SDK is loaded where nobody collects.

A span holds ids, templates, statuses and counts alone: nothing that a caller, or the author of a
programme, can write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Literal, Protocol

from scheduler.errors import InputError

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
"""Names who collects spans, by OTLP over HTTP; unset, there are none."""

Part = Literal["api", "worker"]
Kind = Literal["request", "attempt"]


class Span(Protocol):
    """Something that is going on."""

    @property
    def traceparent(self) -> str | None:
        """What further spans of the trace name, in the form of W3C Trace Context."""

    def note(self, facts: Mapping[str, str | int]) -> None:
        """Keep what is known of it."""

    def rename(self, name: str) -> None:
        """Call it otherwise."""

    def fault(self) -> None:
        """Mark it as gone wrong by a fault of ours."""


class Tracing(Protocol):
    """Makes spans and sends them, without ever keeping anybody waiting."""

    def span(self, name: str, kind: Kind, parent: str | None) -> AbstractContextManager[Span]:
        """Begin a span, of the trace that `parent` names or else of a new one."""

    def close(self) -> None:
        """Send what is left, if that is quickly done."""


_current: ContextVar[Span | None] = ContextVar("span", default=None)


def tracing_from(environment: Mapping[str, str], part: Part) -> Tracing | None:
    """Return what sends the spans of a process; None where nobody collects them.

    Raises InputError.
    """
    if not environment.get(ENDPOINT):
        return None
    try:
        from api.telemetry.exporting import Exporting  # noqa: PLC0415  # of an extra
    except ImportError as error:
        message = f"{ENDPOINT} needs the extra `telemetry`: pip install 'phased-exit[telemetry]'"
        raise InputError(message) from error
    return Exporting(part)


@contextmanager
def spanning(
    tracing: Tracing | None, name: str, kind: Kind, parent: str | None = None
) -> Iterator[None]:
    """Make what happens within it a span, if anybody collects them."""
    if tracing is None:
        yield
        return
    with tracing.span(name, kind, parent) as span:
        token = _current.set(span)
        try:
            yield
        finally:
            _current.reset(token)


def carried() -> str | None:
    """Return what spans that follow elsewhere name as their parent; None outside a span."""
    span = _current.get()
    return None if span is None else span.traceparent


def note(facts: Mapping[str, str | int | None]) -> None:
    """Keep facts of the span at hand, if there is one; those that are None are left out."""
    span = _current.get()
    if span is not None:
        span.note({name: value for name, value in facts.items() if value is not None})


def rename(name: str) -> None:
    """Call the span at hand otherwise, if there is one."""
    span = _current.get()
    if span is not None:
        span.rename(name)


def fault() -> None:
    """Mark the span at hand, if there is one, as gone wrong by a fault of ours."""
    span = _current.get()
    if span is not None:
        span.fault()
