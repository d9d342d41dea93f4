"""Councils that share a service, each with people of every role."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI

from api.access import OF_ROLE, Role
from api.app import create_app
from api.http.issuing import issue_key
from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.in_process import InProcess
from tests.api.routes.service import Service

YEAR_MS = 365 * 86_400_000


@dataclass(frozen=True)
class Shared:
    """A service that asks for keys."""

    app: FastAPI
    database: Database
    keys: dict[tuple[str, Role], str] = field(default_factory=dict)

    def key(self, tenant: str, role: Role, groups: tuple[str, ...] | None = None) -> str:
        """Return a key of somebody's, made when first asked for."""
        if groups is None and (tenant, role) in self.keys:
            return self.keys[tenant, role]
        with self.database.writing() as connection:
            _, fresh = issue_key(
                connection,
                tenant,
                "test",
                name=f"{role} of {tenant}",
                role=role,
                scopes=OF_ROLE[role],
                groups=groups,
                lasts_ms=YEAR_MS,
            )
        if groups is None:
            self.keys[tenant, role] = fresh.text
        return fresh.text

    def client(self, key: str | None, headers: Mapping[str, str] | None = None) -> httpx.Client:
        """Return a client that shows a key, or none."""
        shown = {} if key is None else {"Authorization": f"Bearer {key}"}
        return httpx.Client(
            transport=InProcess(self.app),
            base_url="http://service",
            headers={**shown, **(headers or {})},
        )

    def of(self, tenant: str, role: Role = "administrator") -> Service:
        """Return the service as somebody uses it."""
        return Service(self.client(self.key(tenant, role)), self.app.state.services)


@contextmanager
def shared(database: Database) -> Iterator[Shared]:
    """Serve a database with keys required."""
    yield Shared(create_app(ServiceSettings(keys_required=True), database), database)
