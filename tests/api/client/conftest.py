"""A client as others would have it: generated from the committed document, against a real service."""

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.api.serving import serving
from tests.architecture.source_tree import ROOT

NAME = "generated_phased_exit_client"
CONFIG = Path(__file__).with_name("config.json")
"""JSON Patch beside merge patch is left out: the generator asks of several bodies by `isinstance`,
which Python refuses for a list of something. Pictures and files are bytes to it."""
LEFT_OUT = ["PATCH /v1/programmes/{programme_id} within programmes."]
PATIENCE_SECONDS = 180
"""Generous: machines that test are busy."""


class Generated:
    """The modules of the client by their names."""

    def __getattr__(self, name: str) -> ModuleType:
        """Return a module such as `models` or `plans__create_plan`."""
        place = f"api.{name.replace('__', '.')}" if "__" in name else name
        return importlib.import_module(f"{NAME}.{place}")


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generated]:
    """Generate the client from the document in the tree; nothing else may be left out."""
    folder = tmp_path_factory.mktemp("client")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", str(ROOT / "api" / "openapi.json"), "--config", str(CONFIG)]
    command += ["--output-path", str(folder / NAME)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    warnings = re.findall(r"^WARNING parsing (.+)$", told.stdout + told.stderr, re.MULTILINE)
    assert warnings == LEFT_OUT
    sys.path.insert(0, str(folder))
    yield Generated()
    sys.path.remove(str(folder))
    for name in [n for n in sys.modules if n.partition(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of `phased-exit serve` on an empty store, with its worker."""
    with serving(tmp_path_factory.mktemp("served")) as address:
        yield address
