"""What a request needs of the application: settings, the database, caches."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import Request

from api.http.body_room import BodyRoom
from api.http.expanded_programmes import ExpandedProgrammes
from api.http.gaps import Gaps
from api.http.lights import Lights
from api.http.metrics import Metrics
from api.http.paces import Paces
from api.http.passing_files import PassingFiles
from api.http.recent import Recent
from api.http.streams import OpenStreams
from api.http.uses import Uses
from api.settings import ServiceSettings
from scheduler.explaining.trace import Trace

if TYPE_CHECKING:
    from api.http.identity_provider import IdentityProvider
    from api.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """What every route may use; kept in the application's state."""

    settings: ServiceSettings
    database: Database
    caches: ExpandedProgrammes
    pictures: Recent[bytes]
    """Drawn pictures, by plan and tag."""
    traces: Recent[Trace]
    """What is found of final plans, by tenant, plan and what it is found from."""
    lights: Lights
    streams: OpenStreams
    bodies: BodyRoom
    files: PassingFiles
    turns: asyncio.Semaphore
    """At putting together what may be a large answer."""
    turns_at_jobs: asyncio.Semaphore
    """Likewise a plan or an analysis as it is stored."""
    metrics: Metrics
    gaps: Gaps
    uses: Uses
    calendars: Paces
    """Of each address of a calendar."""
    strangers: Paces
    """Of each client that asks for calendars there are not."""
    identity: IdentityProvider | None
    """Whose tokens are taken beside keys."""


TURNS = 2
"""At once in one process; more would only share the same processor."""
PICTURE_BYTES = 48 * 1024 * 1024
"""Of pictures kept at hand."""
CALENDARS_AT_ONCE = 20
SECONDS_BETWEEN_CALENDARS = 10.0
"""Calendar programs ask a few times a day; one address may be shared by a whole team."""
TRACED = 200_000
"""Links and activities of plans kept at hand: some twenty megabytes, dozens of large plans."""


def services_for(settings: ServiceSettings, database: Database) -> Services:
    """Return what one application needs, nothing shared with another but the database."""
    identity = None
    if settings.oidc_issuer is not None:
        from api.http.identity_provider import IdentityProvider  # noqa: PLC0415  # of an extra

        identity = IdentityProvider(settings)
    return Services(
        settings=settings,
        database=database,
        caches=ExpandedProgrammes(),
        traces=Recent(TRACED, lambda trace: trace.size),
        pictures=Recent(PICTURE_BYTES, len),
        lights=Lights(),
        streams=OpenStreams(settings.open_streams),
        bodies=BodyRoom(settings.bodies_bytes),
        files=PassingFiles(settings.data),
        turns=asyncio.Semaphore(TURNS),
        turns_at_jobs=asyncio.Semaphore(TURNS),
        metrics=Metrics(),
        gaps=Gaps(),
        uses=Uses(),
        calendars=Paces(CALENDARS_AT_ONCE, SECONDS_BETWEEN_CALENDARS),
        strangers=Paces(CALENDARS_AT_ONCE, SECONDS_BETWEEN_CALENDARS),
        identity=identity,
    )


def services(request: Request) -> Services:
    """Return the services of the application that answers a request."""
    found: Services = request.app.state.services
    return found


async def _services(request: Request) -> Services:
    # Asynchronous, so that no thread is taken for it.
    return services(request)


ServicesOf = Annotated[Services, Depends(_services)]
