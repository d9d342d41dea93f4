"""What the service counts of its own requests; one registry per application.

Labels hold route templates, known methods and statuses only: nothing that a caller can invent.
"""

import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.request_log import log_refusal, log_request

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
NO_ROUTE = "none"
NO_ANSWER = "none"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "phased_exit_requests",
            "Requests, by route template.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "phased_exit_request_seconds",
            "From the arrival of a request to the beginning of its answer.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )

        self.problems = Counter(
            "phased_exit_problems",
            "Problems answered, by code: database_unavailable counts errors of the database.",
            ("code",),
            registry=self.registry,
        )
        self.refusals = Counter(
            "phased_exit_refusals",
            "Requests and connections refused before any route saw them, by problem.",
            ("code",),
            registry=self.registry,
        )

    def count_refusal(self, code: str, request_id: str) -> None:
        """Count, and log, what was refused by the server itself."""
        self.refusals.labels(code).inc()
        log_refusal(code, request_id)

    def count(self, scope: Scope, status: str, seconds: float) -> None:
        """Count, and log, one request."""
        route = getattr(scope.get("route"), "path", None) or NO_ROUTE
        method = scope["method"] if scope["method"] in METHODS else OTHER
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(method, route).observe(seconds)
        problem = scope.get("state", {}).get("problem")
        if problem is not None:
            self.problems.labels(problem).inc()
        log_request(scope, method, route, status, seconds)


class CountRequests:
    """Middleware that counts every request once it is over, answered or not."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and watch its answer begin."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        arrived = time.perf_counter()
        status, answered = NO_ANSWER, arrived

        async def watched(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = str(message["status"]), time.perf_counter()
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            if status == NO_ANSWER:
                answered = time.perf_counter()
            self.metrics.count(scope, status, answered - arrived)
