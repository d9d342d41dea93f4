"""Of two changes based on one revision exactly one is stored."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from httpx import Client

from tests.api.programmes import merge, put, small, stored

ROUNDS = 25
WRITERS = 4


def test_of_changes_of_one_revision_exactly_one_wins(client: Client) -> None:
    at = stored(client)
    with ThreadPoolExecutor(WRITERS) as pool:
        for number in range(1, ROUNDS + 1):
            together = Barrier(WRITERS)

            def change(writer: int, number: int = number, together: Barrier = together) -> int:
                name = f"{number} by {writer}"
                together.wait()
                if writer % 2:
                    return put(client, at, small(name=name), f'"{number}"').status_code
                return merge(client, at, {"name": name}, f'"{number}"').status_code

            statuses = list(pool.map(change, range(WRITERS)))
            assert sorted(statuses) == [200] + [412] * (WRITERS - 1)
            winner = statuses.index(200)
            latest = client.get(at)
            assert latest.headers["ETag"] == f'"{number + 1}"'
            assert latest.json()["name"] == f"{number} by {winner}"


def test_changes_of_whatever_is_the_latest_are_all_stored(client: Client) -> None:
    at = stored(client)
    fields = ("name", "description", "price_base")
    together = Barrier(len(fields))

    def change(field: str) -> int:
        together.wait()
        return merge(client, at, {field: "changed"}, "*").status_code

    with ThreadPoolExecutor(len(fields)) as pool:
        assert list(pool.map(change, fields)) == [200] * len(fields)
    document = client.get(at).json()
    assert {field: document[field] for field in fields} == dict.fromkeys(fields, "changed")
