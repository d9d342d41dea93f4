"""Projects out of .mpp, .mpx and .planner files, read by MPXJ in a child process."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import FileRejected
from scheduler.exchange.losses import Loss, shortened
from scheduler.exchange.mspdi.read import read_mspdi
from scheduler.exchange.reading import LARGEST_FILE, ReadProject, refused
from scheduler.exchange.xml_reading import parsed

MISSING = "reading it needs the extra mpp and a Java runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionLimits:
    """What reading one file may take."""

    seconds: float = 30
    megabytes: int = 384
    """Of the heap of Java."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    name: str
    beginning: bytes
    reader: str
    """The class of MPXJ."""


_KINDS: Mapping[str, _Kind] = {
    ".mpp": _Kind(
        name="Microsoft Project",
        beginning=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        reader="org.mpxj.mpp.MPPReader",
    ),
    ".mpx": _Kind(
        name="Microsoft Project exchange", beginning=b"MPX", reader="org.mpxj.mpx.MPXReader"
    ),
    ".planner": _Kind(name="Planner", beginning=b"<", reader="org.mpxj.planner.PlannerReader"),
}
_PREFIX = "phased-exit-mpxj-"
_KEPT_OF_ENVIRONMENT = ("PATH", "JAVA_HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")


def read_mpp(content: bytes, limits: ConversionLimits | None = None) -> ReadProject:
    """Read a project from a file of Microsoft Project; see `read_by_mpxj`."""
    return read_by_mpxj(content, ".mpp", limits)


def read_mpx(content: bytes, limits: ConversionLimits | None = None) -> ReadProject:
    """Read a project from an MPX file, as Microsoft Project 98 wrote them; see `read_by_mpxj`."""
    return read_by_mpxj(content, ".mpx", limits)


def read_planner(content: bytes, limits: ConversionLimits | None = None) -> ReadProject:
    """Read a project from a file of Planner; see `read_by_mpxj`."""
    return read_by_mpxj(content, ".planner", limits)


def read_by_mpxj(
    content: bytes, suffix: str, limits: ConversionLimits | None = None
) -> ReadProject:
    """Read a project with MPXJ; `suffix` is .mpp, .mpx or .planner.

    Raises FileRejected where the file is not what its suffix says, is broken or protected, takes
    more time or memory than it may, and where the extra `mpp` or a Java runtime is missing. Losses
    are those of MSPDI, as which MPXJ hands it over; what MPXJ itself leaves out is not known.
    """
    kind = _KINDS.get(suffix.lower())
    if kind is None:
        raise refused("project", "a format that is not read", value=shortened(suffix, 20))
    if len(content) > LARGEST_FILE:
        raise refused(kind.name, f"more than the {LARGEST_FILE:,} bytes that are read")
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(kind.beginning):
        raise refused(kind.name, f"it does not begin as a {suffix} file does")
    if suffix.lower() == ".planner":
        # Refuses document types, and with them entities, before anything else sees them.
        parsed(content, kind.name)
    if any(importlib.util.find_spec(name) is None for name in ("mpxj", "jpype")):
        raise refused(kind.name, MISSING)
    handed_over = _converted(content, kind, limits or ConversionLimits())
    try:
        read = read_mspdi(handed_over)
    except FileRejected as error:
        raise refused(kind.name, f"what MPXJ made of it is not readable: {error}") from None
    through = Loss(
        code="changed",
        field="file",
        place="the file",
        text="read by MPXJ and taken over as MSPDI; what MPXJ leaves out is not told",
    )
    return ReadProject(project=read.project, losses=(through, *read.losses))


def _converted(content: bytes, kind: _Kind, limits: ConversionLimits) -> bytes:
    """Return the file as MSPDI; nothing of the conversion is left behind."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, result = folder / "source", folder / "result.xml"
        source.write_bytes(content)
        outcome = _run(folder, (kind.reader, str(source), str(result)), kind, limits)
        problem = outcome.get("problem", "")
        if problem:
            raise refused(kind.name, problem, value=shortened(outcome.get("value", ""), 200))
        try:
            size = result.stat().st_size
        except OSError:
            size = 0
        if not 0 < size <= LARGEST_FILE:
            raise refused(kind.name, "MPXJ made nothing of it, or more than is read")
        return result.read_bytes()


def _run(
    folder: Path, arguments: tuple[str, str, str], kind: _Kind, limits: ConversionLimits
) -> dict[str, str]:
    environment = {
        **{name: os.environ[name] for name in _KEPT_OF_ENVIRONMENT if name in os.environ},
        "PYTHONPATH": os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry),
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    command = [sys.executable, "-P", "-m", "scheduler.exchange.mpxj.child"]
    command += [*arguments, str(limits.megabytes), str(max(1, round(2 * limits.seconds)))]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, in a directory of its own
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refused(kind.name, f"it took longer than {limits.seconds:g} seconds") from None
    try:
        # Java may print a line of its own before ours.
        outcome = json.loads(done.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2])
    except ValueError:
        outcome = None
    if not isinstance(outcome, dict):
        return {"problem": "MPXJ broke off; it took more memory or time than it may, or is damaged"}
    return {str(key): str(value) for key, value in outcome.items()}
