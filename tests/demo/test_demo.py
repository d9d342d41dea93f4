"""Shipped programmes are at hand in a clone and in an installed package."""

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from scheduler.demo import FIRST, demo_programmes
from scheduler.interchange.programme_json import read_programme
from tests.architecture.source_tree import ROOT

SHIPPED = ROOT / "fixtures" / "programmes"
ASK = """
import json, sys
from scheduler.demo import demo_programmes
heavy = sorted(m for m in sys.modules if m.partition(".")[0] in ("pydantic", "ortools", "api"))
made = [[d.id, d.name, len(d.document)] for d in demo_programmes()]
print(json.dumps({"heavy": heavy, "made": made, "from": sys.modules["scheduler"].__file__}))
"""


def test_every_shipped_file_is_a_demo_programme() -> None:
    made = {demo.id: demo.document for demo in demo_programmes()}
    assert made == {file.stem: file.read_bytes() for file in SHIPPED.iterdir()}
    assert FIRST in made


def test_a_demo_programme_says_what_its_document_says() -> None:
    for demo in demo_programmes():
        programme = read_programme(demo.document)
        assert (demo.id, demo.name) == (programme.id, programme.name)
        assert demo.description == programme.description != ""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from this clone by the pinned back-end."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def test_the_wheel_carries_the_programmes_as_they_stand(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            Path(name).name: archive.read(name)
            for name in archive.namelist()
            if name.startswith("scheduler/demo_programmes/")
        }
    assert carried == {file.name: file.read_bytes() for file in SHIPPED.iterdir()}


def test_an_installed_package_has_them_away_from_the_clone(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    # -I: neither the working folder nor PYTHONPATH may lend the clone.
    told = subprocess.run(
        [python, "-I", "-c", ASK], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    answer = json.loads(told.stdout)
    assert answer["from"].startswith(str(tmp_path))
    assert answer["heavy"] == []
    assert answer["made"] == [[d.id, d.name, len(d.document)] for d in demo_programmes()]
