"""The service with short ways to use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from api.http.state import Services
from api.store import attempts
from api.store.database import Database
from api.store.walls import EVERYBODY
from tests.api.programmes import JSON, SMALL
from tests.api.routes.played_worker import PlayedWorker


@dataclass(frozen=True)
class Service:
    """An application on a fresh database, and a client of it."""

    client: httpx.Client
    services: Services

    @property
    def database(self) -> Database:
        """What the application stores in, as workers see it."""
        return self.services.database.working_for(EVERYBODY)

    def programme(self, document: bytes = SMALL) -> str:
        """Store a programme; return its id."""
        answer = self.client.post("/v1/programmes", content=document, headers=JSON)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def ask(
        self,
        programme: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Ask for a plan of a programme."""
        address = f"/v1/programmes/{programme}/plans"
        return self.client.post(address, json=body, headers=dict(headers or {}))

    def plan(self, body: Mapping[str, Any] | None = None) -> str:
        """Ask for a plan of a fresh programme; return its id."""
        answer = self.ask(self.programme(), body)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def planned(self) -> str:
        """Ask for a plan of a fresh programme and find one; return its id."""
        plan = self.plan()
        worker = self.work(plan)
        worker.find()
        worker.finish()
        return plan

    def analyse(
        self, plan_id: str, kind: str = "latest", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Ask for an analysis of a plan."""
        address = f"/v1/plans/{plan_id}/analyses"
        return self.client.post(address, json={"kind": kind}, headers=dict(headers or {}))

    def analysis(self, kind: str = "latest") -> str:
        """Ask for an analysis of a plan that was found; return its id."""
        answer = self.analyse(self.planned(), kind)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def work(self, job_id: str) -> PlayedWorker:
        """Take up a plan or an analysis as a worker."""
        return PlayedWorker(self.database, job_id)

    def work_on_nothing(self, job_id: str) -> None:
        """Take up a job, as a worker, that there is nothing to do for: it ends as it stands."""
        with self.database.writing() as connection:
            assert attempts.claim(connection, job_id, "w2") is None

    def read(self, plan_id: str) -> dict[str, Any]:
        """Return a plan as it is answered."""
        answer = self.client.get(f"/v1/plans/{plan_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def read_analysis(self, analysis_id: str) -> dict[str, Any]:
        """Return an analysis as it is answered."""
        answer = self.client.get(f"/v1/analyses/{analysis_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found
