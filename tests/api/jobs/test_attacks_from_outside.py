"""Whatever address a webhook is given, nothing inside is connected to.

A listener on loopback counts. Every address is sent to as if the port were allowed and, where there
is a name to look up, as if the name led to the listener.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address

import pytest

from api.jobs.posting import NoAnswer, post
from api.outside import Outside, RefusedAddress, is_public, target_of

TLS = ssl.create_default_context()
INSIDE_4 = (
    *("0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1"),  # noqa: S104 - to be refused
    *("100.100.100.200", "100.127.255.255", "127.0.0.1", "127.0.0.2", "127.1.2.3"),
    *("127.255.255.255", "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2"),
    *("169.254.255.255", "172.16.0.1", "172.17.0.1", "172.31.255.255", "192.0.0.1"),
    *("192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255"),
    *("198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
    *("239.255.255.255", "240.0.0.1", "255.255.255.255", "192.31.196.1", "192.52.193.1"),
    *("192.175.48.1",),
)
INSIDE_6 = (
    *("::", "::1", "::2", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
    *("64:ff9b:1::7f00:1", "100::1", "100:0:0:1::1", "2001::1", "2001:0:7f00:1::1"),
    *("2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1"),
    *("2002:a9fe:a9fe::1", "2002:a00:1::1", "2620:4f:8000::1", "3fff::1", "5f00::1"),
    *("fc00::1", "fd00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1"),
    *("ff0e::1", "4000::1", "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a9fe:a9fe"),
    *("::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"),
)
OUTSIDE = ("8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111")
WRITTEN = (
    *("2130706433", "017700000001", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "127.1", "127.0.1"),
    *("0177.0.0.1", "0177.0.0.01", "00000177.0.0.1", "127.0.0.1.", "localhost", "localhost."),
    *("LOCALHOST", "Localhost.localdomain", "foo.localhost", "ip6-localhost", "loopback"),
    *("printer.local", "metadata", "metadata.google.internal", "db.internal", "a.intranet"),
    *("a.lan", "a.corp", "a.home", "1.0.0.127.in-addr.arpa", "0", "0x0", "00", "1", "127"),
    *("2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "169.254.43518", "169.16689662"),
    *("4294967297", "127.0.0.1%00.example.org", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1"),
    *("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "loc\u00adalhost", "exämple.org", "例え.テスト", "example\u3002org"),
    *("example.org.", "example..org", ".example.org", "-a.example.org", "a-.example.org"),
    *("a_b.example.org", "example.0x7f", "example.127", "a" * 64 + ".org", "ex ample.org"),
    *("example.org\t", "example.org\n", "example.org\x00", "[::1", "::1]", "[]", "", "."),
    *("127.0.0.1:80", "[127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[fe80::1%25lo]"),
)
SHAPES = (
    "https://user@{h}:{p}/",
    "https://user:secret@{h}:{p}/",
    "https://{h}:{p}@evil.example/",
    "https://evil.example@{h}:{p}/",
    "https://evil.example#@{h}:{p}/",
    "https://evil.example\\@{h}:{p}/",
    "https:\\\\{h}:{p}/",
    "https:/{h}:{p}/",
    "https:{h}:{p}/",
    "//{h}:{p}/",
    "///{h}:{p}/",
    "{h}:{p}",
    " https://{h}:{p}/",
    "https://{h}:{p}/ HTTP/1.1\r\nX: y",
    "https://{h}:{p}/\r\nX:y",
    "https://{h}:{p}/#fragment",
    "https://{h}:{p}\\/",
    "https://{h}:+{p}/",
    "https://{h}:0{p}/",
    "https://{h}:{p}:{p}/",
    "https://{h}:/",
    "http://{h}:{p}/",
    "HTTPS://{h}:{p}/",
    "ftp://{h}:{p}/",
    "gopher://{h}:{p}/_x",
    "file://{h}/etc/passwd",
    "file:///etc/passwd",
    "dict://{h}:{p}/",
    "ldap://{h}:{p}/",
    "ws://{h}:{p}/",
    "unix:///var/run/docker.sock",
    "data:text/plain,x",
    "javascript:alert(1)",
    "jar:https://{h}:{p}/!/",
    "https://{h}:22/",
    "https://{h}:65536/",
    "https://{h}:99999/",
    "https://{h}:0/",
    "https://{h}:{p}/" + "a" * 3000,
)


def leading_to(addresses: list[str]) -> Callable[[str, int], list[str]]:
    """Return what looks every name up as these addresses."""
    return lambda _host, _port: addresses


class Listener:
    """Counts who connects."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._socket = socket.create_server((host, port), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        self.count = 0
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection:
                if connection.recv(4) == b"stop":
                    return
                self.count += 1

    def close(self) -> None:
        # Counted are all who came before: they are dealt with in order.
        with socket.create_connection(self._socket.getsockname()) as last:
            last.sendall(b"stop")
        self._thread.join()
        self._socket.close()


@contextmanager
def listening(host: str = "127.0.0.1", port: int = 0) -> Iterator[Listener]:
    listener = Listener(host, port)
    try:
        yield listener
    finally:
        listener.close()


def attacks(port: int) -> list[tuple[str, list[str]]]:
    """Return addresses with what their host is resolved to."""
    made = [(f"https://{host}:{port}/", ["127.0.0.1"]) for host in (*INSIDE_4, *WRITTEN)]
    made += [(f"https://[{host}]:{port}/", ["127.0.0.1"]) for host in INSIDE_6]
    for shape in SHAPES:
        for host in ("127.0.0.1", "hooks.example.org"):
            made.append((shape.format(h=host, p=port), ["127.0.0.1"]))
    name = f"https://hooks.example.org:{port}/"
    made += [(name, [address]) for address in (*INSIDE_4, *INSIDE_6)]
    made += [(name, [good, "127.0.0.1"]) for good in OUTSIDE]
    made += [(name, ["127.0.0.1", good]) for good in OUTSIDE]
    made += [(name, [strange]) for strange in ("", "localhost", "127.1", "0x7f.1", "2130706433")]
    return made


def test_no_attack_connects_inside() -> None:
    with listening() as listener:
        tried = attacks(listener.port)
        allowed = Outside(ports=(443, listener.port))
        got_through = []
        for url, addresses in tried:
            try:
                post(
                    url,
                    b"{}",
                    {},
                    allowed=allowed,
                    tls=TLS,
                    resolve=leading_to(addresses),
                    seconds=0.5,
                )
            except RefusedAddress:
                continue
            except NoAnswer as error:
                got_through.append((url, addresses, str(error)))
            else:
                got_through.append((url, addresses, "answered"))
    assert got_through == []
    assert (len(tried) >= 200, listener.count) == (True, 0)


def test_the_listener_counts_who_is_let_in() -> None:
    with listening() as listener:
        url = f"http://127.0.0.1:{listener.port}/"
        with pytest.raises(NoAnswer):
            post(url, b"{}", {}, allowed=Outside(loopback=True), tls=TLS)
    assert listener.count == 1


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_once() -> None:
    answers = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]]
    asked = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    with listening() as first, listening("127.0.0.2", first.port) as second:
        url = f"http://rebinds.example.org:{first.port}/"
        with pytest.raises(NoAnswer):
            post(url, b"", {}, allowed=Outside(loopback=True), tls=TLS, resolve=resolve)
    assert (asked, first.count, second.count) == (["rebinds.example.org"], 1, 0)


def test_a_name_that_is_public_only_while_it_is_stored_is_refused_when_sent() -> None:
    with listening() as listener:
        allowed = Outside(ports=(listener.port,))
        url = f"https://rebinds.example.org:{listener.port}/"
        assert target_of(url, allowed).host == "rebinds.example.org"
        with pytest.raises(RefusedAddress):
            post(url, b"", {}, allowed=allowed, tls=TLS, resolve=lambda _h, _p: ["127.0.0.1"])
    assert listener.count == 0


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy, listening("127.0.0.2") as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        url = f"http://name.example.org:{receiver.port}/"
        with pytest.raises(NoAnswer):
            post(
                url,
                b"",
                {},
                allowed=Outside(loopback=True),
                tls=TLS,
                resolve=lambda _h, _p: ["127.0.0.2"],
            )
    assert (proxy.count, receiver.count) == (0, 1)


@pytest.mark.parametrize("address", [*INSIDE_4, *INSIDE_6])
def test_what_is_inside_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address.partition("%")[0]))


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_outside_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_even_for_development_only_this_machine_is_spoken_to_without_tls() -> None:
    allowed = Outside(loopback=True)
    for url, address in (
        ("http://hooks.example.org/", "8.8.8.8"),
        ("https://hooks.example.org:8443/", "8.8.8.8"),
        ("https://hooks.example.org/", "10.0.0.1"),
    ):
        with pytest.raises(RefusedAddress):
            post(url, b"", {}, allowed=allowed, tls=TLS, resolve=leading_to([address]))
