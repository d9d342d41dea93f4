"""Standard input as a sign that the process that started this one still lives."""

import os
import threading
from collections.abc import Callable

STANDARD_INPUT = 0
SOME_BYTES = 4096


def when_cut(do: Callable[[], None]) -> None:
    """Call once standard input has ended: whoever held the other side is gone."""

    def wait() -> None:
        while os.read(STANDARD_INPUT, SOME_BYTES):
            pass
        do()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
