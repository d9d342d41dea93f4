"""Every process restarted in turn, as an upgrade does, while callers ask and plans are made."""

from __future__ import annotations

import json
import signal
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.settings import ServiceSettings
from tests.agreement.worlds import FIXTURES
from tests.api.chaos.stage import Part, Stage, stage_on
from tests.api.jobs.yard import HANG_GUARD_SECONDS, until
from tests.api.postgres import Postgres

pytestmark = pytest.mark.slow

SMALL = (FIXTURES / "programmes" / "small.json").read_bytes()


@dataclass
class _Caller:
    """Asks every API in turn, and keeps what went wrong with those that were not restarting."""

    stage: Stage
    restarting: Part | None = None
    ending: bool = False
    answered: int = 0
    refused: int = 0
    failed: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)

    def ask(self, part: Part, method: str, path: str, body: bytes | None = None) -> Any:
        address = part.address()
        if address is None:
            return None
        request = urllib.request.Request(  # noqa: S310 - addresses of our own
            address + path, body, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=HANG_GUARD_SECONDS) as answer:  # noqa: S310 - as above
                self.answered += 1
                return json.load(answer)
        except urllib.error.HTTPError as error:
            self.failed.append(f"{method} {path}: {error.code} {error.read()[:200]!r}")
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionRefusedError) and part is self.restarting:
                self.refused += 1
            elif part is not self.restarting:
                self.failed.append(f"{method} {path}: {error.reason!r}")
            else:
                self.failed.append(f"{method} {path} while it ended: {error.reason!r}")
        except OSError as error:
            self.failed.append(f"{method} {path}: {error!r}")
        return None

    def run(self) -> None:
        programme = None
        while not self.ending:
            for part in self.stage.parts[:2]:
                if programme is None:
                    made = self.ask(part, "POST", "/v1/programmes", SMALL)
                    programme = None if made is None else made["id"]
                elif len(self.plans) < 12:
                    body = b'{"time_limit_seconds": 10, "compare": false}'
                    made = self.ask(part, "POST", f"/v1/programmes/{programme}/plans", body)
                    if made is not None:
                        self.plans.append(made["id"])
                self.ask(part, "GET", "/v1/plans")
            time.sleep(0.05)


def _listens(part: Part) -> bool:
    return part.address() is not None


def test_nobody_notices_a_rolling_restart(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.create()
    settings = ServiceSettings(data=tmp_path, database_url=postgres.sqlalchemy_url(name))
    with stage_on(settings, tmp_path) as stage:
        until(lambda: len(stage.addresses()) == 2, lambda: "the service does not come up")
        caller = _Caller(stage)
        asking = threading.Thread(target=caller.run)
        asking.start()
        until(lambda: len(caller.plans) >= 2, lambda: str(caller.failed))
        for part in (*stage.parts[2:], *stage.parts[:2]):
            caller.restarting = part
            part.process.send_signal(signal.SIGTERM)
            assert part.process.wait(HANG_GUARD_SECONDS) == 0
            part.keep_running()
            if part in stage.parts[:2]:
                until(partial(_listens, part), lambda: "it does not come back")
            caller.restarting = None
        until(lambda: len(caller.plans) >= 12, lambda: str(caller.failed))
        caller.ending = True
        asking.join()
        assert caller.failed == []
        assert caller.answered > 24
        ends: dict[str, str] = {}

        def ended() -> bool:
            for plan in caller.plans:
                ends[plan] = caller.ask(stage.parts[0], "GET", f"/v1/plans/{plan}")["state"]
            return set(ends.values()) <= {"completed", "cancelled", "failed"}

        until(ended, lambda: str(ends))
        assert list(ends.values()) == ["completed"] * 12
    postgres.drop(name)
