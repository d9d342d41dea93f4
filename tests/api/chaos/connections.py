"""What the kernel knows of a process: connections that it holds, and memory."""

from __future__ import annotations

from pathlib import Path


def held_ports(port: int) -> set[int]:
    """Return the ports of clients whose connections to a port of this machine some process holds.

    What a process has closed belongs to nobody, though the kernel may still be sending it.
    """
    found = set()
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        _, here, there, _, _, _, _, _, _, inode, *_ = line.split()
        if int(here.split(":")[1], 16) == port and inode != "0":
            found.add(int(there.split(":")[1], 16))
    found.discard(0)
    return found


def resident_mb(pid: int) -> float:
    """Return how much memory a process holds now, in MB of a million bytes."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ProcessLookupError(pid)
