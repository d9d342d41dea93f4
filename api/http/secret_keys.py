"""Keys as they are written: `pe_`, an id that may be told, and a secret that is told once."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_ID_BYTES, _SECRET_BYTES = 6, 32
_FORM = re.compile(r"pe_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key with its secret."""

    id: str
    secret: str

    @property
    def text(self) -> str:
        """As its holder sends it."""
        return f"pe_{self.id.removeprefix('key_')}_{self.secret}"

    @property
    def digest(self) -> str:
        """What is kept of it. The secret is random, so that a plain hash cannot be guessed back."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def is_digest(self, digest: str) -> bool:
        """Tell whether this is the key that was kept, in the same time whatever differs."""
        return hmac.compare_digest(self.digest, digest)


def new_key() -> SecretKey:
    """Return a fresh key."""
    return SecretKey(f"key_{secrets.token_hex(_ID_BYTES)}", secrets.token_hex(_SECRET_BYTES))


def read_key(text: str) -> SecretKey | None:
    """Return a key as it was sent; None where it has not the form of one."""
    found = _FORM.fullmatch(text)
    return None if found is None else SecretKey(f"key_{found[1]}", found[2])
