"""What the service is made of, as CycloneDX 1.5: `python -m api.deployment.sbom requirements.lock`.

Read from the lock file, which names every package with its version and its hashes. The same file
gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, Any]]:
    """Return what a lock file pins, by name.

    Raises ValueError for a package without a hash.
    """
    made = []
    for name, version, hashes in _pinned(lock):
        if not hashes:
            raise ValueError(f"{name} {version} has no hash")
        address = f"pkg:pypi/{name}@{version}"
        made.append(
            {
                "type": "library",
                "bom-ref": address,
                "name": name,
                "version": version,
                "purl": address,
                # Of each file there is of it, of which one is installed.
                "properties": [
                    {"name": "phased-exit:sha256", "value": digest} for digest in sorted(hashes)
                ],
            }
        )
    return sorted(made, key=lambda one: (one["name"], one["version"]))


def bill(lock: str) -> dict[str, Any]:
    """Return the bill of materials of a lock file."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "phased-exit"}},
        "components": components(lock),
    }


def _pinned(lock: str) -> Iterator[tuple[str, str, list[str]]]:
    for line in lock.replace("\\\n", " ").splitlines():
        found = _PINNED.match(line)
        if found:
            name = re.sub(r"[-_.]+", "-", found[1]).lower()
            yield name, found[2], _HASH.findall(line)


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text("utf-8")
    sys.stdout.write(json.dumps(bill(text), indent=1) + "\n")
