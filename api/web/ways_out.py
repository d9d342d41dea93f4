"""Where no plan exists: how far one gets, and the ways out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.store.records import AnalysisRecord
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Contents
from scheduler.pictures.partial_contents import partial_contents, partial_words
from scheduler.pictures.recovery_contents import recovery_contents, recovery_words

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysOut:
    """What was found for a programme without a plan."""

    analysis: str
    partial_words: str
    """Nothing where there is no partial plan, or it was not found."""
    partial: Contents | None
    options: tuple[Contents, ...]
    words: str
    """Whether there are other options; nothing where they were not looked for."""
    takeable: bool
    """Whether an option can be taken: its buttons are shown."""

    @property
    def numbered(self) -> tuple[tuple[int, Contents], ...]:
        """The options with their numbers, from 1."""
        return tuple(enumerate(self.options, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNone:
    """The section on the page of a plan that does not exist."""

    address: str
    """Of the analysis that was asked for; nothing where none was."""
    live: bool
    ways: WaysOut | None
    withdrawn: bool
    """Whether options are told that cannot be taken, for the programme has changed since."""

    @property
    def nothing(self) -> bool:
        """Whether nothing is known, and nothing on its way."""
        told = self.ways is not None and (self.ways.partial is not None or self.ways.options)
        return not self.live and not told


def asked_why(analyses: Sequence[AnalysisRecord]) -> AnalysisRecord | None:
    """Return the newest analysis that says why there is no plan, or will; none that failed."""
    return next(
        (a for a in analyses if a.settings["kind"] == "explanation" and a.state != "failed"), None
    )


def why_none(asked: AnalysisRecord | None, expanded: ExpandedProgramme, *, latest: bool) -> WhyNone:
    """Return what is known of the ways out; `latest` tells whether the programme is still so."""
    if asked is None:
        return WhyNone(address="", live=False, ways=None, withdrawn=False)
    document = None if asked.answer is None else json.loads(asked.answer)
    found = ways_out(asked.id, document, expanded, takeable=latest)
    return WhyNone(
        address=f"/analyses/{asked.id}",
        live=not asked.is_terminal,
        ways=found,
        withdrawn=found is not None and bool(found.options) and not latest,
    )


def ways_out(
    analysis: str, document: Document | None, expanded: ExpandedProgramme, *, takeable: bool
) -> WaysOut | None:
    """Return what the document of an analysis tells; None where it tells of no ways out."""
    if document is None or document.get("outcome") != "infeasible":
        return None
    partial = document.get("partial_plan")
    options = tuple(recovery_contents(document)) if document.get("recovery_options") else ()
    return WaysOut(
        analysis=analysis,
        partial_words="" if partial is None else partial_words(partial, expanded),
        partial=None if partial is None else partial_contents(partial, expanded),
        options=options,
        words=recovery_words(document) or "",
        takeable=takeable and bool(options),
    )
