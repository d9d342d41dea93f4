"""A programme that can be planned: read, on chosen durations, with nothing wrong in its meaning."""

from dataclasses import dataclass, replace

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.programme import Programme
from scheduler.domain.values import DurationCase
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.programme_json import read_programme
from scheduler.validation import find_issues


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidProgramme:
    """A programme with its expansion, and what is odd about it without being wrong."""

    document: Programme
    expanded: ExpandedProgramme
    warnings: tuple[Issue, ...]


def valid_programme(
    data: bytes,
    limits: Limits = DEFAULT_LIMITS,
    durations: DurationCase | None = None,
    profile: str | None = None,
) -> ValidProgramme:
    """Return the programme that a file holds, on other durations or levels where asked.

    Raises: FileRejected when the file is no JSON; ProgrammeRejected with everything found, in its
    shape or else in its meaning.
    """
    document = read_programme(data, limits)
    if durations is not None:
        document = replace(document, durations=durations)
    if profile is not None:
        document = replace(document, profile=profile)
    expanded, issues = find_issues(document, limits)
    if expanded is None:
        raise ProgrammeRejected(issues)
    return ValidProgramme(document=document, expanded=expanded, warnings=tuple(issues))
