"""The child process that reads one file with MPXJ and writes it as MSPDI.

Arguments: the reader's class, the file, the file to be made, megabytes of the heap of Java, seconds
of processor time. Prints one line of JSON: empty, or the problem and what Java said of it.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from scheduler.exchange.reading import LARGEST_FILE

READERS = (
    "org.mpxj.mpp.MPPReader",
    "org.mpxj.mpx.MPXReader",
    "org.mpxj.planner.PlannerReader",
)
_ADDRESS_SPACE = 4 * 1024**3
"""Bytes beside the heap: Java sets much address space aside and uses little of it."""


def limit(megabytes: int, seconds: int) -> None:
    """Limit processor time, address space and the size of files of this process."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    space = _ADDRESS_SPACE + megabytes * 1024**2
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, space),
        (resource.RLIMIT_FSIZE, 2 * LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(what, (most, most))


def convert(reader: str, source: str, result: str, megabytes: int) -> dict[str, str]:
    """Convert one file; returns what is to be printed."""
    jpype: Any = import_module("jpype")
    return start(jpype, megabytes, Path(result).parent) or by_java(jpype, reader, source, result)


def start(jpype: Any, megabytes: int, folder: Path) -> dict[str, str]:  # noqa: ANN401 - as below
    """Start Java with so much heap, all its files in a folder; returns the problem, if any."""
    # Names its libraries to jpype.
    import_module("mpxj")
    try:
        library = jpype.getDefaultJVMPath()
    except jpype.JVMNotFoundException:
        return {"problem": "reading it needs the extra mpp and a Java runtime"}
    try:
        jpype.startJVM(
            library,
            f"-Xmx{megabytes}m",
            "-XX:+UseSerialGC",
            # One file does not repay the compiler that takes its time.
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:ReservedCodeCacheSize=64m",
            "-Djava.awt.headless=true",
            f"-Djava.io.tmpdir={folder}",
            f"-Duser.home={folder}",
            convertStrings=True,
        )
    except (OSError, RuntimeError, jpype.JException) as error:
        return {"problem": "the Java runtime did not start", "value": str(error)}
    return {}


def by_java(
    jpype: Any,  # noqa: ANN401 - Java's classes carry no types
    reader: str,
    source: str,
    result: str,
) -> dict[str, str]:
    """Convert one file once Java runs; returns the problem, if any."""
    file = jpype.JClass("java.io.File")
    try:
        project = jpype.JClass(reader)().read(file(source))
        if project is None:
            return {"problem": "it holds no project"}
        jpype.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, file(result))
    except jpype.JException as error:
        name = str(error.getClass().getSimpleName())
        if name in {"OutOfMemoryError", "StackOverflowError"}:
            return {"problem": "it took more memory than it may"}
        return {"problem": "it is broken or protected", "value": _said(error)}
    return {}


def _said(error: Any) -> str:  # noqa: ANN401 - as above
    """The innermost message, which names what is wrong."""
    text = str(error.getClass().getSimpleName())
    depth = 0
    while error is not None and depth < 10:  # noqa: PLR2004
        try:
            text = str(error.getMessage() or text)
            error = error.getCause()
        except UnicodeDecodeError:
            # Halves of characters out of a damaged file, which are no text.
            break
        depth += 1
    return text


def main(arguments: list[str]) -> None:
    """Run the child process."""
    reader, source, result, megabytes, seconds = arguments
    if reader not in READERS:
        raise SystemExit(2)
    limit(int(megabytes), int(seconds))
    outcome = convert(reader, source, result, int(megabytes))
    sys.stdout.write(f"\n{json.dumps(outcome)}\n")
    sys.stdout.flush()
    # Java waits for its own threads at an ordinary end.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
