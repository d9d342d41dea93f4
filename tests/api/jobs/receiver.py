"""A receiver of webhooks as the specification describes one, written from its text alone."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether one of the signatures of a message is right.

    Source: Standard Webhooks, "Verifying signatures": the signed content is the id, the timestamp
    and the payload with full stops between; the key is what stands in base 64 behind `whsec_`.
    """
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret[len("whsec_") :])
    lower = {name.lower(): value for name, value in headers.items()}
    content = f"{lower['webhook-id']}.{lower['webhook-timestamp']}.{body.decode()}"
    right = base64.b64encode(hmac.new(key, content.encode(), hashlib.sha256).digest()).decode()
    found = [part.partition(",") for part in lower["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(s, right) for version, _, s in found)


@dataclass
class Receiver:
    """What came, and what is answered."""

    answer: Callable[[str], int] = lambda _: 204
    """Id of a message to the status it is answered with."""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    port: int = 0
    came: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self) -> list[dict[str, Any]]:
        """What the messages said."""
        return [json.loads(body) for _, body in self.came]


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    """Listen for a while."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with receiver.lock:
                receiver.came.append((dict(self.headers), body))
                id = self.headers["webhook-id"]
                status = receiver.answer(id)
                if 200 <= status < 300:
                    receiver.taken.append(id)
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            self.wfile.write(receiver.body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

        def handle_error(self, *_: Any) -> None:
            # A sender that was killed or has read enough.
            pass

    server = Server(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
