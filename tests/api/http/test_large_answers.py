"""A large answer comes whole, is held in no memory while nobody takes it, and leaves nothing open."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Scope

from api.commands.door import Door
from api.http.ids import PROGRAMME, new_id
from api.http.large_answers import PIECE_BYTES, UNSENT, large_answer
from api.http.passing_files import PassingFiles
from api.settings import DoorLimits, ServiceSettings
from api.store.database import Database
from api.store.programmes import create_programme
from api.store.walls import EVERYBODY
from tests.api.commands.doors import Running, answers, running
from tests.api.jobs.yard import until
from tests.api.programmes import SMALL

LARGE = json.dumps({**json.loads(SMALL), "description": "ü" * 4_000_000}, ensure_ascii=False)


@pytest.fixture
def dialect() -> str:
    """Which database holds the document plays no part."""
    return "sqlite"


def sent(parts: list[str | bytes]) -> tuple[list[Message], list[int]]:
    """Return what an answer of these parts sends, and how much it said to be left each time."""
    found: list[Message] = []
    left: list[int] = []
    scope: Scope = {"type": "http", "state": {}}

    async def send(message: Message) -> None:
        found.append(message)
        left.append(scope["state"].get(UNSENT, 0))

    async def receive() -> Message:
        raise AssertionError("nothing is asked of the client")

    answer = large_answer(PassingFiles(Path("nowhere")), parts, {"X-Kind": "large"})
    asyncio.run(answer(scope, receive, send))
    return found, left


@given(
    st.lists(st.text(max_size=7) | st.binary(max_size=7), max_size=4).map(list[str | bytes]),
    st.sampled_from([1, PIECE_BYTES // 4, PIECE_BYTES]),
)
def test_it_comes_whole_in_pieces(parts: list[str | bytes], times: int) -> None:
    parts = [part * times for part in parts]
    expected = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    (start, *bodies), (_, *left) = sent(parts)
    assert (b"content-length", b"%d" % len(expected)) in start["headers"]
    assert (b"x-kind", b"large") in start["headers"]
    assert b"".join(message["body"] for message in bodies) == expected
    assert all(len(message["body"]) <= PIECE_BYTES for message in bodies)
    assert [message["more_body"] for message in bodies] == [True] * (len(bodies) - 1) + [False]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0


def _programme(database: Database) -> str:
    with database.working_for(EVERYBODY).writing() as connection:
        made = create_programme(
            connection,
            "default",
            "ann",
            programme_id=new_id(PROGRAMME),
            name="large",
            hash="h",
            document=LARGE,
        )
    return made.programme


@pytest.fixture
def served(database: Database, tmp_path: Path) -> Iterator[Running]:
    """A server that lets one large answer wait at most."""
    limits = DoorLimits(unread_file_bytes=1)
    with running(database, ServiceSettings(data=tmp_path, door=limits)) as found:
        yield found


def test_head_is_answered_once_and_get_with_the_whole(served: Running, database: Database) -> None:
    head = f"/v1/programmes/{_programme(database)} HTTP/1.1\r\nHost: x\r\n".encode()
    with served.connect() as connection:
        connection.sendall(
            b"HEAD " + head + b"\r\n" + b"GET " + head + b"Connection: close\r\n\r\n"
        )
        received = b"".join(iter(lambda: connection.recv(1 << 20), b""))
    first, second, body = received.split(b"\r\n\r\n", 2)
    assert b" 200 " in first.splitlines()[0]
    assert b" 200 " in second.splitlines()[0]
    assert b"content-length: %d" % len(LARGE.encode()) in first.lower()
    assert body == LARGE.encode()
    assert served.lives()


def test_where_too_much_waits_in_files_who_waits_longest_is_ended(
    served: Running, database: Database
) -> None:
    head = f"GET /v1/programmes/{_programme(database)} HTTP/1.1\r\nHost: x\r\n"
    asked = f"{head}Connection: close\r\n\r\n".encode()
    with served.connect() as first, served.connect() as second:
        first.sendall(asked)
        until(lambda: [door.in_file > 0 for door in _doors(served)].count(True) == 1)
        second.sendall(asked)
        until(lambda: len(_doors(served)) == 1)
        (left,) = _doors(served)
        assert left.client is not None
        assert left.client[1] == second.getsockname()[1]
        # What waits in memory of so much is little.
        assert left.transport.get_write_buffer_size() <= 3 * PIECE_BYTES
        (answer,) = answers(second)
    assert answer.body == LARGE.encode()


def _doors(served: Running) -> list[Door]:
    found = list(served.server.server_state.connections)
    return [door for door in found if isinstance(door, Door)]
