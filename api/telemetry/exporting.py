"""Spans sent by OTLP over HTTP, from a thread of their own; needs the extra `telemetry`.

The provider is ours alone and never the global one: libraries that look for that one would make
spans of their own, with addresses, queries and messages of errors in them.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.environment_variables import OTEL_SERVICE_NAME
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from api.telemetry.tracing import Kind, Part, Span

CLOSE_WITHIN_SECONDS = 2.0
"""What was not taken by then is lost: nobody's end waits for a receiver."""

_KINDS: Mapping[Kind, trace.SpanKind] = {
    "request": trace.SpanKind.SERVER,
    "attempt": trace.SpanKind.CONSUMER,
}
_PROPAGATOR = TraceContextTextMapPropagator()

log = logging.getLogger(__name__)


class Exporting:
    """Makes spans and sends them; what the receiver is too slow for is dropped."""

    def __init__(self, part: Part) -> None:
        """Begin to send, as the environment says by the names of OpenTelemetry."""
        # What the library says of each batch would fill the log; changes are told below.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        facts = {"service.namespace": "phased-exit"}
        if not os.environ.get(OTEL_SERVICE_NAME):
            facts["service.name"] = f"phased-exit-{part}"
        self._provider = TracerProvider(resource=Resource.create(facts), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(_Told(OTLPSpanExporter())))
        self._tracer = self._provider.get_tracer("phased-exit")

    @contextmanager
    def span(self, name: str, kind: Kind, parent: str | None) -> Iterator[Span]:
        """Begin a span, of the trace that `parent` names or else of a new one."""
        # Of a caller's headers only this one: others may hold anything.
        context = _PROPAGATOR.extract({} if parent is None else {"traceparent": parent})
        span = self._tracer.start_span(name, context, _KINDS[kind], record_exception=False)
        try:
            yield _Begun(span)
        finally:
            span.end()

    def close(self) -> None:
        """Send what is left, if that is quickly done."""
        ending = threading.Thread(target=self._provider.shutdown, name="spans", daemon=True)
        ending.start()
        ending.join(CLOSE_WITHIN_SECONDS)


class _Begun:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    @property
    def traceparent(self) -> str | None:
        context = self._span.get_span_context()
        if not context.is_valid:
            return None
        return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"

    def note(self, facts: Mapping[str, str | int]) -> None:
        self._span.set_attributes(facts)

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def fault(self) -> None:
        self._span.set_status(trace.StatusCode.ERROR)


class _Told(SpanExporter):
    """Says once that the receiver is away, and once that it is back."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._away = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        away = result is not SpanExportResult.SUCCESS
        if away and not self._away:
            log.warning("spans are not taken by their receiver; they are lost until they are")
        if self._away and not away:
            log.info("spans are taken by their receiver again")
        self._away = away
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()
