"""Callers who want plans, and repeat a request until it is answered."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.agreement.worlds import FIXTURES
from tests.api.chaos.stage import Stage

FINAL = {"completed", "cancelled", "failed"}
TIMEOUT_SECONDS = 20.0


@dataclass(slots=True, kw_only=True)
class Wish:
    """A plan that a caller wants; repeated under one key until it is acknowledged."""

    key: str
    path: str
    body: dict[str, Any]
    plan: str | None = None
    """Its id, once acknowledged."""


@dataclass(slots=True)
class Traffic:
    """Keeps some plans under way."""

    stage: Stage
    random: Random
    at_once: int = 4
    wishes: list[Wish] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    under_way: set[str] = field(default_factory=set)
    """Plans not yet seen to have ended."""
    answers: Counter[str] = field(default_factory=Counter)
    """By status, or by what befell the connection."""

    def prepare(self) -> None:
        """Store the programmes that are planned."""
        while len(self.programmes) < 2:
            name = ("small", "lincolnshire")[len(self.programmes)]
            document = (FIXTURES / "programmes" / f"{name}.json").read_bytes()
            made = self._ask("POST", "/v1/programmes", document, {"Idempotency-Key": f"p-{name}"})
            if made is not None:
                self.programmes.append(made["id"])

    def step(self, *, more: bool) -> None:
        """Repeat what is not acknowledged, look at what is, and order more where there is room."""
        for wish in self.wishes:
            if wish.plan is None:
                self._order(wish)
        for plan in sorted(self.under_way):
            found = self._ask("GET", f"/v1/plans/{plan}")
            if found is not None and found["state"] in FINAL:
                self.under_way.discard(plan)
        waiting = sum(wish.plan is None for wish in self.wishes)
        if more and len(self.under_way) + waiting < self.at_once:
            # As many small programmes as such that last as long as they may.
            programme = self.random.choice(self.programmes)
            seconds = self.random.choice((10.0, 20.0, 30.0))
            wish = Wish(
                key=secrets.token_hex(8),
                path=f"/v1/programmes/{programme}/plans",
                body={"time_limit_seconds": seconds, "compare": False},
            )
            self.wishes.append(wish)
            self._order(wish)

    @property
    def is_quiet(self) -> bool:
        """Whether every wish was acknowledged and every plan has ended."""
        return not self.under_way and all(wish.plan is not None for wish in self.wishes)

    def get(self, plan: str) -> dict[str, Any] | None:
        """Return a plan; None while nobody answers, and an empty mapping where there is none."""
        return self._ask("GET", f"/v1/plans/{plan}")

    def _order(self, wish: Wish) -> None:
        body = json.dumps(wish.body).encode()
        made = self._ask("POST", wish.path, body, {"Idempotency-Key": wish.key})
        if made is not None:
            wish.plan = made["id"]
            self.under_way.add(made["id"])

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any] | None:
        """Return what some API answers; None where the request has to be repeated."""
        addresses = self.stage.addresses()
        if not addresses:
            return None
        request = urllib.request.Request(  # noqa: S310 - addresses of our own
            self.random.choice(addresses) + path,
            data=body,
            method=method,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
                found: dict[str, Any] = json.load(answer)
                self.answers[str(answer.status)] += 1
                return found
        except urllib.error.HTTPError as error:
            self.answers[str(error.code)] += 1
            if error.code in {409, 503}:
                return None
            if error.code == 404:
                return {}
            raise RuntimeError(f"{method} {path}: {error.code} {error.read()[:500]!r}") from error
        except (OSError, ValueError) as error:
            self.answers[type(getattr(error, "reason", error)).__name__] += 1
            # Killed before, or while, it answered.
            return None
