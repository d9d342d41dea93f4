"""Files of published instances, recognised by what they hold and not by their names."""

from __future__ import annotations

from scheduler.domain.project_instance import ProjectInstance
from scheduler.interchange.patterson import read_patterson
from scheduler.interchange.progen_max import read_progen_max
from scheduler.interchange.project_text import lines_of
from scheduler.interchange.psplib import JOBS, read_psplib

_BEGINNING = 60
"""Lines among which the heading of a PSPLIB file stands."""


def read_project(data: bytes, name: str = "") -> ProjectInstance:
    """Return the instance that a file holds, whichever of the formats it is in.

    Raises FileRejected with the line that is wrong.
    """
    lines = lines_of(data)
    if any(" ".join(line.words).startswith(JOBS) for line in lines[:_BEGINNING]):
        return read_psplib(data, name)
    brackets = any(word.startswith("[") for line in lines[1:4] for word in line.words)
    if brackets or lines[0].words[2:] == ("0", "0"):
        return read_progen_max(data, name)
    return read_patterson(data, name)
