"""Instances made up by seed, small enough to be solved in a moment."""

from collections.abc import Sequence
from random import Random

from scheduler.domain.project_instance import ProjectInstance, ProjectLink, ProjectMode

NOTHING = ProjectMode(duration=0, demands=(0, 0))


def single_mode(seed: int, count: int) -> ProjectInstance:
    """Two resources, each activity after up to three earlier ones, dummies at both ends."""
    random = Random(seed)
    modes = [(_mode(random, 1),) for _ in range(count)]
    return _framed(f"single-{count}-{seed}", modes, _finish_to_start(random, count), ())


def multi_mode(seed: int, count: int) -> ProjectInstance:
    """Three modes for each activity: the shorter, the more is used of one scarce amount."""
    random = Random(seed)
    modes = []
    for _ in range(count):
        made = sorted((_mode(random, 1) for _ in range(3)), key=lambda mode: mode.duration)
        modes.append(
            tuple(
                ProjectMode(
                    duration=m.duration, demands=m.demands, uses=(random.randint(0, 4) + k,)
                )
                for m, k in zip(made, (6, 3, 0), strict=True)
            )
        )
    amount = sum(sum(m.uses[0] for m in some) for some in modes) * 45 // 100 // 3 + 2 * count
    return _framed(f"multi-{count}-{seed}", modes, _finish_to_start(random, count), (amount,))


def with_maximum_lags(seed: int, count: int) -> ProjectInstance:
    """Start-to-start lags, some of them with a longest wait."""
    random = Random(seed)
    modes = [(_mode(random, 0),) for _ in range(count)]
    links = []
    for link in _finish_to_start(random, count):
        lag = random.randint(0, modes[link.before - 1][0].duration + 2)
        links.append(ProjectLink(before=link.before, after=link.after, lag=lag, from_finish=False))
        if random.random() < 0.3:
            most = -(lag + random.randint(4, 18))
            links.append(
                ProjectLink(before=link.after, after=link.before, lag=most, from_finish=False)
            )
    return _framed(f"max-{count}-{seed}", modes, links, (), from_finish=False)


def _mode(random: Random, least: int) -> ProjectMode:
    return ProjectMode(
        duration=random.randint(1, 9), demands=(random.randint(least, 6), random.randint(0, 6))
    )


def _finish_to_start(random: Random, count: int) -> list[ProjectLink]:
    return [
        ProjectLink(before=before, after=after)
        for after in range(2, count + 1)
        for before in random.sample(range(1, after), min(after - 1, random.randint(0, 3)))
        if after - before < 12
    ]


def _framed(
    name: str,
    modes: Sequence[tuple[ProjectMode, ...]],
    links: list[ProjectLink],
    amounts: tuple[int, ...],
    *,
    from_finish: bool = True,
) -> ProjectInstance:
    """Put the dummies at both ends."""
    last = len(modes) + 1
    nothing = (ProjectMode(duration=0, demands=(0, 0), uses=(0,) * len(amounts)),)
    ends = [
        ProjectLink(
            before=place,
            after=last,
            lag=0 if from_finish else modes[place - 1][0].duration,
            from_finish=from_finish,
        )
        for place in range(1, last)
    ]
    begins = [
        ProjectLink(before=0, after=place, from_finish=from_finish) for place in range(1, last)
    ]
    return ProjectInstance(
        name=name,
        capacities=(10, 9),
        amounts=amounts,
        activities=(nothing, *modes, nothing),
        links=(*begins, *links, *ends),
    )
