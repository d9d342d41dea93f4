"""The solver process that answers questions: programmes and questions in, replies out.

It ends by itself when its standard input closes.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
from typing import Any

from pydantic import TypeAdapter

from scheduler.asking.in_process import Answering
from scheduler.asking.question import MOST_PROGRAMMES
from scheduler.asking.wire import question_from_message, reply_to_message
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Programme
from scheduler.solver.settings import SearchSettings
from scheduler.solver.standard_streams import emitter, take_utf_8

_PROGRAMME: TypeAdapter[Programme] = TypeAdapter(Programme)


def main() -> None:
    """Answer until nobody asks any more."""
    emit = emitter()
    take_utf_8()
    stop = threading.Event()
    lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(stop, lines), daemon=True).start()
    answering = Answering(stop, SearchSettings(**lines.get()["settings"]))
    programmes: dict[int, ExpandedProgramme] = {}
    while True:
        said = lines.get()
        if "programme" in said:
            programme = _PROGRAMME.validate_python(said["programme"], strict=False)
            programmes[said["as"]] = ExpandedProgramme(programme)
            for old in sorted(programmes)[:-MOST_PROGRAMMES]:
                del programmes[old]
        else:
            question = question_from_message(said["question"], programmes[said["of"]])
            emit(reply_to_message(said["number"], answering(question)))


def _listen(stop: threading.Event, lines: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Pass lines on, and the request to stop at once; die when the supervisor is gone."""
    for line in sys.stdin:
        # A supervisor that dies while it writes leaves half a line.
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            if "stop" in said:
                stop.set()
            else:
                lines.put(said)
    os._exit(3)


if __name__ == "__main__":
    main()
