"""Which addresses may be told things: names that lead to the public internet, and no others.

A webhook's address is chosen by whoever may administer a tenant, and the service that calls it
stands inside somebody's network: so everything is refused that is not plainly outside.
Source: IANA special-purpose address registries for IPv4 and IPv6; OWASP on forged requests.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

LONGEST_URL = 2_000
HTTPS_PORT = 443
HTTP_PORT = 80

Address = IPv4Address | IPv6Address


class RefusedAddress(Exception):
    """An address that nothing is sent to; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What is allowed beyond names with public addresses, port 443 and TLS."""

    ports: tuple[int, ...] = (HTTPS_PORT,)
    loopback: bool = False
    """For development: this machine at any port, and there HTTP without TLS too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart; where it leads is known only when its host is resolved."""

    tls: bool
    host: str
    port: int
    path: str
    """With the query, as it stands in the request line."""

    @property
    def host_header(self) -> str:
        """The host as the receiver is told it; the port only where it is not the usual one."""
        usual = HTTPS_PORT if self.tls else HTTP_PORT
        return self.host if self.port == usual else f"{self.host}:{self.port}"


# One reading of an address and no other: what two parsers might read differently is refused.
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253})(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?P<query>\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP_LABEL = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_INSIDE = frozenset({"localhost", "local", "internal", "intranet", "lan", "corp", "home", "arpa"})
"""Last labels that the public domain name system does not lead outside with."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1"})


def target_of(url: str, allowed: Outside) -> Target:
    """Return an address taken apart, without looking its host up.

    Raises RefusedAddress.
    """
    if len(url) > LONGEST_URL:
        raise RefusedAddress(f"an address has {LONGEST_URL} characters at most")
    found = _URL.fullmatch(url)
    if found is None:
        raise RefusedAddress(
            "an address is https://, a host name in small letters, perhaps a port and a path; "
            "no credentials, no fragment, nothing but ASCII"
        )
    tls = found["scheme"] == "https"
    host = found["host"]
    port = int(found["port"] or (HTTPS_PORT if tls else HTTP_PORT))
    if not (allowed.loopback and host in _LOOPBACK):
        _look_at_name(host)
        if not tls and not allowed.loopback:
            raise RefusedAddress("only https:// is spoken")
        if port not in allowed.ports and not allowed.loopback:
            known = ", ".join(map(str, allowed.ports))
            raise RefusedAddress(f"the port {port} is not one of those allowed: {known}")
    path = (found["path"] or "/") + (found["query"] or "")
    return Target(tls=tls, host=host, port=port, path=path)


def _look_at_name(host: str) -> None:
    labels = host.split(".")
    # A last label with a digit in front might be read as an address in octal or hexadecimal.
    if len(labels) < 2 or _TOP_LABEL.fullmatch(labels[-1]) is None:  # noqa: PLR2004 - a name and its domain
        raise RefusedAddress("the host must be a name with a domain, not an address")
    if any(_LABEL.fullmatch(label) is None for label in labels):
        raise RefusedAddress("the host is no name")
    if labels[-1] in _INSIDE:
        raise RefusedAddress(f"names under .{labels[-1]} do not lead outside")


def judged(resolved: str, target: Target, allowed: Outside) -> Address:
    """Return an address that a host was resolved to, if it may be connected to.

    Raises RefusedAddress.
    """
    try:
        found = ip_address(resolved)
    except ValueError as error:
        raise RefusedAddress("the host was resolved to what is no address") from error
    # Written with a scope, as in fe80::1%eth0, an address leads to a network of this machine.
    if isinstance(found, IPv6Address) and found.scope_id is not None:
        raise RefusedAddress("the host leads to an address inside")
    if allowed.loopback and found in _LOOPBACKS[found.version]:
        return found
    if not target.tls or target.port not in allowed.ports:
        raise RefusedAddress("beyond this machine only https:// and the ports allowed are spoken")
    if not is_public(found):
        raise RefusedAddress("the host leads to an address inside")
    return found


_LOOPBACKS: dict[int, IPv4Network | IPv6Network] = {
    4: IPv4Network("127.0.0.0/8"),
    6: IPv6Network("::1/128"),
}

# Spelt out, as what the standard library calls global differs between its versions.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own service, behind an address that looks public
        "169.254.0.0/16",  # link-local, among it what tells machines in clouds their secrets
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Loopback, unspecified, mapped and translated IPv4 (::ffff:0:0/96, 64:ff9b::/96), unique local,
# link-local and multicast addresses all lie outside the one block that is handed out.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # Teredo and other protocols, which may carry an IPv4 address inside
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries one
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_ISATAP = (0x00005EFE, 0x02005EFE)
"""Upper half of interface ids that carry an IPv4 address in the lower."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, unicast, with no other one inside it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address not in _GLOBAL_UNICAST or any(address in network for network in _NOT_PUBLIC_6):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP
