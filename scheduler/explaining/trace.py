"""What every picture of a plan needs: what waits for what, and what is critical."""

from __future__ import annotations

from dataclasses import dataclass

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

    @property
    def size(self) -> int:
        """How many links and activities it holds, and one for itself."""
        return 1 + len(self.links) + len(self.critical)


def trace_of(programme: ExpandedProgramme, plan: Plan) -> Trace:
    """Return what is found; a large plan takes a noticeable part of a second."""
    network = Network(programme, plan)
    return Trace(
        links=tuple(dict.fromkeys((link.before, link.after) for link in network.links)),
        critical=critical_chain(programme, plan, network),
    )
