"""A Dockerfile as its steps; anything this does not know is refused, so that nothing is skipped."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

SHELL = ("/bin/sh", "-c")
_OPTION = re.compile(r"--([a-z-]+)(?:=(\S*))?$")
_KNOWN = {
    "FROM",
    "WORKDIR",
    "RUN",
    "COPY",
    "USER",
    "ENV",
    "EXPOSE",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
    "VOLUME",
}
_OPTIONS = {
    "COPY": {"from", "chown"},
    "HEALTHCHECK": {"interval", "timeout", "start-period", "retries"},
}


@dataclass(frozen=True)
class Step:
    """One instruction, its options, and its words or, in exec form, its arguments."""

    line: int
    name: str
    options: dict[str, str]
    rest: str

    @property
    def arguments(self) -> list[str]:
        """The exec form, or the shell that runs the words."""
        if self.rest.startswith("["):
            found = json.loads(self.rest)
            assert found, self
            assert all(isinstance(word, str) for word in found), self
            return list(found)
        return [*SHELL, self.rest]

    @property
    def words(self) -> list[str]:
        """The words, quotes taken off."""
        return shlex.split(self.rest)


@dataclass(frozen=True)
class Stage:
    """What begins with a FROM."""

    base: str
    name: str | None
    steps: tuple[Step, ...]

    def last(self, name: str) -> Step | None:
        """Return the last instruction of a name: the one that counts."""
        return next((step for step in reversed(self.steps) if step.name == name), None)


def parse(path: Path) -> list[Stage]:
    """Return the stages in order. Raises ValueError for what is not understood."""
    stages: list[Stage] = []
    for step in _steps(path.read_text("utf-8")):
        if step.name == "FROM":
            stages.append(_stage(step))
        elif not stages:
            raise ValueError(f"line {step.line}: {step.name} before FROM")
        else:
            begun = stages.pop()
            stages.append(Stage(begun.base, begun.name, (*begun.steps, step)))
    return stages


def _steps(text: str) -> list[Step]:
    found = []
    held, began = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") or (not line.strip() and not held):
            continue
        began = began or number
        held += line.removesuffix("\\")
        if not line.endswith("\\"):
            found.append(_step(held, began))
            held, began = "", 0
    if held:
        raise ValueError(f"line {began}: the last line goes on")
    return found


def _step(line: str, number: int) -> Step:
    name, _, rest = line.partition(" ")
    if name not in _KNOWN:
        raise ValueError(f"line {number}: {name} is not understood")
    options: dict[str, str] = {}
    rest = rest.strip()
    while rest.startswith("--"):
        word, _, rest = rest.partition(" ")
        match = _OPTION.match(word)
        if match is None or match[1] not in _OPTIONS.get(name, set()):
            raise ValueError(f"line {number}: {word} is not understood")
        options[match[1]] = match[2]
        rest = rest.strip()
    if not rest:
        raise ValueError(f"line {number}: {name} says nothing")
    return Step(number, name, options, rest)


def _stage(step: Step) -> Stage:
    match step.words:
        case [base]:
            return Stage(base, None, ())
        case [base, "AS", name]:
            return Stage(base, name, ())
    raise ValueError(f"line {step.line}: FROM {step.rest} is not understood")
