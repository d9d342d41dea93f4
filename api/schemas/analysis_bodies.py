"""The JSON of an analysis: its facts and rows, with the stored document beside them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas.instants import instant, instant_if_any
from api.schemas.priorities import priority_word
from api.store.records import AnalysisRecord, EventRecord


def listed_analysis(analysis: AnalysisRecord) -> dict[str, Any]:
    """Return what lists say of an analysis."""
    failure = None
    if analysis.failure_code is not None:
        failure = {"code": analysis.failure_code, "detail": analysis.failure_detail}
    return {
        "id": analysis.id,
        "kind": analysis.settings["kind"],
        "plan": analysis.about,
        "state": analysis.state,
        "programme": analysis.programme,
        "revision": analysis.revision,
        "priority": priority_word(analysis.priority),
        "settings": analysis.settings,
        "submitted_at": instant(analysis.submitted_at),
        "submitted_by": analysis.submitted_by,
        "started_at": instant_if_any(analysis.started_at),
        "finished_at": instant_if_any(analysis.finished_at),
        "attempts": analysis.attempt,
        "outcome": _outcome(analysis),
        "stopped_by": stopped_by(analysis),
        "failure": failure,
    }


def analysis_body(
    analysis: AnalysisRecord, progress: EventRecord | None, rows: Sequence[Mapping[str, Any]]
) -> str:
    """Return the analysis resource as JSON; `progress` is its newest event of that type.

    The document is put in as it is stored: it may be large.
    """
    facts = {
        **listed_analysis(analysis),
        "queue_position": analysis.queue_position,
        "progress": None if progress is None else dict(progress.data),
        "rows": rows,
    }
    head = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{head},"document":{analysis.answer or "null"}}}'


def stopped_by(analysis: AnalysisRecord) -> str | None:
    """Return what ended an analysis early, where anything did."""
    if _outcome(analysis) != "partial":
        return None
    return "request" if analysis.state == "cancelled" else "limit"


def _outcome(analysis: AnalysisRecord) -> str | None:
    """Return the outcome; where an end came before a worker could write one, what is known."""
    if analysis.outcome is None and analysis.state == "cancelled":
        return "partial"
    return analysis.outcome
