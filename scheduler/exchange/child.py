"""The process in which a file from outside is read: one file, limited memory and time.

Standard input holds one line of JSON that names the parts, then the parts one after another: the
file, the mapping, the programme. Standard output holds the answer as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from scheduler.errors import InputError
from scheduler.exchange.importing import import_file
from scheduler.exchange.mapping.declaration import read_mapping
from scheduler.interchange.valid_programme import valid_programme


def main() -> None:
    """Read one file and say what it holds."""
    given = sys.stdin.buffer
    told = json.loads(given.readline())
    if told["memory"]:
        resource.setrlimit(resource.RLIMIT_DATA, (told["memory"], told["memory"]))
    parts = {name: given.read(length) for name, length in told["parts"].items()}
    sys.stdout.write(json.dumps(answer_of(parts, told["format"]), default=str))


def answer_of(parts: dict[str, bytes], format_id: str | None) -> dict[str, Any]:
    """Return what a file holds, or why it was refused, as JSON values."""
    mapping = parts.get("mapping")
    programme = parts.get("programme")
    try:
        return import_file(
            parts["file"],
            read_mapping(mapping) if mapping else None,
            valid_programme(programme).expanded if programme else None,
            format_id,
        ).to_jsonable()
    except InputError as error:
        issues = [
            {"code": one.code, "path": one.path, "message": one.message, "severity": one.severity}
            for one in getattr(error, "issues", ())
        ]
        reason = str(error.facts.get("reason", ""))
        return {"refused": str(error), "issues": issues, "reason": reason}
    except (MemoryError, RecursionError):
        return {
            "refused": "reading the file takes more memory than there is for one",
            "issues": [],
            "reason": "",
        }


if __name__ == "__main__":
    main()
