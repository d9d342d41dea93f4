"""A file that travels in a form from page to page: gzip in base64, so that nothing is kept here."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib

from api.http.problems import Problem

_GZIP = 31
"""Of zlib: the largest window, with the head and tail of gzip."""


def packed(content: bytes) -> str:
    """Return a file as text that a form can carry."""
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def unpacked(text: str, most: int) -> bytes:
    """Return the file again, of `most` bytes at most. Raises Problem 422 for anything else."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        content = unpacking.decompress(base64.b64decode(text, validate=True), most + 1)
    except (binascii.Error, ValueError, zlib.error) as wrong:
        raise _broken() from wrong
    if not unpacking.eof or len(content) > most:
        raise _broken()
    return content


def _broken() -> Problem:
    message = "The file did not come back as it was sent; choose it again."
    return Problem("body_rejected", message)
