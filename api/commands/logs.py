"""Where the service's processes log."""

import logging
import sys

FORMAT = "%(asctime)s %(levelname)s %(message)s"


def log_to_standard_error(level: int) -> None:
    """Log a line for each event that somebody who runs the service may want to know.

    Libraries have a say from warnings on.
    """
    logging.basicConfig(level=logging.WARNING, format=FORMAT, stream=sys.stderr)
    logging.getLogger("api").setLevel(level)
