"""One request outside: what it says, and that no receiver can do more than answer it."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.jobs.posting import Answer, NoAnswer, post
from api.jobs.signing import signed_headers
from api.jobs.webhooks import AGAIN_AFTER_SECONDS, pause_ms
from api.outside import Outside
from tests.api.jobs.receiver import Receiver, receiving, verified

HERE = Outside(loopback=True)
TLS = ssl.create_default_context()


def sent(url: str, seconds: float = 10.0) -> Answer:
    return post(url, b"{}", {"X-One": "1"}, allowed=HERE, tls=TLS, seconds=seconds)


def test_the_published_example_is_signed_as_published() -> None:
    # Of the specification's reference libraries.
    published = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body, [published])
    right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-signature"] == right


def test_a_receiver_with_either_secret_believes_a_message() -> None:
    new, old, other = ("whsec_bmV3", "whsec_b2xk", "whsec_b3RoZXI=")
    headers = signed_headers("dlv_a", 1_700_000_000, b'{"a":"\xc2\xa3"}', [new, old])
    body = b'{"a":"\xc2\xa3"}'
    assert [verified(s, headers, body) for s in (new, old, other)] == [True, True, False]
    assert not verified(new, headers, body + b" ")
    assert not verified(new, {**headers, "webhook-id": "dlv_b"}, body)
    assert not verified(new, {**headers, "webhook-timestamp": "1700000001"}, body)


def test_a_message_arrives_as_it_was_sent() -> None:
    with receiving(Receiver()) as receiver:
        assert sent(receiver.url + "?a=1").status == 204
        ((headers, body),) = receiver.came
    assert body == b"{}"
    assert (headers["Host"], headers["X-One"]) == (f"127.0.0.1:{receiver.port}", "1")


def test_no_redirect_is_followed() -> None:
    with receiving(Receiver()) as inside:
        answering = Receiver(answer=lambda _: 307, headers={"Location": inside.url})
        with receiving(answering) as receiver:
            assert sent(receiver.url).status == 307
    assert inside.came == []


def test_an_answer_that_never_ends_is_not_read_to_its_end() -> None:
    with receiving(Receiver(answer=lambda _: 200, body=b"x" * 20_000_000)) as receiver:
        assert sent(receiver.url).status == 200


@contextmanager
def speaking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Listen for one connection and say something of one's own to it."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            try:
                talk(connection)
            except OSError:
                return
            ended.wait(20)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        ended.set()
        thread.join()
        listener.close()


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(1000):
        connection.sendall(b"X-A: b\r\n" if _ < 50 else b"X")
        threading.Event().wait(0.05)


def pour(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@pytest.mark.parametrize(
    "talk",
    [
        lambda _: None,
        lambda c: c.shutdown(socket.SHUT_RDWR),
        lambda c: c.sendall(b"HTTP/1.1 "),
        lambda c: c.sendall(b"no such thing\r\n\r\n"),
        lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000),
        drip,
        pour,
    ],
    ids=["silent", "closes early", "half a line", "nonsense", "huge head", "drips", "pours"],
)
def test_whoever_does_not_answer_properly_has_not_answered(
    talk: Callable[[socket.socket], None],
) -> None:
    with speaking(talk) as url, pytest.raises(NoAnswer):
        sent(url, seconds=0.5)


def test_what_counts_is_the_status_though_the_rest_never_comes() -> None:
    head = b"HTTP/1.1 204 OK\r\nContent-Length: 900\r\n\r\n"
    with speaking(lambda c: c.sendall(head)) as url:
        assert sent(url, seconds=0.5).status == 204


def test_nobody_there_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NoAnswer, match="no connection"):
        sent(f"http://127.0.0.1:{port}/")


def test_a_name_that_is_not_found_in_time_is_no_answer() -> None:
    never = threading.Event()

    def forever(_host: str, _port: int) -> list[str]:
        never.wait(20)
        return []

    with pytest.raises(NoAnswer, match="not found in time"):
        post(
            "https://slow.example.org/",
            b"",
            {},
            allowed=Outside(),
            tls=TLS,
            resolve=forever,
            seconds=0.1,
        )
    never.set()


def test_the_certificate_must_be_that_of_the_name(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=hooks.example.org"),
            *("-addext", "subjectAltName=DNS:hooks.example.org"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    names: list[str | None] = []
    serving.sni_callback = lambda _socket, name, _context: names.append(name)
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for _ in range(2):
            plain, _ = listener.accept()
            try:
                with serving.wrap_socket(plain, server_side=True) as connection:
                    heard.append(connection.recv(65_536))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve)
    thread.start()
    port = listener.getsockname()[1]
    trusting = ssl.create_default_context(cafile=str(certificate))

    def to(host: str) -> Answer:
        return post(
            f"https://{host}:{port}/x",
            b"{}",
            {},
            allowed=HERE,
            tls=trusting,
            resolve=lambda _host, _port: ["127.0.0.1"],
        )

    assert to("hooks.example.org").status == 200
    with pytest.raises(NoAnswer, match="certificate"):
        to("other.example.org")
    thread.join()
    listener.close()
    assert names == ["hooks.example.org", "other.example.org"]
    (only,) = heard
    assert only.startswith(f"POST /x HTTP/1.1\r\nHost: hooks.example.org:{port}\r\n".encode())


def test_pauses_grow_until_it_is_given_up() -> None:
    pauses = [pause_ms(tries, None, 0) for tries in range(len(AGAIN_AFTER_SECONDS) + 1)]
    assert pauses[:3] == [5_000, 300_000, 1_800_000]
    assert pauses[-2:] == [86_400_000, None]
    assert pause_ms(0, None, 1) == 6_000


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("120", 120_000),
        ("1", 5_000),
        ("999999999", 86_400_000),
        ("-5", 5_000),
        ("soon", 5_000),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 86_400_000),
        ("Fri, 01 Jan 2010 00:00:00 GMT", 5_000),
        ("²", 5_000),
    ],
)
def test_a_receiver_may_wish_to_be_left_alone_for_longer(said: str, pause: int) -> None:
    assert pause_ms(0, said, 0) == pause
