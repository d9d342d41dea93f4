"""The one place that wires the service together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, FastAPI
from fastapi.telemetry import TelemetryConfig

from api.http.caller import caller
from api.http.crowding import Crowding
from api.http.front import Front
from api.http.metrics import CountRequests
from api.http.problems import install
from api.http.query import known_query
from api.http.state import services_for
from api.http.traced import TraceRequests
from api.routes import (
    analyses,
    analysis_pictures,
    analysis_requests,
    audit,
    baselines,
    catalogue,
    change_requests,
    changes,
    check,
    churn,
    decisions,
    deletions,
    deliveries,
    exports,
    imports,
    keys,
    limits,
    merging,
    operation,
    plan_differences,
    plan_events,
    plan_pictures,
    plan_requests,
    plan_retries,
    plan_views,
    plans,
    plans_elsewhere,
    programmes,
    revisions,
    subscriptions,
    webhooks,
)
from api.routes.catalogue import rule_kinds
from api.store.walls import NOBODY
from api.web import (
    activities,
    ask_first,
    beginning,
    board_pages,
    comparing,
    decision_pages,
    handing_over,
    keeping,
    loads,
    pages,
    publishing,
    reference,
    sign_in,
    static_files,
    subscribing,
    taking_away,
    timelines,
    weighing,
)
from api.web import analyses as analysis_pages
from api.web import plans as plan_pages
from api.web.changing.progress import router as progress
from api.web.changing.routes import router as changing
from api.web.importing.dates_routes import router as dates_back
from api.web.importing.routes import router as importing
from api.web.problem_pages import ProblemPages
from api.web.templating import compile_templates

if TYPE_CHECKING:
    from api.settings import ServiceSettings
    from api.store.database import Database
    from api.telemetry.tracing import Tracing

ROUTERS: tuple[APIRouter, ...] = (
    programmes.router,
    deletions.router,
    changes.router,
    revisions.router,
    plan_requests.router,
    plan_retries.router,
    plans_elsewhere.router,
    plans.router,
    plan_events.router,
    plan_pictures.router,
    exports.router,
    subscriptions.router,
    plan_views.router,
    decisions.router,
    change_requests.router,
    plan_differences.router,
    baselines.router,
    churn.router,
    merging.router,
    analysis_requests.router,
    analyses.router,
    analysis_pictures.router,
    webhooks.router,
    deliveries.router,
    check.router,
    imports.router,
    catalogue.router,
    audit.router,
    limits.router,
    keys.router,
    operation.router,
)
"""What programs speak to, in the order of the reference."""
PAGES: tuple[APIRouter, ...] = (
    beginning.router,
    importing,
    dates_back,
    pages.router,
    plan_pages.router,
    timelines.router,
    loads.router,
    changing,
    progress,
    decision_pages.router,
    comparing.router,
    board_pages.router,
    weighing.router,
    ask_first.router,
    keeping.router,
    handing_over.router,
    taking_away.router,
    subscribing.router,
    publishing.router,
    activities.router,
    sign_in.router,
    analysis_pages.router,
    reference.router,
    static_files.router,
)
"""What people look at."""
NO_TELEMETRY_OF_THE_FRAMEWORK: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""Its spans hold addresses and queries, its logs messages of errors; ours do not."""


def create_app(
    settings: ServiceSettings, database: Database, tracing: Tracing | None = None
) -> FastAPI:
    """Return the service on an open, current database; the caller closes it, and the tracing."""
    app = FastAPI(
        title="phased-exit",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # A path with a slash too many is another address: 404, not a redirect.
        redirect_slashes=False,
        telemetry=NO_TELEMETRY_OF_THE_FRAMEWORK,
    )
    # Until it is known who asks, nothing is seen.
    services = services_for(settings, database.working_for(NOBODY))
    app.state.services = services
    install(app)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(caller), Depends(known_query)])
    for router in PAGES:
        app.include_router(router, dependencies=[Depends(caller)])
    app.add_middleware(ProblemPages)
    app.add_middleware(Crowding)
    app.add_middleware(Front)
    app.add_middleware(CountRequests, metrics=services.metrics)
    if tracing is not None:
        app.add_middleware(TraceRequests, tracing=tracing)
    # What takes long the first time would keep everybody waiting who asks just then.
    rule_kinds()
    compile_templates()
    return app
