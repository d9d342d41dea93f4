"""How kernels of this package are compiled: once, kept on disk where that is possible, no GIL."""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """Compile a function for arrays and keep its machine code beside it or where numba may write.

    Where no folder can be written, such as in a read-only installation without a home, the code
    lives in memory, and the first search of every process pays for the compilation.
    """
    try:
        return cast("Kernel", njit(cache=True, nogil=True)(kernel))
    except (RuntimeError, OSError):
        return cast("Kernel", njit(nogil=True)(kernel))


@compiled
def copy(into: NDArray[np.int32], source: NDArray[np.int32]) -> None:
    """Copy an array; an assignment of a slice would compile the wording of its error, too."""
    for i in range(into.size):
        into[i] = source[i]
