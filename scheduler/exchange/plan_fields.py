"""What a plan says of a task beyond its dates, as custom fields of a planning tool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.values import Basis, ThreePoint
from scheduler.explaining.arcs import arcs_of

ACTIVITY = "Activity id"
GROUP = "Service group"
SERVICE = "Service"
STAFF_GROUP = "Staff group"
OPTION = "Sourcing option"
PHASE = "Phase"
CRITICALITY = "Criticality"
BASIS = "Basis"
ESTIMATE = "Estimate"
ESTIMATE_SOURCE = "Estimate source"
OWNER = "Owner"
ACCEPTED_BY = "Accepted when"


@dataclass(frozen=True, slots=True)
class FieldMaker:
    """Makes the custom fields of activities; what all of them share is looked up once."""

    programme: ExpandedProgramme
    plan: Plan
    bases: Mapping[str, frozenset[Basis]]

    @classmethod
    def of(cls, programme: ExpandedProgramme, plan: Plan) -> FieldMaker:
        """Look up on what the links of each activity rest."""
        bases: defaultdict[str, set[Basis]] = defaultdict(set)
        for rule in programme.document.rules:
            for arc in arcs_of(rule, programme):
                bases[arc.target[0]].add(rule.basis)
        return cls(programme, plan, {name: frozenset(found) for name, found in bases.items()})

    def fields(self, activity: Activity) -> tuple[tuple[str, str], ...]:
        """Return the fields that have a value, in reading order."""
        programme = self.programme
        group = programme.group_of(activity)
        service = None if activity.service is None else programme.services[activity.service]
        mode = programme.mode_in(activity, self.plan)
        told = {
            ACTIVITY: activity.id,
            GROUP: group or "",
            SERVICE: activity.service or "",
            STAFF_GROUP: activity.staff_group or "",
            OPTION: self.plan.options.get(group, "") if group else "",
            PHASE: activity.kind,
            CRITICALITY: "" if service is None else str(service.criticality),
            BASIS: "; ".join(sorted(self.bases.get(activity.id, ()))),
            ESTIMATE: _estimate(mode),
            ESTIMATE_SOURCE: _duration_source(mode),
            OWNER: activity.owner,
            ACCEPTED_BY: activity.acceptance,
        }
        return tuple((name, value) for name, value in told.items() if value)


def _estimate(mode: Mode | None) -> str:
    found = None if mode is None else mode.duration
    return "" if found is None else estimate_text(found)


def _duration_source(mode: Mode | None) -> str:
    return "" if mode is None or mode.duration is None else mode.duration.source


def estimate_text(found: ThreePoint) -> str:
    """Return a three-point duration as text: `12 / 20 / 30 weeks`."""
    return f"{found.min:g} / {found.likely:g} / {found.max:g} {found.unit.replace('_', ' ')}"
