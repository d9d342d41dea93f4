"""Choices of modes that keep within the stocks of non-renewable resources, compiled."""

from scheduler.project_search.chance import below
from scheduler.project_search.compiled import compiled
from scheduler.project_search.network import Int32s, Int64s, Network

REPAIRS = 20
"""Steps of a repair, per activity, before it is given up."""


@compiled
def draw_modes(net: Network, mode: Int32s, dice: Int64s) -> None:
    """Choose modes at random, of two drawn the shorter one."""
    for i in range(mode.size):
        mode[i] = below(dice, net.mode_count[i])
        other = below(dice, net.mode_count[i])
        if net.duration[i, other] < net.duration[i, mode[i]]:
            mode[i] = other


@compiled
def repair(net: Network, mode: Int32s, spare: Int64s, dice: Int64s) -> bool:
    """Change modes of random activities until the stocks suffice; say whether they do.

    `spare` is scratch: what is left of each stock.
    """
    stocks = net.stock.size
    if stocks == 0:
        return True
    for r in range(stocks):
        spare[r] = net.stock[r]
        for i in range(mode.size):
            spare[r] -= net.use[i, mode[i], r]
    for _ in range(REPAIRS * mode.size):
        if _lacking(net, spare, 0, 0, 0) == 0:
            return True
        i = below(dice, mode.size)
        own = mode[i]
        best, least, ties = own, NO_LIMIT, 1
        for m in range(net.mode_count[i]):
            lacking = _lacking(net, spare, i, own, m)
            if lacking < least:
                best, least, ties = m, lacking, 1
            elif lacking == least:
                ties += 1
                if below(dice, ties) == 0:
                    best = m
        for r in range(stocks):
            spare[r] += net.use[i, own, r] - net.use[i, best, r]
        mode[i] = best
    return _lacking(net, spare, 0, 0, 0) == 0


NO_LIMIT = 1 << 60


@compiled
def _lacking(net: Network, spare: Int64s, i: int, old: int, new: int) -> int:
    """Return what all stocks together would lack after a change of one mode."""
    lacking = 0
    for r in range(net.stock.size):
        left = spare[r] + net.use[i, old, r] - net.use[i, new, r]
        lacking += max(0, -left)
    return lacking
