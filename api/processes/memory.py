"""Memory that is given back: what the C library is told about keeping what was freed."""

import ctypes
import sys

_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_ARENA_MAX = -8
_LARGE = 256 * 1024
_ARENAS = 2


def keep_little() -> bool:
    """Have large pieces of freed memory given back at once; False where that cannot be asked for.

    A process of many threads otherwise keeps what its largest request took, once for each arena.
    Source: mallopt(3) of the GNU C Library.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = {_ARENA_MAX: _ARENAS, _MMAP_THRESHOLD: _LARGE, _TRIM_THRESHOLD: _LARGE}
    return [mallopt(*one) for one in wanted.items()] == [1] * len(wanted)
