"""How likely a plan is in time, as a key figure: from the newest simulation made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from api.web.best_plan import Figure
from scheduler.interchange.risk_json import risk_from_jsonable
from scheduler.pictures.risk_contents import IN_TIME_MEANS

RISK = "risk"
IN_TIME = "In time"
_HARDLY = 0.5
_ALL = 100


def in_time_figure(found: Mapping[str, tuple[str, str]]) -> Figure:
    """Return in how many of a hundred runs a plan is in time, or that this is not known yet.

    `found` are documents of analyses by id: kind and text. It is for readers of the exempt part
    alone: probabilities are not public.
    """
    simulated = ((id, json.loads(text)) for id, (kind, text) in found.items() if kind == RISK)
    for id, document in simulated:
        if "curve" in document:
            answer = risk_from_jsonable(document)
            return Figure(
                name=IN_TIME,
                value=f"in {of_a_hundred(answer.in_time.value)} of 100 runs",
                more=f"of {answer.samples:,} simulated, all services are {IN_TIME_MEANS}",
                link="How sure the end date is",
                address=f"/analyses/{id}",
            )
    return Figure(
        name=IN_TIME,
        value="not worked out yet",
        more="how many of 100 runs end in time",
        link="Work out how sure the end date is",
        address="#reasons",
    )


def of_a_hundred(share: float) -> str:
    """Return a share in whole runs of a hundred; hardly ever and almost always are not rounded."""
    runs = _ALL * share
    if 0 < runs < _HARDLY:
        return "under 1"
    return "over 99" if _ALL - _HARDLY < runs < _ALL else f"{runs:.0f}"
