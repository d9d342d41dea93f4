"""What every picture of a plan needs: what waits for what, and what is critical."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.critical_chain import critical_chain
from scheduler.explaining.network import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The links of a plan and its critical chain."""

    links: tuple[tuple[str, str], ...]
    """Activities of which one waits for the other, the one that is waited for first."""
    critical: frozenset[str]
    to_last: Mapping[str, int] = field(default_factory=dict)
    """Working days by which each activity that links lead from to the last service transfer can be
    later, by links alone, before that transfer is."""

    @property
    def size(self) -> int:
        """How many links, activities and floats it holds, and one for itself."""
        return 1 + len(self.links) + len(self.critical) + len(self.to_last)


def trace_of(programme: ExpandedProgramme, plan: Plan) -> Trace:
    """Return what is found; a large plan takes a noticeable part of a second."""
    network = Network(programme, plan)
    critical, to_last = critical_chain(programme, plan, network)
    return Trace(
        links=tuple(dict.fromkeys((link.before, link.after) for link in network.links)),
        critical=critical,
        to_last=to_last,
    )
