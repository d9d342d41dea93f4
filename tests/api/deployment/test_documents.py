"""The runbook and the threat model speak of what there is."""

import re
from dataclasses import fields, is_dataclass

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.http.problem_kinds import PROBLEMS
from api.settings import ServiceSettings
from tests.api.conftest import opened
from tests.api.routes.conftest import served
from tests.architecture.source_tree import ROOT

RUNBOOK = (ROOT / "api" / "RUNBOOK.md").read_text("utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")


def settings_of(value: object, prefix: str = "") -> dict[str, object]:
    """Return every setting with its default, those of a part behind its name."""
    found: dict[str, object] = {}
    for field in fields(value):  # type: ignore[arg-type]  # a dataclass, as is asked below
        default = getattr(value, field.name)
        if is_dataclass(default):
            found |= settings_of(default, f"{prefix}{field.name}.")
        else:
            found[prefix + field.name] = default
    return found


def test_the_runbook_has_every_setting_with_its_default() -> None:
    expected = {
        name: f"{default}"
        for name, default in settings_of(ServiceSettings()).items()
        if name not in {"data", "database_url"}
    }
    told = dict(re.findall(r"^\| `([a-z_.]+)` \| (\S+) \|$", RUNBOOK, re.MULTILINE))
    assert told == expected


def test_the_runbook_has_an_alert_for_every_figure(sqlite_url: str) -> None:
    with opened(sqlite_url) as database, served(database) as service:
        service.client.get("/nothing")
        text = service.client.get("/metrics").text
    names = {family.name for family in text_string_to_metric_families(text)}
    assert [name for name in names if name.removesuffix("_created") not in RUNBOOK] == []


@pytest.mark.parametrize("code", [code for code, kind in PROBLEMS.items() if kind.status >= 500])
def test_the_runbook_says_what_a_fault_means(code: str) -> None:
    # Of other frameworks' errors the status alone is known.
    assert code == "http_error" or f"`{code}`" in RUNBOOK


def test_every_guard_names_a_test_that_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", SECURITY)
    assert len(named) > 10
    for path in named:
        assert (ROOT / path).is_file(), path


def test_every_kind_of_threat_is_thought_of() -> None:
    assert set(re.findall(r"^\| \*\*(\w)\*\*", SECURITY, re.MULTILINE)) == set("STRIDE")
