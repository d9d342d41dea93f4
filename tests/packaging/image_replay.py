"""Replays a Dockerfile without an engine: real commands, in a folder that stands for `/`.

Paths of the image are moved below that folder; everything else, the interpreter of the base image
above all, is lent by this machine. Owners are noted, not set: that takes rights a test has not.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.architecture.source_tree import ROOT
from tests.packaging.build_context import context_files
from tests.packaging.dockerfile import SHELL, Stage, Step, parse

_OF_THE_BASE = ("bin", "dev", "etc", "lib", "proc", "sys", "tmp", "usr", "var")
_PATH = re.compile(r"(?<![\w/.:-])/(?=[a-z])(?!(?:" + "|".join(_OF_THE_BASE) + r")\b)")
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_OWN_PATH = "/usr/local/bin:/usr/bin:/bin"
_LENT_TOOLS = "base/bin"
_LENT = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass
class Image:
    """One stage, and what it has come to."""

    root: Path
    """Stands for `/`."""
    stage: Stage
    environment: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0"
    owners: dict[str, str] = field(default_factory=dict)
    """Path to owner, where a COPY names one."""

    def here(self, text: str) -> str:
        """Return a text with the paths of the image moved below its folder."""
        return _PATH.sub(lambda _: f"{self.root}/", text)

    def path(self, name: str) -> Path:
        """Return the place of a path of the image, seen from its working folder."""
        return self.root / os.path.normpath(Path(self.workdir) / name).lstrip("/")

    def run(self, arguments: list[str]) -> "subprocess.CompletedProcess[str]":
        """Run a command within the image."""
        return subprocess.run(
            [self.here(word) for word in arguments],
            cwd=self.path("."),
            env=self.process_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def process_environment(self) -> dict[str, str]:
        """Return the environment of a process, as the image says, and nothing of this test's."""
        moved = {name: self.here(value) for name, value in self.environment.items()}
        moved["PATH"] = moved["PATH"].replace(
            _OWN_PATH, f"{self.root.parent / _LENT_TOOLS}:{_OWN_PATH}"
        )
        return {"HOME": str(self.root), "LANG": "C.UTF-8", **moved}

    def entry(self) -> list[str]:
        """Return what a container runs."""
        found: list[str] = []
        for name in ("ENTRYPOINT", "CMD"):
            step = self.stage.last(name)
            found += [] if step is None else step.arguments
        return found


def replay(dockerfile: Path, folder: Path) -> Image:
    """Build every stage and return the last one; the others are gone, as they are for an engine."""
    done: dict[str, Image] = {}
    _lend_python(folder / _LENT_TOOLS)
    image: Image | None = None
    for number, stage in enumerate(parse(dockerfile)):
        if image is not None:
            # Each stage is built in the same place, so that what it writes down of its own place
            # holds in the next one too, and nothing can lead back into this one.
            image.root = image.root.rename(folder / f"stage-{number - 1}")
            done[image.stage.name or str(number - 1)] = image
        (folder / "root").mkdir()
        image = Image(folder / "root", stage, {"PATH": _OWN_PATH})
        for step in stage.steps:
            _apply(step, image, done)
    assert image is not None, "no stage"
    for other in done.values():
        shutil.rmtree(other.root)
    return image


def _lend_python(tools: Path) -> None:
    """Put this machine's `python` in a folder, without what is installed beside it."""
    tools.mkdir(parents=True)
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    (tools / "python").symlink_to(base)


def _apply(step: Step, image: Image, done: dict[str, Image]) -> None:
    match step.name:
        case "WORKDIR":
            image.workdir = os.path.normpath(Path(image.workdir) / step.rest)
            image.path(".").mkdir(parents=True, exist_ok=True)
        case "ENV":
            for word in step.words:
                name, _, value = word.partition("=")
                image.environment[name] = _filled_in(value, image.environment)
        case "RUN":
            _run(step, image)
        case "COPY":
            _copy(step, image, done)
        case "USER":
            image.user = step.rest
        case _:
            pass  # EXPOSE, VOLUME, HEALTHCHECK, ENTRYPOINT and CMD are read when the image runs


def _filled_in(value: str, known: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda found: known.get(found[1] or found[2], ""), value)


def _run(step: Step, image: Image) -> None:
    assert image.user == "0", f"line {step.line}: commands after USER are not replayed"
    environment = image.process_environment()
    environment |= {
        name: value
        for name, value in os.environ.items()
        if name.startswith("PIP_") or name.upper() in _LENT
    }
    environment["HOME"] = os.environ.get("HOME", "/")  # where this machine keeps what pip fetched
    arguments = step.arguments
    script = arguments[-1] if arguments[:2] == list(SHELL) else None
    assert script is not None, f"line {step.line}: RUN takes a line of shell"
    done = subprocess.run(
        [*SHELL, f"set -e; {image.here(script)}"],
        cwd=image.path("."),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"line {step.line}: {step.rest}\n{done.stdout}\n{done.stderr}"


def _copy(step: Step, image: Image, done: dict[str, Image]) -> None:
    *sources, target = step.words
    into = image.path(target)
    if "chown" in step.options:
        image.owners[str(Path("/") / into.relative_to(image.root))] = step.options["chown"]
    for source in sources:
        if "from" in step.options:
            _copy_tree(done[step.options["from"]].path(source), into)
        elif source == ".":
            for name in context_files():
                _copy_file(ROOT / name, into / name)
        else:
            assert source in context_files(), f"line {step.line}: {source} is not in the context"
            _copy_file(ROOT / source, into / source if target.endswith("/") else into)


def _copy_tree(source: Path, into: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, into, symlinks=True, dirs_exist_ok=True)
    else:
        _copy_file(source, into)


def _copy_file(source: Path, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, into)
