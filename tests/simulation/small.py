"""Programmes of a few activities whose chances can be worked out by hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.timeline.time_axis import axis_of

FIRST = date(2023, 1, 2)
"""A Monday."""

Points = tuple[float, float, float]


def points(value: Points, **more: Any) -> dict[str, Any]:
    return {**dict(zip(("min", "likely", "max"), value, strict=True)), **more}


@dataclass
class Small:
    """A programme with one service; `works` are planned one after another, or all at once."""

    works: Mapping[str, Points]
    links: Sequence[tuple[str, str]] = ()
    end: str = "2023-12-29"
    until: str = "2024-12-31"
    team: bool = False
    drivers: Mapping[str, str] = field(default_factory=dict)
    risks: Sequence[Mapping[str, Any]] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    """Event to its date set."""
    date_sets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rules: Sequence[Mapping[str, Any]] = ()
    calendars: Sequence[Mapping[str, Any]] = ({"id": "week"},)
    more_services: Sequence[str] = ()
    """Each with a transfer of its own that waits for nothing."""

    def programme(self, accepted: str | None = None) -> ExpandedProgramme:
        demands = {"ict": 100} if self.team else {}
        document = {
            "format_version": 1,
            "id": "small",
            "name": "Small",
            "plan_from": FIRST.isoformat(),
            "plan_until": self.until,
            "contract": {"supplier": "Incumbent", "end_date": self.end},
            "calendars": list(self.calendars),
            "default_calendar": "week",
            "date_sets": [{"id": k, "dates": list(v)} for k, v in self.date_sets.items()],
            "teams": [{"id": "ict", "capacity": [{"first": FIRST.isoformat(), "hundredths": 100}]}],
            "service_groups": [{"id": "G", "options": [{"id": "own"}]}],
            "services": [
                {"id": name, "group": "G", "criticality": 3} for name in ("S", *self.more_services)
            ],
            "drivers": [{"id": name} for name in sorted(set(self.drivers.values()))],
            "activities": [
                *(
                    {
                        "id": name,
                        "kind": "work",
                        "modes": [
                            {
                                "duration": points(value, driver=self.drivers.get(name)),
                                "demands": demands,
                            }
                        ],
                    }
                    for name, value in self.works.items()
                ),
                *(
                    {
                        "id": name,
                        "kind": "acceptance" if name == accepted else "meeting",
                        "form": "event",
                        "dates": dates,
                        "service": "S" if name == accepted else None,
                    }
                    for name, dates in self.events.items()
                ),
                {
                    "id": "T",
                    "kind": "transfer",
                    "form": "event",
                    "service": "S",
                },
                *(
                    {"id": f"{name}.T", "kind": "transfer", "form": "event", "service": name}
                    for name in self.more_services
                ),
            ],
            "risks": list(self.risks),
            "rules": [
                *(
                    {"id": f"{a}-{b}", "kind": "precedence", "before": a, "after": b}
                    for a, b in self.links
                ),
                *self.rules,
            ],
        }
        return valid_programme(json.dumps(document).encode()).expanded


def chain(*names: str) -> tuple[tuple[str, str], ...]:
    """Return the links of a chain that ends with the transfer."""
    return tuple(zip(names, (*names[1:], "T"), strict=True))


def plan_at(programme: ExpandedProgramme, **starts: int | str) -> Plan:
    """Return a plan: work by the position of its first day, events by their date."""
    axis = axis_of(programme)
    placed = {}
    for name, start in starts.items():
        activity = programme.activities[name]
        if isinstance(start, str):
            day = date.fromisoformat(start)
            placed[name] = Placed(start=day, finish=day)
        elif activity.form == "event":
            day = axis.start_date(start)
            placed[name] = Placed(start=day, finish=day)
        else:
            days = programme.working_days(activity.modes[0])
            placed[name] = Placed(
                start=axis.start_date(start), finish=axis.finish_date(start + days)
            )
    return Plan(options={"G": "own"}, placed=placed)


def serial(programme: ExpandedProgramme, *names: str) -> Plan:
    """Return the plan in which works follow each other at once, and then the service transfers."""
    at, starts = 0, {}
    for name in names:
        starts[name] = at
        at += programme.working_days(programme.activities[name].modes[0])
    return plan_at(programme, **starts, T=at)
