"""Looking at a programme without storing or planning it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.http.problems import MOST_ISSUES, issue_to_jsonable
from scheduler.domain.issues import Issue
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.programme_json import programme_hash, read_programme
from scheduler.validation import find_issues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.limits import Limits
    from scheduler.domain.values import DurationCase


def validation(
    data: bytes,
    limits: Limits,
    durations: DurationCase | None = None,
    profile: str | None = None,
) -> dict[str, Any]:
    """Return the `ValidationResult` of a programme document as plain JSON values.

    Raises FileRejected when it is no JSON.
    """
    try:
        document = read_programme(data, limits)
    except ProgrammeRejected as rejected:
        return _result([issue for issue in rejected.issues if isinstance(issue, Issue)], None)
    if durations is not None:
        document = replace(document, durations=durations)
    if profile is not None:
        document = replace(document, profile=profile)
    expanded, issues = find_issues(document, limits)
    return _result(issues, None if expanded is None else programme_hash(document))


def _result(issues: Sequence[Issue], hash_: str | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "valid": not any(issue.severity == "error" for issue in issues),
        "issues": [issue_to_jsonable(issue) for issue in issues[:MOST_ISSUES]],
        "hash": hash_,
    }
    if len(issues) > MOST_ISSUES:
        result["issues_found"] = len(issues)
    return result
