"""Where the service's processes log."""

import logging
import sys

FORMAT = "%(asctime)s %(levelname)s %(message)s"


def log_to_standard_error(level: int) -> None:
    """Log a line for each event that somebody who runs the service may want to know."""
    logging.basicConfig(level=level, format=FORMAT, stream=sys.stderr)
