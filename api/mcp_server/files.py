"""Files that a tool may read: JSON beneath the folder it was given, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.mcp_server.refusals import refused
from scheduler.domain.limits import DEFAULT_LIMITS

LARGEST_FILE = DEFAULT_LIMITS.file_bytes


def read_document(text: str, folder: Path) -> dict[str, Any]:
    """Return the JSON object that a file holds.

    Paths are relative to the folder, and links out of it lead nowhere. Raises Refused.
    """
    path = _inside(text, folder)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise refused("The file cannot be read.", path=text, reason=error.strerror or "") from error
    if len(data) > LARGEST_FILE:
        raise refused(f"The file is larger than {LARGEST_FILE} bytes.", path=text)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise refused("The file is not JSON.", path=text, reason=str(error)) from error
    if not isinstance(found, dict):
        raise refused("The file holds no JSON object.", path=text)
    return found


def _inside(text: str, folder: Path) -> Path:
    try:
        path = (folder / text).resolve()
        is_file = path.is_file()
    except (OSError, ValueError, RuntimeError) as error:
        raise refused("This is not a path.", path=text) from error
    if not path.is_relative_to(folder.resolve()):
        raise refused(
            "Only files beneath the folder of `--files` are read; give the document itself, "
            "or start the tools with another folder.",
            path=text,
        )
    if path.suffix.lower() != ".json" or not is_file:
        raise refused("There is no such JSON file (its name must end in .json).", path=text)
    return path
