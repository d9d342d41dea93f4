"""What a request needs of the application: settings, the database, caches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import Request

from api.http.expanded_programmes import ExpandedProgrammes
from api.http.lights import Lights
from api.http.metrics import Metrics
from api.http.recent import Recent
from api.http.streams import OpenStreams
from api.settings import ServiceSettings

if TYPE_CHECKING:
    from api.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """What every route may use; kept in the application's state."""

    settings: ServiceSettings
    database: Database
    caches: ExpandedProgrammes
    pictures: Recent
    """Drawn pictures, by plan and tag."""
    lights: Lights
    streams: OpenStreams
    metrics: Metrics


PICTURE_BYTES = 48 * 1024 * 1024
"""Of pictures kept at hand."""


def services_for(settings: ServiceSettings, database: Database) -> Services:
    """Return what one application needs, nothing shared with another but the database."""
    return Services(
        settings=settings,
        database=database,
        caches=ExpandedProgrammes(),
        pictures=Recent(PICTURE_BYTES),
        lights=Lights(),
        streams=OpenStreams(settings.open_streams),
        metrics=Metrics(),
    )


def services(request: Request) -> Services:
    """Return the services of the application that answers a request."""
    found: Services = request.app.state.services
    return found


async def _services(request: Request) -> Services:
    # Asynchronous, so that no thread is taken for it.
    return services(request)


ServicesOf = Annotated[Services, Depends(_services)]
