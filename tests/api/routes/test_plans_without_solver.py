"""The API process needs neither the solver nor the job engine."""

import subprocess
import sys

from tests.api.programmes import ROOT
from tests.api.routes.service import Service

SERVE = """
import sys


class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"ortools", "dbos"}:
            raise ImportError(f"{name} is barred")


sys.meta_path.insert(0, Barred())
url, plan = sys.argv[1:]
from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import open_database
from tests.api.in_process import client_of

database = open_database(url)
client = client_of(create_app(ServiceSettings(), database))
for rest in ("", "/gantt.svg", "/gantt.svg?detail=activities", "/heatmap.svg", "/events"):
    answer = client.get(f"/v1/plans/{plan}{rest}")
    assert answer.status_code == 200, answer.text
assert client.post(answer.request.url.copy_with(path=f"/v1/plans/{plan}/cancel")).status_code == 200
for address in ("/readyz", "/metrics", "/v1/plans"):
    assert client.get(address).status_code == 200
database.close()
assert not {"ortools", "dbos"} & {name.partition(".")[0] for name in sys.modules}
"""


def test_plans_are_served_and_drawn_without_solver_and_job_engine(
    service: Service, sqlite_url: str
) -> None:
    plan_id = service.plan()
    worker = service.work(plan_id)
    worker.find()
    worker.finish()
    command = [sys.executable, "-W", "error", "-c", SERVE, sqlite_url, plan_id]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
