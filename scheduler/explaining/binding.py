"""Which groups of rules hold the dates of a plan, so that the telling ones are looked at first."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.kinds import KINDS
from scheduler.explaining.reasons import reasons_for, scene_of

ON_CHOICES = 0.5
"""Rules on options hold no date by themselves; they come before rules that hold nothing."""


def binding(programme: ExpandedProgramme, plan: Plan, stop: threading.Event) -> Mapping[str, float]:
    """Return template to how many dates it holds, from either side, as far as time allows.

    A hint and no proof: a rule that holds no date by itself may matter together with others.
    """
    scene, held = scene_of(programme, plan), Counter[str]()
    for name in plan.placed:
        for way in ("earlier", "later"):
            if stop.is_set():
                break
            held.update(
                {_template(reason.rule) for reason in reasons_for(scene, name, way) if reason.rule}
            )
    choices = {
        _template(rule.id): ON_CHOICES
        for rule in programme.document.rules
        if KINDS[rule.kind][0] == "choice"
    }
    return {**choices, **held}


def _template(rule: str) -> str:
    return rule.partition(".")[0]
