"""The wheel carries everything that runs: templates, style, migrations, the OpenAPI document."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, tracked_files

SERVE = """
import json, sys
from pathlib import Path
installed, data = sys.argv[1:]
sys.path.insert(0, installed)
import httpx
from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import migrate, open_database
import asyncio
settings = ServiceSettings(data=Path(data))
database = open_database(settings.store_url)
migrate(database)
app = create_app(settings, database)
async def ask():
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service")
    pages = ("/", "/static/pages.css", "/static/progress.js", "/openapi.json", "/docs")
    return {page: (await client.get(page)).status_code for page in pages}
print(json.dumps({"answers": asyncio.run(ask()), "from": sys.modules["api.app"].__file__}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from this clone by the pinned back-end."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def test_every_file_of_the_packages_is_carried_as_it_stands(wheel: Path) -> None:
    own = {path for path in tracked_files() if path.startswith(("scheduler/", "api/"))}
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
        assert own <= carried
        assert {path for path in own if archive.read(path) != (ROOT / path).read_bytes()} == set()


def test_the_service_runs_from_it_away_from_the_clone(wheel: Path, tmp_path: Path) -> None:
    installed, data = tmp_path / "installed", tmp_path / "data"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    data.mkdir()
    # -I: neither the working folder nor PYTHONPATH may lend the clone.
    told = subprocess.run(
        [sys.executable, "-I", "-c", SERVE, str(installed), str(data)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    assert answer["from"].startswith(str(installed))
    assert set(answer["answers"].values()) == {200}, answer
