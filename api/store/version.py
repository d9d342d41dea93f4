"""Which program checked a plan."""

from importlib.metadata import PackageNotFoundError, version

PROGRAM = "phased-exit"


def checked_by() -> str:
    """Return the name and version of this program."""
    try:
        return f"{PROGRAM} {version(PROGRAM)}"
    except PackageNotFoundError:
        return f"{PROGRAM} (not installed)"
