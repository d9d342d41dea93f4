"""What is answered about a plan and an analysis alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from api.http.large_answers import large_answer
from api.http.prefer import applied, wait_seconds
from api.routes.waiting import FRESH, ready_in_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import AnalysisRecord, PlanRecord
    from api.store.watching import Standing

    Job = PlanRecord | AnalysisRecord


def tag_of(job: Job) -> str:
    """Return the ETag of a job: it changes with every event and every step in the queue."""
    queued = "" if job.queue_position is None else f"-{job.queue_position}"
    return f'"{job.state}-{job.attempt}-{job.last_event}{queued}"'


def job_response(services: Services, job: Job, body: str, headers: dict[str, str]) -> Response:
    """Return a plan or an analysis as the body of a response."""
    return large_answer(services.files, [body], {**FRESH, "ETag": tag_of(job), **headers})


def stop_response(services: Services, job: Job, body: str) -> Response:
    """Return a job that was asked to stop: 200 once it is final, 202 while it is stopping."""
    if job.is_terminal:
        return job_response(services, job, body, {})
    response = job_response(services, job, body, {"Retry-After": "1"})
    response.status_code = 202
    return response


async def made_or_ready(
    made: Response,
    request: Request,
    services: Services,
    caller: Caller,
    *,
    find: Callable[[Connection, Caller, str], Standing],
    read: Callable[[Services, Caller, str], tuple[Job, str]],
) -> Response:
    """Return the answer to a wish for a job, or the finished job where that is waited for in time.

    `made` tells the address of the job; `find` and `read` are of its sort.
    """
    seconds = wait_seconds(request, services.settings.wait_seconds)
    if seconds is None:
        return made
    made.headers.update(applied(seconds))
    id = made.headers["Location"].rpartition("/")[2]
    if not await ready_in_time(request, services, caller, find, id, seconds):
        return made
    job, text = await run_in_threadpool(read, services, caller, id)
    again = {k: v for k, v in made.headers.items() if k in {"location", "idempotency-replayed"}}
    # It waited for the plan, not for a turn, and is in no thread of its own.
    headers = {**again, **applied(seconds)}
    return await run_in_threadpool(job_response, services, job, text, headers)
