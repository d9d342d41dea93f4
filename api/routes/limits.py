"""`/v1/limits`: what is taken, so that nobody has to find out by being refused."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answers import answer, problems
from api.http.bodies import BODY_SECONDS, SMALL_BODY_BYTES
from api.http.json_text import json_response
from api.http.query import MOST_LISTED
from api.http.state import ServicesOf
from api.schemas.limits import (
    LimitsOfBodies,
    LimitsOfConnections,
    LimitsOfWork,
    ServiceLimits,
)
from api.settings import ServiceSettings
from api.store.subscriptions import MOST_SUBSCRIPTIONS
from api.store.webhooks import MOST_WEBHOOKS

router = APIRouter(prefix="/v1", tags=["catalogue"])


@router.get(
    "/limits",
    operation_id="readLimits",
    summary="Say how much is taken",
    response_class=Response,
    responses={200: answer("The limits.", "ServiceLimits"), **problems()},
)
async def read_limits(services: ServicesOf) -> Response:
    """Return the limits of connections, bodies and work; they are settings of the service."""
    return json_response(asdict(limits_of(services.settings)))


def limits_of(settings: ServiceSettings) -> ServiceLimits:
    """Return what settings allow."""
    door, documents = settings.door, settings.limits
    return ServiceLimits(
        connections=LimitsOfConnections(
            connections=door.connections,
            open_streams=settings.open_streams,
            stream_seconds=settings.stream_seconds,
            address_bytes=door.address_bytes,
            header_bytes=door.header_bytes,
            headers=door.headers,
            head_seconds=door.head_seconds,
            body_seconds=BODY_SECONDS,
            keep_alive_seconds=door.keep_alive_seconds,
            unread_seconds=door.unread_seconds,
        ),
        bodies=LimitsOfBodies(
            body_bytes=settings.body_bytes,
            settings_body_bytes=min(SMALL_BODY_BYTES, settings.body_bytes),
            json_depth=documents.depth,
            text_bytes=documents.text_bytes,
            entries=documents.entries,
        ),
        work=LimitsOfWork(
            activities=documents.activities,
            rules=documents.rules,
            horizon_calendar_days=documents.horizon_calendar_days,
            longest_search_seconds=settings.longest_search_seconds,
            longest_analysis_seconds=settings.longest_analysis_seconds,
            wait_seconds=settings.wait_seconds,
            page_entries=MOST_LISTED,
            replies_kept_days=settings.replies_kept_days,
            queued_per_tenant=settings.queued_per_tenant,
            running_per_tenant=settings.running_per_tenant,
            queued_in_all=settings.queued_in_all,
            subscriptions_per_programme=MOST_SUBSCRIPTIONS,
            webhooks_per_tenant=MOST_WEBHOOKS,
        ),
    )
