"""What is too large to wait in memory waits in a nameless file, which goes with its last reader."""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from api.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    PassingFile = SpooledTemporaryFile[bytes]

IN_MEMORY_BYTES = 32 * 1024
"""As much waits in memory."""


class PassingFiles:
    """Where bytes wait that are on their way in or out of one process."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder, or where the system keeps such files if there is none."""
        self._folder = str(folder) if folder.is_dir() else None

    def new(self) -> PassingFile:
        """Return an empty one, for whoever asks to close: in memory until it holds some more."""
        return SpooledTemporaryFile(IN_MEMORY_BYTES, dir=self._folder)


def put(file: PassingFile, data: bytes) -> None:
    """Write on. Raises DatabaseUnavailable where there is no space."""
    with _told_apart():
        file.write(data)


def whole(file: PassingFile) -> bytes:
    """Return all that was written. Raises DatabaseUnavailable where there was no space for it."""
    with _told_apart():
        file.seek(0)
        return file.read()


def rewound(file: PassingFile) -> int:
    """Go back to the beginning; return how long it is.

    Raises DatabaseUnavailable where there was no space for it.
    """
    with _told_apart():
        length = file.tell()
        file.seek(0)
        return length


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # As where the database finds no space, which is on the same disk.
        raise DatabaseUnavailable(f"there is no space for what is on its way: {error}") from error
