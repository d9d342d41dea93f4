"""How long rounds wait for the next one."""

import threading
from types import SimpleNamespace

import pytest

from api.errors import DatabaseUnavailable
from api.jobs import rounds
from api.jobs.rounds import LONGEST_PAUSE_SECONDS, Rounds

ROUNDS = 8


class Pauses:
    """An event that is set after some waits, which it remembers."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return len(self.waited) > ROUNDS


def unavailable() -> None:
    raise DatabaseUnavailable("away")


@pytest.mark.parametrize(
    ("longest", "last"), [(LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS), (1.0, 1.0)]
)
def test_pauses_grow_while_rounds_fail_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch, longest: float, last: float
) -> None:
    pauses = Pauses()
    done = threading.Event()

    def run(target: object, **_: object) -> threading.Thread:
        def to_the_end() -> None:
            assert callable(target)
            target()
            done.set()

        return threading.Thread(target=to_the_end, daemon=True)

    stand_in = SimpleNamespace(Event=lambda: pauses, Thread=run)
    monkeypatch.setattr(rounds, "threading", stand_in)
    Rounds("beat", 1.0, unavailable, longest=longest).start()
    assert done.wait(60.0)
    assert pauses.waited[0] == 1.0
    assert pauses.waited[-1] == last
    assert max(pauses.waited) == longest
