"""What every analysis is given to work with."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from scheduler.answers import Answer
from scheduler.asking.question import Ask
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.solver.settings import SearchSettings

Search = Callable[[ExpandedProgramme, Plan | None, float], Answer]
"""From a programme, a plan to start from and seconds to the best plan found."""
Item = TypeVar("Item")
Made = TypeVar("Made")

More = Callable[[int], int]
"""Is told how many things wait to be begun; says how many may be at work beside the usual number.
"""
MOST_AT_ONCE = 256
"""Threads that wait for answers, whoever gives them."""
LOOK_AGAIN_SECONDS = 0.5
"""Between two times of asking whether more may be at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Who answers questions, how long each may take, and who wants to hear of results."""

    ask: Ask
    side_by_side: int = 1
    """How many questions are answered at a time."""
    more: More | None = None
    """How many beside, where others may help; asked again and again."""
    seconds: float = 20.0
    """For one question."""
    confirm: bool = True
    """Whether claims are put to a second configuration."""
    on_row: Callable[[object], None] = lambda _: None
    """Is told of every result as it is found: a row of the answer."""
    limit_seconds: float = 600.0
    """For all of it: of interest to searches that part their time."""
    memory_limit_mb: int = SearchSettings().memory_limit_mb
    """For each solver process that a search starts by itself."""
    target_percent: float = 90.0
    """How likely a plan should hold, where that is looked for."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Ends the work early with what there is."""
    search: Search | None = None
    """Makes whole plans with every means there is; where it is left out, questions do instead."""

    def each(
        self, items: Iterable[Item], do: Callable[[Item], Made]
    ) -> Iterator[tuple[Item, Made]]:
        """Do something for each item, as many at a time as may be: `side_by_side`."""
        return side_by_side(items, do, self.side_by_side, self.more)


def side_by_side(
    items: Iterable[Item],
    do: Callable[[Item], Made],
    at_once: int,
    more: More | None = None,
) -> Iterator[tuple[Item, Made]]:
    """Do something for each item, some at a time, and yield each with what came of it when done."""
    threads = ThreadPoolExecutor(max_workers=MOST_AT_ONCE)
    waiting = deque(items)
    begun: dict[Future[Made], Item] = {}
    try:
        while waiting or begun:
            room = max(1, at_once) + (0 if more is None else more(len(waiting)))
            while waiting and len(begun) < min(room, MOST_AT_ONCE):
                item = waiting.popleft()
                begun[threads.submit(do, item)] = item
            pause = LOOK_AGAIN_SECONDS if waiting and more is not None else None
            for done in wait(begun, pause, FIRST_COMPLETED).done:
                yield begun.pop(done), done.result()
    finally:
        threads.shutdown(cancel_futures=True)


@contextmanager
def ended_after(seconds: float, stop: threading.Event) -> Iterator[None]:
    """Ask for the end of the work once its time is up, while the context lasts."""
    timer = threading.Timer(seconds, stop.set)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
