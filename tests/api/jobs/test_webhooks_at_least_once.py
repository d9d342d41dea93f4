"""Nothing is missing, nothing comes before its commit, and what comes twice has one id.

The receiver fails half the time and the senders are killed while they send.
"""

import random
import time
from multiprocessing.process import BaseProcess

import pytest

from api.store.clock import database_now
from api.store.database import Database
from api.store.programmes import create_programme
from api.store.webhooks import create_webhook, new_secret
from tests.api.jobs.receiver import Receiver, receiving, verified
from tests.api.jobs.sending_process import send_for_ever
from tests.api.store.processes import PROCESSES
from tests.api.store.shelf import TENANT, rows

SENDERS = 2


@pytest.mark.parametrize(
    ("events", "kills"), [(40, 2), pytest.param(10_000, 60, marks=pytest.mark.slow)]
)
def test_every_event_arrives_whatever_fails(
    database: Database, database_url: str, events: int, kills: int
) -> None:
    chance = random.Random(events)
    committing: set[str] = set()
    receiver = Receiver(answer=lambda _: 204 if chance.random() < 0.5 else 500)
    secret = new_secret()
    with receiving(receiver):
        with database.writing() as c:
            create_webhook(
                c,
                TENANT,
                "ann",
                webhook_id="whk_a",
                url=receiver.url,
                events=["programme.created"],
                programme=None,
                secret=secret,
            )
        senders = [_started(database_url, number) for number in range(SENDERS)]
        try:
            lost = _deeds(database, events, committing, chance)
            for number in range(kills):
                _await(lambda wanted=events * number // kills: _taken(receiver) >= wanted)
                victim = chance.randrange(SENDERS)
                senders[victim].kill()
                senders[victim].join()
                senders[victim] = _started(database_url, SENDERS + number)
            _await(lambda: _undelivered(database) == 0)
        finally:
            for each in senders:
                each.kill()
                each.join()
    told = {event["data"]["programme"] for event in receiver.events}
    too_early = sorted(told - committing)
    assert (len(told), too_early, told & lost) == (events, [], set())
    by_id: dict[str, set[bytes]] = {}
    for headers, body in receiver.came:
        by_id.setdefault(headers["webhook-id"], set()).add(body)
    assert len(by_id) == events
    assert all(len(bodies) == 1 for bodies in by_id.values())
    assert set(receiver.taken) == set(by_id)
    assert all(verified(secret, headers, body) for headers, body in receiver.came)
    print(  # noqa: T201 - the figures of the long run
        f"{events} events, {kills} kills: {len(receiver.came)} messages, "
        f"{len(receiver.taken) - events} taken twice, {events - len(told)} missing"
    )


def _deeds(
    database: Database, events: int, committing: set[str], chance: random.Random
) -> set[str]:
    """Store programmes, some of them in transactions that fail; return those that are not there."""
    lost: set[str] = set()
    done = 0
    while done < events:
        id = f"prg_{len(committing) + len(lost)}"
        fails = chance.random() < 0.1
        try:
            with database.writing() as c:
                create_programme(
                    c, TENANT, "ann", programme_id=id, name="X", hash="h", document="{}"
                )
                database_now(c)
                if fails:
                    lost.add(id)
                    _fail(id)
                # The last thing before the commit: whoever hears of it sooner heard too early.
                committing.add(id)
            done += 1
        except KeyError:
            pass
    return lost


def _fail(id: str) -> None:
    raise KeyError(id)


def _started(url: str, number: int) -> BaseProcess:
    process = PROCESSES.Process(target=send_for_ever, args=(url, f"s{number}"), daemon=True)
    process.start()
    return process


def _taken(receiver: Receiver) -> int:
    with receiver.lock:
        return len(set(receiver.taken))


def _undelivered(database: Database) -> int:
    return sum(at is None for (at,) in rows(database, "deliveries", "delivered_at"))


def _await(holds: object) -> None:
    assert callable(holds)
    while not holds():
        time.sleep(0.05)
