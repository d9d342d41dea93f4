"""What was freed goes back to the system."""

import subprocess
import sys

PROGRAM = """
from pathlib import Path
from api.processes.memory import keep_little

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])

assert keep_little()
# The C library learns from a large piece that was freed to keep such ones.
large = bytearray(400_000)
del large
before = resident()
kept = [bytearray(400_000) for _ in range(200)]
above = [bytearray(2_000) for _ in range(100)]
del kept
print(resident() - before)
"""


def test_large_pieces_are_given_back_at_once() -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    assert int(told.stdout) < 10_000
