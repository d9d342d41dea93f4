"""Secrets as they are written: a mark, an id that may be told, and a secret that is told once.

A key is `pe_…`; what a calendar program finds in an address is `pc_…`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

KEY = "key"
SUBSCRIPTION = "sub"
_MARKS = {KEY: "pe", SUBSCRIPTION: "pc"}
_ID_BYTES, _SECRET_BYTES = 6, 32
_FORM = re.compile(r"(p[ec])_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key, or what stands for one in an address, with its secret."""

    id: str
    secret: str

    @property
    def text(self) -> str:
        """As its holder sends it."""
        kind, _, number = self.id.partition("_")
        return f"{_MARKS[kind]}_{number}_{self.secret}"

    @property
    def digest(self) -> str:
        """What is kept of it. The secret is random, so that a plain hash cannot be guessed back."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def is_digest(self, digest: str) -> bool:
        """Tell whether this is the key that was kept, in the same time whatever differs."""
        return hmac.compare_digest(self.digest, digest)


def new_key(kind: str = KEY) -> SecretKey:
    """Return a fresh one of a kind."""
    return SecretKey(f"{kind}_{secrets.token_hex(_ID_BYTES)}", secrets.token_hex(_SECRET_BYTES))


def read_key(text: str, kind: str = KEY) -> SecretKey | None:
    """Return one as it was sent; None where it has not the form of that kind."""
    found = _FORM.fullmatch(text)
    if found is None or found[1] != _MARKS[kind]:
        return None
    return SecretKey(f"{kind}_{found[2]}", found[3])
