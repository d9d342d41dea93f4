"""The side of an analysis that shares its questions: what others may answer, and what came of it.

A question is asked here while there is a place for it. Others wait in the store, where shares take
them; what none has taken by the time a place is free is taken back. So an analysis needs no share
to end, and where there is none, nothing but its own processes is asked.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from api.errors import DatabaseUnavailable
from api.jobs.asked import asked_text, reply_in
from api.jobs.rounds import longer
from api.jobs.workplace import Workplace
from api.store import questions, shares, workers
from api.store.database import Database
from api.store.handing_over import has_room
from api.store.records import Attempt, Json
from api.store.tables import QUEUED, RUNNING
from scheduler.asking.pool import UNKNOWN, checked
from scheduler.asking.question import Ask, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme

LOOK_SECONDS = 0.1
"""Between two looks for replies."""
ORDER_SECONDS = 1.0
"""Between two looks for room for one more share, and for shares that were lost."""
QUESTIONS_AT_HAND = 2
"""For each process of a share, so that none waits for the next while a reply is on its way."""

log = logging.getLogger(__name__)


class Sharing:
    """Shares the questions of one attempt at an analysis, while the context lasts."""

    def __init__(
        self,
        place: Workplace,
        attempt: Attempt,
        programme: ExpandedProgramme,
        ask: Ask,
        *,
        at_once: int,
        settings: Callable[[], Json],
        stop: threading.Event,
        may_share: bool = True,
    ) -> None:
        """Keep who answers here, how many at once, and what gives the settings of a share.

        Where it `may_share` nothing, whoever asks waits for a place here.
        """
        self._place = place
        self._attempt = attempt
        self._programme = programme
        self._ask_here = ask
        self._at_once = at_once
        self._settings = settings
        self.stop = stop
        self._may_share = may_share
        self._changed = threading.Condition()
        self._places = at_once
        """Free here."""
        self._numbers = 0
        self._taken: set[int] = set()
        """Questions that a share had when it was last looked."""
        self._replies: dict[int, Reply] = {}
        self._out: set[int] = set()
        """Questions in the store."""
        self._waiting = 0
        """Items that the analysis could ask about if more were asked at a time."""
        self._helping = 0
        """Shares at work."""
        self._coming = 0
        """Shares that are ordered and not at work."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sharing", daemon=True)

    def __enter__(self) -> Self:
        """Begin to look for room."""
        if self._may_share:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Look no more; shares and questions end with the analysis."""
        self._over.set()
        if self._may_share:
            self._thread.join()

    def more(self, waiting: int) -> int:
        """Return how many questions may be asked beside those asked here; `waiting` could be."""
        self._waiting = waiting
        return self._helping * self._at_once * QUESTIONS_AT_HAND

    def ask(self, question: Question) -> Reply:
        """Put a question to whoever is free. Raises UnsoundPlan, ObjectiveMismatch."""
        if not self._take_place():
            reply = self._asked_elsewhere(question)
            if reply is not None:
                return checked(question, reply)
        try:
            return self._ask_here(question)
        finally:
            self._leave_place()

    def _asked_elsewhere(self, question: Question) -> Reply | None:
        """Return the reply of a share; None where a place here was free first, and is taken."""
        number = self._put(question)
        try:
            while not self.stop.is_set():
                with self._changed:
                    if number in self._replies:
                        return self._replies.pop(number)
                    here = self._places > 0 and number not in self._taken
                    if here:
                        self._places -= 1
                    else:
                        self._changed.wait(LOOK_SECONDS)
                if here:
                    if number is None or self._took_back(number):
                        return None
                    self._leave_place()
            return UNKNOWN
        finally:
            with self._changed:
                self._out.discard(number or 0)

    def _take_place(self) -> bool:
        with self._changed:
            if self._places == 0:
                return False
            self._places -= 1
            return True

    def _leave_place(self) -> None:
        with self._changed:
            self._places += 1
            self._changed.notify_all()

    def _put(self, question: Question) -> int | None:
        """Write a question down for shares; None where none would take it: it waits here."""
        if self._helping == 0:
            return None
        with self._changed:
            self._numbers += 1
            number = self._numbers
        try:
            with self._database.writing() as c:
                asked = asked_text(question, self._programme)
                if not questions.put(c, self._attempt, number, asked):
                    return None
        except DatabaseUnavailable:
            return None
        with self._changed:
            self._out.add(number)
        return number

    def _took_back(self, number: int) -> bool:
        try:
            with self._database.writing() as c:
                if questions.take_back(c, self._attempt, number):
                    return True
        except DatabaseUnavailable:
            pass
        with self._changed:
            self._taken.add(number)
        return False

    @property
    def _database(self) -> Database:
        return self._place.database

    def _run(self) -> None:
        began = time.monotonic()
        ordered = pause = 0.0
        while not self._over.wait(max(LOOK_SECONDS, pause)) and not self.stop.is_set():
            try:
                now = time.monotonic()
                if now - began < self._place.settings.share_after_seconds:
                    continue
                if now - ordered >= ORDER_SECONDS:
                    ordered = now
                    self._look_for_room()
                if self._out:
                    self._look_for_replies()
                pause = 0.0
            except DatabaseUnavailable as error:
                log.warning("%s: the database is not available: %s", self._attempt.plan, error)
                pause = longer(pause)
            except Exception:
                # The analysis goes on by itself.
                log.exception("%s: its questions could not be shared", self._attempt.plan)
                pause = longer(pause)

    def _look_for_room(self) -> None:
        """Count shares, let others have what lost ones had, and order one more where it helps."""
        settings = self._place.settings
        lost_after_ms = int(settings.lost_after_seconds * 1000)
        with self._database.reading() as c:
            states = shares.shares_of(c, self._attempt)
            alive = len(workers.alive(c, lost_after_ms))
        self._helping, self._coming = states[RUNNING], states[QUEUED]
        if self._out:
            with self._database.writing() as c:
                opened = questions.open_again(c, self._attempt)
            if opened:
                log.warning("%s: %s question(s) of lost shares", self._attempt.plan, opened)
        if alive > 1 and self._waiting > self._coming * self._at_once * QUESTIONS_AT_HAND:
            slots = alive * self._place.slots
            with self._database.reading() as c:
                if not has_room(c, self._attempt.tenant, slots, settings.quotas):
                    return
            with self._database.writing() as c:
                made = shares.order_share(
                    c,
                    self._attempt,
                    slots=slots,
                    settings=self._settings(),
                    quotas=settings.quotas,
                )
            if made:
                log.info("%s: a share was ordered", self._attempt.plan)

    def _look_for_replies(self) -> None:
        with self._database.reading() as c:
            found = questions.shared(c, self._attempt)
        replies = {each.number: reply_in(each.reply) for each in found if each.reply is not None}
        if replies:
            with self._database.writing() as c:
                questions.forget(c, self._attempt, replies)
        with self._changed:
            self._replies |= replies
            self._taken = {each.number for each in found if each.is_taken}
            self._changed.notify_all()
