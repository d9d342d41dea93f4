"""Errors as `application/problem+json` (RFC 9457), each with its code and every issue."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from api.errors import DatabaseUnavailable, RevisionMoved, ServiceError
from api.http.json_text import json_text
from api.http.problem_kinds import PROBLEMS, ProblemKind
from api.http.request_log import logged_id
from api.store.failures import is_missing_reference
from scheduler.domain.issues import Issue
from scheduler.errors import FileRejected, InputError, SchedulerError
from scheduler.interchange.shape_issues import about_value

MOST_ISSUES = 1_000
"""Shown of one document; `issues_found` says how many there are."""
LONGEST_VALUE = 500
"""Characters of an offending value that are repeated; a longer one is cut."""
LONGEST_INSTANCE = 300
PASSING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""What waiting helps against: such an answer always says how long."""
AGAIN_AFTER_SECONDS = 2
"""Where whoever raised the problem knows no better."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

_RETRY_AFTER: Mapping[int, str] = {
    HTTPStatus.CONFLICT: "1",
    # A place in the queue comes free when a job begins, which takes longer.
    HTTPStatus.TOO_MANY_REQUESTS: "10",
    HTTPStatus.SERVICE_UNAVAILABLE: "10",
}
"""Seconds, by status."""

_log = logging.getLogger("api")


class Problem(Exception):
    """A request that is answered with a problem; status and title belong to its code."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        issues: Iterable[Issue] = (),
        headers: Mapping[str, str] | None = None,
        **extra: object,
    ) -> None:
        """Keep what the answer will say; `extra` are further members of the document."""
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.issues = tuple(issues)
        self.headers = dict(headers or {})
        self.extra = extra

    @property
    def kind(self) -> ProblemKind:
        """The row of the table."""
        return PROBLEMS[self.code]


def request_id(scope: Scope) -> str:
    """Return the id by which the log speaks of a request."""
    return str(scope.get("state", {}).get("request_id", ""))


def problem_response(problem: Problem, request: Request, status: int | None = None) -> Response:
    """Return a problem as a response."""
    return _response(problem, request.scope, status or problem.kind.status)


def issue_to_jsonable(issue: Issue) -> dict[str, Any]:
    """Return an issue as plain JSON values, as the command line writes it."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "path": issue.path,
        "message": issue.message,
        "value": _shown(issue.value),
    }


def not_found() -> Problem:
    """Return the problem of an address that leads nowhere."""
    return Problem("not_found", PROBLEMS["not_found"].meaning)


def malformed_parameter(path: str, message: str, value: object = None) -> Problem:
    """Return the problem of a parameter; its path says where it stands: `query/after`."""
    issue = Issue(code="malformed_parameter", path=path, message=message, value=value)
    return Problem("malformed_parameter", message, issues=[issue])


def defect_response(scope: Scope) -> Response:
    """Return what is told of a failure nobody foresaw: nothing but the request id."""
    detail = f"The service failed; its log says why under request {request_id(scope)}."
    return _response(Problem("defect", detail), scope, PROBLEMS["defect"].status)


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(SchedulerError, _scheduler_error)
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(IntegrityError, _integrity_error)
    app.add_exception_handler(RequestValidationError, _malformed_parameters)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(ClientDisconnect, _gone)


def _response(problem: Problem, scope: Scope, status: int) -> Response:
    document: dict[str, object] = {
        "type": f"/docs/problems#{problem.code}",
        "title": problem.kind.title,
        "status": status,
        "detail": problem.detail,
        "code": problem.code,
        "instance": quote(scope["path"], errors="replace")[:LONGEST_INSTANCE],
        "request_id": request_id(scope),
        "issues": [issue_to_jsonable(issue) for issue in problem.issues[:MOST_ISSUES]],
        **problem.extra,
    }
    if len(problem.issues) > MOST_ISSUES:
        document["issues_found"] = len(problem.issues)
    scope.setdefault("state", {})["problem"] = problem.code
    headers = problem.headers
    if status in PASSING:
        headers = {"Retry-After": str(AGAIN_AFTER_SECONDS), **headers}
    return Response(
        json_text(document),
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def _shown(value: object) -> object:
    """Return a value to repeat in an answer, cut when it is long."""
    text = json_text(value)
    return value if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101  # as registered
    return problem_response(error, request)


async def _scheduler_error(request: Request, error: Exception) -> Response:
    if isinstance(error, FileRejected) and error.facts.get("reason") == "too_large":
        problem = Problem("too_large", str(error))
    elif isinstance(error, InputError) and error.code in PROBLEMS:
        problem = Problem(error.code, str(error), issues=_issues(getattr(error, "issues", ())))
    else:
        _log.error("request %s", logged_id(request_id(request.scope)), exc_info=error)
        return defect_response(request.scope)
    return problem_response(problem, request)


def _issues(found: Iterable[object]) -> list[Issue]:
    return [issue for issue in found if isinstance(issue, Issue)]


async def _service_error(request: Request, error: Exception) -> Response:
    if isinstance(error, RevisionMoved):
        headers = {"ETag": f'"{error.current}"'}
        problem = Problem(error.code, str(error), headers=headers, current=error.current)
    elif isinstance(error, DatabaseUnavailable):
        _log.warning("request %s: %s", logged_id(request_id(request.scope)), error)
        detail = "The database cannot be reached or is too busy; nothing was changed."
        problem = Problem(error.code, detail, headers={"Retry-After": "1"})
    elif isinstance(error, ServiceError) and error.code in PROBLEMS:
        status = PROBLEMS[error.code].status
        after = _RETRY_AFTER.get(status)
        headers = {} if after is None else {"Retry-After": after}
        problem = Problem(error.code, str(error), headers=headers)
    else:
        _log.error("request %s", logged_id(request_id(request.scope)), exc_info=error)
        return defect_response(request.scope)
    return problem_response(problem, request)


async def _integrity_error(request: Request, error: Exception) -> Response:
    """Answer what refers to something that was deleted meanwhile as if it had been gone before."""
    if is_missing_reference(error):
        detail = "What the request speaks of was deleted while it was answered."
        return problem_response(Problem("not_found", detail), request)
    raise error


async def _malformed_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # as registered
    issues = [
        Issue(
            code="malformed_parameter",
            path="/".join(str(step) for step in found["loc"]),
            message=_about_parameter(found),
            value=found.get("input"),
        )
        for found in error.errors()
    ]
    detail = "; ".join(f"{issue.path}: {issue.message}" for issue in issues[:5])
    return problem_response(Problem("malformed_parameter", detail, issues=issues), request)


def _about_parameter(found: Mapping[str, Any]) -> str:
    said = str(found["msg"])
    if found["type"] == "value_error":
        return said.removeprefix("Value error, ")
    _, message = about_value(found["type"], found.get("input"), found.get("ctx") or {}, said)
    return message


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # as registered
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem_response(not_found(), request)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(_allowed(request))
        detail = f"{request.method[:20]} is not offered here; offered: {allowed}."
        headers = {"Allow": allowed}
        return problem_response(Problem("method_not_allowed", detail, headers=headers), request)
    problem = Problem("http_error", str(error.detail), headers=error.headers)
    return problem_response(problem, request, error.status_code)


def _allowed(request: Request) -> list[str]:
    """Return every method that some route offers at this address."""
    found = set()
    for method in METHODS:
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            found.add(method)
    if "GET" in found:
        found.add("HEAD")
    return sorted(found)


async def _gone(_request: Request, _error: Exception) -> Response:
    """Nobody reads this: the client has gone."""
    return Response(status_code=499)
