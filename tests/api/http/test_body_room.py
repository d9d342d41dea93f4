"""Many slow bodies share limited room: the slowest are given up, and whoever sends at once is not."""

import asyncio
import json
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from api.http.body_room import LARGE_BYTES, LATELY_SECONDS, SLOW_RATE, Arriving, BodyRoom
from api.http.ids import PROGRAMME, new_id
from api.settings import ServiceSettings
from api.store.database import Database
from api.store.plans import list_plans
from api.store.programmes import create_programme
from api.store.walls import EVERYBODY
from tests.api.commands.doors import Running, answers, running
from tests.api.jobs.yard import HANG_GUARD_SECONDS
from tests.api.programmes import SMALL

LIMIT = 200_000
HEAD = b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture
def dialect() -> str:
    """The database plays no part here."""
    return "sqlite"


@pytest.fixture
def served(database: Database) -> Iterator[Running]:
    """A server with room for two large bodies and a half."""
    settings = ServiceSettings(body_bytes=LIMIT, bodies_bytes=LIMIT * 5 // 2)
    with running(database, settings) as found:
        yield found


def test_of_three_bodies_where_two_have_room_one_is_given_up(served: Running) -> None:
    with ExitStack() as closing:
        begun: list[socket.socket] = []
        for _ in range(3):
            connection = closing.enter_context(served.connect())
            connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % LIMIT)
            connection.sendall(b" " * (LIMIT - 2))
            begun.append(connection)
        ((given_up,), _, _) = select.select(begun, [], [], HANG_GUARD_SECONDS)
        (answer,) = answers(given_up)
        assert (answer.status, answer.code) == (408, "body_too_slow")
        assert "slowest" in json.loads(answer.body)["detail"]
        assert served.lives()
        begun.remove(given_up)
        for connection in begun:
            connection.sendall(b"{}")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    # Given back after the answer, not before it.
    while served.services.bodies.held:
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("seconds", "ends"), [((90, 1), ["given up", "whole"]), ((1, 90), ["whole", "given up"])]
)
def test_the_slowest_is_given_up(seconds: tuple[int, int], ends: list[str]) -> None:
    room = BodyRoom(100)

    async def body(taking: int) -> str:
        arriving: Arriving | None = None
        try:
            async with room.one(HANG_GUARD_SECONDS) as arriving:
                arriving.began -= taking
                await room.take(arriving, 60)
                await asyncio.sleep(0.01)
        except TimeoutError:
            return "given up" if arriving is not None and arriving.given_up else "late"
        return "whole"

    async def both() -> list[str]:
        return await asyncio.gather(*map(body, seconds))

    assert asyncio.run(both()) == ends
    assert room.held == 0


def test_a_body_alone_stays() -> None:
    async def alone() -> bool:
        room = BodyRoom(100)
        async with room.one(HANG_GUARD_SECONDS) as body:
            await room.take(body, 1_000)
            await asyncio.sleep(0)
            return body.given_up

    assert asyncio.run(alone()) is False


def test_a_fast_body_waits_for_room_and_is_not_given_up() -> None:
    async def both() -> list[str]:
        room, ends = BodyRoom(100), list[str]()

        async def body(name: str, seconds: float) -> None:
            async with room.one(HANG_GUARD_SECONDS) as arriving:
                await room.take(arriving, 80)
                arriving.length += 10 * SLOW_RATE
                await asyncio.sleep(seconds)
                arriving.length -= 10 * SLOW_RATE
            ends.append(name)

        await asyncio.gather(body("first", 0.05), body("second", 0))
        return ends

    assert asyncio.run(both()) == ["first", "second"]


def test_who_is_made_to_wait_is_not_slow_for_that() -> None:
    body = Arriving(0.0, asyncio.Timeout(None), length=1_000)
    rates = [body.rate(1.0)]
    body.waits_since = 1.0
    rates.append(body.rate(60.0))
    body.waited, body.waits_since = 59.0, None
    rates.append(body.rate(61.0))
    assert rates == [1_000, 1_000, 500]


def test_who_was_fast_and_sends_no_more_is_slow_soon() -> None:
    body = Arriving(0.0, asyncio.Timeout(None), length=10_000_000)
    rates = [body.rate(1.0), body.rate(LATELY_SECONDS)]
    body.length += 5
    rates.append(body.rate(2 * LATELY_SECONDS))
    assert rates == [10_000_000, 2_000_000, 1]


def test_large_bodies_are_worked_on_one_after_the_other() -> None:
    async def all_of_them(length: int) -> int:
        room, at_work, most = BodyRoom(100), 0, 0

        async def one() -> None:
            nonlocal at_work, most
            async with room.at_work(length):
                at_work += 1
                most = max(most, at_work)
                await asyncio.sleep(0)
                at_work -= 1

        await asyncio.gather(*(one() for _ in range(3)))
        assert room.held == 0
        return most

    assert asyncio.run(all_of_them(LARGE_BYTES)) == 3
    assert asyncio.run(all_of_them(LARGE_BYTES + 1)) == 1


def test_nothing_is_held_for_a_caller_who_waits_for_a_plan(served: Running) -> None:
    with served.services.database.working_for(EVERYBODY).writing() as connection:
        programme = create_programme(
            connection,
            "default",
            "ann",
            programme_id=new_id(PROGRAMME),
            name="small",
            hash="h",
            document=SMALL.decode(),
        ).programme
    body = json.dumps({"title": "Later", "merge": {"name": "Later"}}).encode() + b" " * 50_000
    head = f"POST /v1/programmes/{programme}/changes HTTP/1.1\r\nHost: x\r\n"
    head += 'Content-Type: application/json\r\nIf-Match: "1"\r\nPrefer: wait=30\r\n'
    with served.connect() as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        while not plans_of(served, programme):
            time.sleep(0.01)
        while served.services.bodies.held:
            readable, _, _ = select.select([connection], [], [], 0.01)
            assert not readable, "it was held until the caller had an answer"


def plans_of(served: Running, programme: str) -> int:
    with served.services.database.working_for(EVERYBODY).reading() as connection:
        return len(list_plans(connection, "default", programme=programme, limit=1))
