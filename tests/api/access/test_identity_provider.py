"""Tokens of an identity provider are taken beside keys: real signatures, a real provider on loopback."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from api.app import create_app
from api.settings import ServiceSettings, settings_from
from api.store.database import Database
from tests.api.access.council import Shared
from tests.api.programmes import problem

jwt = pytest.importorskip("jwt", reason="the extra oidc is not installed")
rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")


@dataclass
class Provider:
    """An identity provider: its address and the key it signs with."""

    issuer: str
    key: Any

    def token(self, key: Any = None, algorithm: str = "RS256", **claims: Any) -> str:
        """Return a signed token."""
        said = {
            "iss": self.issuer,
            "aud": "phased-exit",
            "sub": "0c1",
            "name": "Ann Example",
            "roles": ["planner"],
            "tenant": "north",
            "exp": time.time() + 60,
            **claims,
        }
        kept = {name: value for name, value in said.items() if value is not None}
        signed: str = jwt.encode(kept, key or self.key, algorithm=algorithm, headers={"kid": "1"})
        return signed


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider that listens on loopback."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert isinstance(self.server, ThreadingHTTPServer)
            at = f"http://127.0.0.1:{self.server.server_port}"
            documents: dict[str, object] = {
                "/.well-known/openid-configuration": {"issuer": at, "jwks_uri": f"{at}/keys"},
                "/keys": {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]},
            }
            body = json.dumps(documents[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Provider(f"http://127.0.0.1:{server.server_address[1]}", key)
    server.shutdown()
    server.server_close()


def with_provider(database: Database, issuer: str) -> Shared:
    settings = ServiceSettings(keys_required=True, oidc_issuer=issuer)
    return Shared(create_app(settings, database), database)


def test_a_token_says_who_asks(database: Database, provider: Provider) -> None:
    sharing = with_provider(database, provider.issuer)
    who = sharing.client(provider.token()).get("/v1/caller").json()
    assert (who["tenant"], who["name"], who["role"]) == ("north", "Ann Example", "planner")
    assert (who["scopes"], who["key"]) == (["plan", "read"], None)
    both = sharing.client(provider.token(roles=["viewer", "approver"])).get("/v1/caller").json()
    assert (both["role"], both["scopes"]) == ("approver", ["approve", "read"])
    program = provider.token(name=None, sub="planning-tool", tenant=None)
    assert sharing.client(program).get("/v1/caller").json()["tenant"] == "default"
    assert sharing.client(sharing.key("south", "viewer")).get("/v1/plans").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1},
        {"exp": None},
        {"aud": "another service"},
        {"iss": "https://evil.example"},
        {"sub": None},
        {"roles": []},
        {"roles": ["root"]},
        {"tenant": "no such name!"},
        {"nbf": 4e9},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(
    database: Database, provider: Provider, claims: dict[str, Any]
) -> None:
    sharing = with_provider(database, provider.issuer)
    problem(sharing.client(provider.token(**claims)).get("/v1/plans"), 401, "no_valid_key")


def test_a_forged_token_is_refused(database: Database, provider: Provider) -> None:
    sharing = with_provider(database, provider.issuer)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    unsigned = jwt.encode({"sub": "x"}, None, algorithm="none")
    shared_secret = provider.token(key="x" * 64, algorithm="HS256")
    for token in (provider.token(key=other), unsigned, shared_secret, "a.b.c"):
        problem(sharing.client(token).get("/v1/plans"), 401, "no_valid_key")


def test_a_provider_that_is_away_is_told(database: Database, provider: Provider) -> None:
    sharing = with_provider(database, "http://127.0.0.1:9")
    answer = sharing.client(provider.token()).get("/v1/plans")
    problem(answer, 503, "no_identity_provider")
    assert answer.headers["Retry-After"] == "5"


def test_the_environment_names_the_provider() -> None:
    told = {"PHASED_EXIT_OIDC_ISSUER": "https://id.example", "PHASED_EXIT_OIDC_TENANT": "north"}
    settings = settings_from(None, told)
    assert (settings.oidc_issuer, settings.oidc_tenant) == ("https://id.example", "north")
