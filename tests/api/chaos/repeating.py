"""Send every request many times at once under one idempotency key, then count what was made of it.

    python -m tests.api.chaos.repeating [--keys 2000] [--seed 1] [--database sqlite|postgresql]

Exit code 0 when each key made exactly one plan and every answer to it names that plan.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import httpx
from sqlalchemy import func, select

from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import migrate, open_database
from api.store.tables import plans
from tests.api.chaos.databases import ask_for_database, fresh_database
from tests.api.in_process import client_of
from tests.api.programmes import SMALL, stored

MOST_SENDS = 50
THREADS = 16


def main() -> int:
    """Do it and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    ask_for_database(parser)
    arguments = parser.parse_args()
    with fresh_database(arguments.database) as url:
        bad, sends, statuses = repeated(url, arguments.keys, arguments.seed)
    sys.stdout.write(f"keys {arguments.keys}, requests {sends}, wrong {bad}, {dict(statuses)}\n")
    return 1 if bad else 0


def repeated(url: str, keys: int, seed: int = 1) -> tuple[int, int, Counter[int]]:
    """Return how many keys went wrong, how many requests were sent, and what was answered."""
    random = Random(seed)
    database = open_database(url)
    migrate(database)
    # So many may wait: nobody works on them here.
    settings = ServiceSettings(queued_in_all=keys + 1)
    client = client_of(create_app(settings, database))
    address = f"{stored(client, SMALL)}/plans"
    statuses: Counter[int] = Counter()
    bad = sends = 0
    with ThreadPoolExecutor(THREADS) as threads:
        for number in range(keys):
            times = random.randint(2, MOST_SENDS)

            def send(_: int, key: str = f"key-{number}") -> httpx.Response:
                return client.post(address, json={}, headers={"Idempotency-Key": key})

            answers = list(threads.map(send, range(times)))
            sends += times
            statuses.update(answer.status_code for answer in answers)
            made = {answer.json()["id"] for answer in answers if answer.status_code == 202}
            # 503: too many wait to write, and nothing was made.
            allowed = {202, 409, 503}
            bad += len(made) != 1 or not {a.status_code for a in answers} <= allowed
    with database.reading() as connection:
        found = connection.execute(select(func.count()).select_from(plans)).scalar_one()
    database.close()
    return bad + abs(found - keys), sends, statuses


if __name__ == "__main__":
    sys.exit(main())
