"""Small programmes without a plan, and every way back to one by brute force."""

from collections.abc import Iterator, Mapping
from itertools import product

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.explaining.panel import Panel
from scheduler.verification.verify import verify
from tests.agreement.harness import every_placement
from tests.agreement.random_programmes import Draw

MOST_POSITIONS = 4_000
MOST_PLANS = 300

Moved = Mapping[int, int]


def without_plan(seed: int) -> tuple[ExpandedProgramme, list[Plan]] | None:
    """Return a random programme that has no plan, with every placement there is; else None."""
    programme = expand(Draw(seed).programme())
    placements = list(every_placement(programme))
    if not placements or len(placements) > MOST_PLANS:
        return None
    if any(verify(programme, plan).holds for plan in placements):
        return None
    return programme, placements


def positions(panel: Panel) -> Iterator[dict[int, int]]:
    """Yield every position of the levers."""
    heights = [range(len(lever.rungs) + 1) for lever in panel.levers]
    for rungs in product(*heights):
        yield {lever: rung for lever, rung in enumerate(rungs) if rung}
