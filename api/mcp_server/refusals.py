"""Why a tool could not do what it was asked, as an answer that lets the caller mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier

REJECTED = "rejected"
FAILED = "failed"
REFUSALS = (REJECTED, FAILED)
_THEIR_FAULT_BELOW = 500


class Refused(Exception):
    """A tool cannot do what it was asked; carries the answer that says why."""

    def __init__(self, answer: Answer) -> None:
        """Keep the answer."""
        super().__init__(answer.says)
        self.answer = answer


def refused(says: str, **file_text: Any) -> Refused:  # noqa: ANN401 - JSON
    """Return what to raise where the arguments are wrong."""
    return Refused(Answer(status=REJECTED, says=says, file_text=file_text, failed=True))


def failed(says: str, **file_text: Any) -> Refused:  # noqa: ANN401 - JSON
    """Return what to raise where the arguments may be right and it did not work all the same."""
    return Refused(Answer(status=FAILED, says=says, file_text=file_text, failed=True))


def refused_by_service(status: int, problem: Mapping[str, Any]) -> Refused:
    """Return what to raise for a problem that the service has told of."""
    code = identifier(problem.get("code")) or "unknown"
    issues = [
        {name: issue.get(name) for name in ("code", "severity", "path", "message")}
        for issue in first_of(problem.get("issues") or ())
    ]
    ours = status >= _THEIR_FAULT_BELOW
    return Refused(
        Answer(
            status=FAILED if ours else REJECTED,
            says=f"The service refused the request: {code} (HTTP {status}).",
            facts={"problem": code, "http_status": status, "issues": len(issues)},
            file_text={"detail": str(problem.get("detail") or ""), "issues": issues},
            failed=True,
        )
    )
