"""Every minimal clash of a small programme, by the checker alone.

Each plan that meets placement breaks some rules. A set of rules leaves no plan just when it meets
the broken rules of every plan; minimal clashes are the least such sets.
"""

from itertools import combinations

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.verification.verify import verify
from tests.agreement.harness import every_placement


def minimal_clashes(programme: ExpandedProgramme) -> set[frozenset[str]]:
    """Return every set of rules that no plan meets and of which none can be left out.

    None for a programme that has a plan.
    """
    broken = {
        frozenset(violation.rule for violation in verify(programme, plan).violations)
        for plan in every_placement(programme)
    }
    if not broken:
        return {frozenset({"placement"})}
    if frozenset() in broken:
        return set()
    least = [rules for rules in broken if not any(other < rules for other in broken)]
    rules = sorted(frozenset().union(*least))
    found: set[frozenset[str]] = set()
    for size in range(len(rules) + 1):
        for chosen in map(frozenset, combinations(rules, size)):
            if all(chosen & each for each in least) and not any(f <= chosen for f in found):
                found.add(chosen)
    return found
