"""From which size on a programme is searched another way."""

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY

_LARGE = 450
_TOO_LARGE_FOR_ONE_MODEL = 1_600


def is_large(programme: ExpandedProgramme) -> bool:
    """Tell whether the solver alone takes long to find any plan."""
    return len(programme.document.activities) >= _LARGE


def is_too_large_for_one_model(programme: ExpandedProgramme) -> bool:
    """Tell whether a single model takes the solver longer than people wait."""
    return len(programme.document.activities) >= _TOO_LARGE_FOR_ONE_MODEL


def stays_near(programme: ExpandedProgramme) -> bool:
    """Tell whether the first thing that counts is how little of the plan in force changes."""
    return any(level.name in STABILITY for level in programme.document.objectives[:1])
