"""The sender of what webhooks are told: at least once, under one id, in order as far as it goes."""

from __future__ import annotations

import random
import ssl
import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from api.jobs.posting import Answer, NoAnswer, post
from api.jobs.signing import signed_headers
from api.outside import Outside, RefusedAddress
from api.settings import ServiceSettings
from api.store import sending
from api.store.database import Database
from api.store.records import WebhookRecord
from api.store.sending import Batch, Claimed
from api.store.webhooks import valid_secrets

AGAIN_AFTER_SECONDS = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Pauses behind a first, second … try that failed; behind the last, it is given up."""
JITTER = 0.2
"""Part of a pause by which it is made longer at random, so that not all come back at once."""
LONGEST_WISH_SECONDS = 86_400
"""Of Retry-After."""
LONGEST_HOLD_SECONDS = 300
"""For which what was not tried waits for a receiver that does not answer at all."""
AT_ONCE = 50
"""Deliveries of one webhook that a sender claims."""
LEASE_SECONDS = 60.0
"""Of a claim; half of it is used, so that the last try ends well within."""
LONGEST_ERROR = 300

Post = Callable[..., Answer]


class Sender:
    """Sends what is due, one webhook's deliveries after the other; several may run side by side."""

    def __init__(
        self,
        database: Database,
        name: str,
        settings: ServiceSettings,
        leaving: threading.Event,
        *,
        posting: Post = post,
    ) -> None:
        """Keep where to look, and under which name to claim."""
        self._database = database
        self._name = name
        self._allowed = Outside(ports=settings.webhook_ports, loopback=settings.webhook_loopback)
        self._leaving = leaving
        self._post = posting
        # Costs some milliseconds, and most services tell nobody.
        self._tls: ssl.SSLContext | None = None

    def send_due(self) -> None:
        """Send until nothing is due that another sender does not hold, or the worker leaves."""
        while not self._leaving.is_set() and self._send_some():
            pass

    def _send_some(self) -> bool:
        with self._database.reading() as connection:
            if not sending.anything_due(connection):
                return False
        with self._database.writing() as connection:
            batch = sending.claim(
                connection, self._name, most=AT_ONCE, lease_ms=round(LEASE_SECONDS * 1000)
            )
        if batch is None:
            return False
        begun = time.monotonic()
        for index, one in enumerate(batch.deliveries):
            spent = time.monotonic() - begun
            if self._leaving.is_set() or spent > LEASE_SECONDS / 2:
                self._give_back(batch.deliveries[index:], 0)
                break
            pause = self._send(batch, one, batch.now + round(spent * 1000))
            if pause is not None:
                self._give_back(batch.deliveries[index + 1 :], pause)
                break
        return True

    def _send(self, batch: Batch, one: Claimed, now: int) -> int | None:
        """Send one delivery; return how long the others should wait where nobody answers, in ms."""
        error = ""
        answer: Answer | None = None
        try:
            answer = self._posted(batch.webhook, one, now)
        except (NoAnswer, RefusedAddress) as why:
            error = str(why)[:LONGEST_ERROR]
        again = None if answer is None else answer.retry_after
        pause = pause_ms(one.tries, again, random.random())  # noqa: S311 - no secret
        with self._database.writing() as connection:
            if answer is None:
                sending.failed(
                    connection, self._name, one, status=None, error=error, again_in_ms=pause
                )
            elif 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP
                sending.delivered(connection, self._name, one, answer.status)
            elif answer.status == 410:  # noqa: PLR2004 - as above
                sending.gone(connection, self._name, one, answer.status)
            else:
                sending.failed(
                    connection,
                    self._name,
                    one,
                    status=answer.status,
                    error=f"it answered {answer.status}",
                    again_in_ms=pause,
                )
        if answer is not None:
            return 0 if answer.status == 410 else None  # noqa: PLR2004 - as above
        return min(LONGEST_HOLD_SECONDS * 1000, pause or LONGEST_HOLD_SECONDS * 1000)

    def _posted(self, webhook: WebhookRecord, one: Claimed, now: int) -> Answer:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        body = one.payload.encode()
        secrets = [each.text for each in valid_secrets(webhook, now)]
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "phased-exit",
            "Accept": "*/*",
            **signed_headers(one.id, now // 1000, body, secrets),
        }
        return self._post(webhook.url, body, headers, allowed=self._allowed, tls=self._tls)

    def _give_back(self, rest: tuple[Claimed, ...], pause: int) -> None:
        if rest:
            with self._database.writing() as connection:
                sending.give_back(connection, self._name, rest, again_in_ms=pause)


def pause_ms(tries_before: int, retry_after: str | None, chance: float) -> int | None:
    """Return how long to wait behind a try that failed; None where that was the last.

    `chance` is between 0 and 1. Units: milliseconds.
    """
    if tries_before >= len(AGAIN_AFTER_SECONDS):
        return None
    planned = AGAIN_AFTER_SECONDS[tries_before] * (1 + JITTER * chance)
    return round(1000 * max(planned, _wished_seconds(retry_after)))


def _wished_seconds(retry_after: str | None) -> float:
    """Return for how long a receiver wants to be left alone; 0 where it does not say."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return min(LONGEST_WISH_SECONDS, int(text[:9]))
    try:
        at = parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return 0
    return min(LONGEST_WISH_SECONDS, max(0.0, at - time.time()))
