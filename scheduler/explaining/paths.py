"""The chains of links that lead to a milestone with the least float.

As the float paths of planning tools: the first is the most critical chain of all; each further one
holds the activity with the least total float that is in none yet, what drives it, and what it
drives up to a path told of before.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.analysis.holding import FloatPath
from scheduler.analysis.measures import last_transfer
from scheduler.construction.links import Link
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.network import Floats, Network

MOST_PATHS = 5


def default_milestone(programme: ExpandedProgramme, plan: Plan) -> str | None:
    """Return the last service transfer, the most critical service's first; None without any."""
    last = last_transfer(programme, plan)
    found = [
        activity
        for activity in programme.document.activities
        if activity.kind == TRANSFER
        and activity.id in plan.placed
        and plan.placed[activity.id].start == last
    ]

    def criticality(service: str | None) -> int:
        found = None if service is None else programme.services.get(service)
        return 0 if found is None else found.criticality

    found.sort(key=lambda activity: (-criticality(activity.service), activity.id))
    return found[0].id if found else None


def float_paths(network: Network, milestone: str, most: int = MOST_PATHS) -> tuple[FloatPath, ...]:
    """Return the paths with the least total float to a milestone, most critical first."""
    floats = network.floats(milestone)
    placed = network.plan.placed
    told: set[str] = set()
    paths: list[FloatPath] = []

    def rank(name: str) -> tuple[int, int, str]:
        return floats[name].total, -placed[name].finish.toordinal(), name

    left = sorted(floats, key=rank)
    while left and len(paths) < most:
        first = milestone if not paths else left[0]
        path = _path(first, network, floats, told)
        paths.append(
            FloatPath(
                activities=path,
                floats=tuple(floats[name].total for name in path),
                total_float=min(floats[name].total for name in path if name not in told),
            )
        )
        told.update(path)
        left = [name for name in left if name not in told]
    return tuple(paths)


def _path(
    middle: str, network: Network, floats: Mapping[str, Floats], told: set[str]
) -> tuple[str, ...]:
    """Return an activity with what drives it before and what it drives after."""
    path = [middle]
    while True:
        links = [
            link
            for link in network.before[path[0]]
            if link.before in floats and link.before not in told
        ]
        links = [link for link in links if link.before not in path]
        if not links:
            break
        path.insert(
            0, min(links, key=lambda link: _driving(link, link.before, network, floats)).before
        )
    while path[-1] not in told:
        onward = [
            link
            for link in network.after[path[-1]]
            if link.after in floats and link.after not in path
        ]
        if not onward:
            break
        path.append(min(onward, key=lambda link: _driving(link, link.after, network, floats)).after)
    return tuple(path)


def _driving(
    link: Link, other: str, network: Network, floats: Mapping[str, Floats]
) -> tuple[int, int, str]:
    return floats[other].total, network.slack(link), other
