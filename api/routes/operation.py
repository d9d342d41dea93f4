"""For those who run the service: is it alive, is it ready, what does it do."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from api.errors import DatabaseUnavailable
from api.http.answers import answer, problems
from api.http.json_text import json_response
from api.http.problem_kinds import PROBLEMS
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.http.stored_figures import Stored, stored_figures
from api.store.database import is_current
from api.store.figures import count
from api.store.finished import ended
from api.store.walls import for_everybody

router = APIRouter(tags=["operation"])


@router.get(
    "/healthz",
    operation_id="readHealth",
    summary="Tell whether the process lives",
    response_class=Response,
    responses={200: answer("It lives.", "Health"), **problems()},
)
async def read_health() -> Response:
    """Answer without asking the database: when that is away, ending the process mends nothing."""
    return json_response({"status": "alive"})


@router.get(
    "/readyz",
    operation_id="readReadiness",
    summary="Tell whether requests can be served",
    response_class=Response,
    responses={200: answer("They can.", "Readiness"), **problems("not_ready", "stopping")},
)
def read_readiness(services: ServicesOf) -> Response:
    """Ask the database, whose tables must be those of this version, and count workers.

    Without workers the service is ready: it stores plans, which wait.
    """
    if services.streams.closing:
        raise Problem("stopping", PROBLEMS["stopping"].meaning)
    if not is_current(services.database):
        detail = "The tables are not those of this version; it brings them up to date at its start."
        raise Problem("not_ready", detail, headers={"Retry-After": "5"})
    lost_after = round(services.settings.lost_after_seconds * 1000)
    with services.database.reading() as connection:
        figures = count(connection, lost_after_ms=lost_after)
    said = {"status": "ready", "workers": figures.workers, "queued": figures.waiting}
    return json_response(said)


@router.get(
    "/metrics",
    operation_id="readMetrics",
    summary="Read figures for monitoring",
    response_class=Response,
    responses={
        200: {
            **answer("Figures in the text format of Prometheus."),
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **problems(),
    },
)
def read_metrics(services: ServicesOf) -> Response:
    """Return what this process has counted and what the database holds.

    Without a database the figures of the process are told alone, with `phased_exit_database_up 0`.
    """
    try:
        stored = _stored(services)
    except DatabaseUnavailable:
        stored = None
    text = generate_latest(services.metrics.registry)
    text += generate_latest(stored_figures(stored, services.streams.open))
    return Response(text, media_type=CONTENT_TYPE_LATEST)


def _stored(services: Services) -> Stored:
    lost_after = round(services.settings.lost_after_seconds * 1000)
    with for_everybody(), services.database.reading() as connection:
        return Stored(
            count(connection, lost_after_ms=lost_after),
            ended(connection),
            services.gaps.lately(connection),
        )
