"""Tables laid end to end in one array of whole numbers, and how compiled functions reach them.

Compiled functions hand each other one array instead of twenty tables: a table is seven arguments
to the compiler, and hundreds of them in every call took it most of a minute. The array begins with
a header: for each table where it begins and up to three extents. Indices are not checked, and do
not count from the end when negative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

Ints = npt.NDArray[np.int64]

_HEADER = 4
"""Numbers a table has in the header: its beginning and its extents."""


@dataclass(slots=True)
class Flat:
    """Fields of a derived class are tables; all of them are laid out in one array."""

    flat: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Lay the tables end to end; from then on each field is a view of its part."""
        names = [found.name for found in fields(self) if found.init]
        tables: list[Ints] = [getattr(self, name) for name in names]
        header = np.ones((len(tables), _HEADER), np.int64)
        begins = np.cumsum([header.size, *(table.size for table in tables)])
        self.flat = np.empty(int(begins[-1]), np.int64)
        for name, table, row, begin in zip(names, tables, header, begins, strict=False):
            row[0], row[1 : table.ndim + 1] = begin, table.shape
            view = self.flat[begin : begin + table.size].reshape(table.shape)
            view[...] = table
            setattr(self, name, view)
        self.flat[: header.size] = header.ravel()


def number_of(owner: type[Flat], table: str) -> int:
    """Return which of the tables one is."""
    return [found.name for found in fields(owner) if found.init].index(table)


class _Reach:
    """Writes the instructions that reach a cell of a table."""

    def __init__(self, number: int, width: int | None = None) -> None:
        """Look at a table by its number; a width known beforehand is not looked up."""
        self.number, self.width = number, width

    def extent(self, builder: Any, data: Any, axis: int) -> Any:  # noqa: ANN401  # of no type
        """Return an extent; axis -1 is where the table begins."""
        at = ir.Constant(ir.IntType(64), _HEADER * self.number + 1 + axis)
        found = builder.load(builder.gep(data, [at]))
        # The header is never written to once there: it need not be read twice.
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
        return found

    def cell(self, builder: Any, data: Any, *indices: Any) -> Any:  # noqa: ANN401
        """Return the address of a cell."""
        place = indices[0]
        for axis, index in enumerate(indices[1:], start=1):
            wide = (
                self.extent(builder, data, axis)
                if self.width is None
                else ir.Constant(ir.IntType(64), self.width)
            )
            place = builder.add(builder.mul(place, wide), index)
        return builder.gep(data, [builder.add(self.extent(builder, data, -1), place)])


def _data(context: Any, builder: Any, signature: Any, values: Any) -> Any:  # noqa: ANN401
    proxy: Any = cgutils.create_struct_proxy
    return proxy(signature.args[0])(context, builder, values[0]).data


def reader(
    owner: type[Flat], table: str, axes: int, width: int | None = None
) -> Callable[..., int]:
    """Return a compiled function from an array and the indices of a cell to what it holds."""
    reach = _Reach(number_of(owner, table), width)

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:  # noqa: ANN401
        data = _data(context, builder, signature, values)
        return builder.load(reach.cell(builder, data, *values[1:]))

    return _intrinsic(generate, axes, types.int64)


def writer(
    owner: type[Flat], table: str, axes: int, width: int | None = None, *, add: bool = False
) -> Callable[..., None]:
    """Return a compiled function that sets a cell, or adds to it: array, indices, value."""
    reach = _Reach(number_of(owner, table), width)

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:  # noqa: ANN401
        data = _data(context, builder, signature, values)
        cell, value = reach.cell(builder, data, *values[1:-1]), values[-1]
        builder.store(builder.add(builder.load(cell), value) if add else value, cell)
        return context.get_dummy_value()

    return cast("Callable[..., None]", _intrinsic(generate, axes + 1, types.void))


def extent(owner: type[Flat], table: str, axis: int = 0) -> Callable[[Ints], int]:
    """Return a compiled function from an array to an extent of a table."""
    reach = _Reach(number_of(owner, table))

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:  # noqa: ANN401
        return reach.extent(builder, _data(context, builder, signature, values), axis)

    return _intrinsic(generate, 0, types.int64)


def _intrinsic(generate: Callable[..., Any], numbers: int, answer: Any) -> Callable[..., int]:  # noqa: ANN401
    """Return what the compiler replaces by instructions: an array and so many numbers."""

    def typed(flat: Any) -> Any:  # noqa: ANN401
        return answer(flat, *[types.int64] * numbers), generate

    def none(_: Any, flat: Any) -> Any:  # noqa: ANN401
        return typed(flat)

    def one(_: Any, flat: Any, a: Any) -> Any:  # noqa: ANN401, ARG001
        return typed(flat)

    def two(_: Any, flat: Any, a: Any, b: Any) -> Any:  # noqa: ANN401, ARG001
        return typed(flat)

    def three(_: Any, flat: Any, a: Any, b: Any, c: Any) -> Any:  # noqa: ANN401, ARG001
        return typed(flat)

    return cast("Callable[..., int]", intrinsic((none, one, two, three)[numbers]))
