"""Signatures of messages to webhooks, by which receivers know that we sent them, and sent this.

Source: Standard Webhooks, symmetric signatures of version 1.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

PREFIX = "whsec_"


def signed_headers(
    message_id: str, timestamp: int, body: bytes, secrets: Iterable[str]
) -> Mapping[str, str]:
    """Return the three headers of a message, with one signature for each secret.

    Units: the timestamp is seconds since 1970, of the try and not of the event.
    """
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    signatures = (f"v1,{_signature(secret, content)}" for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
