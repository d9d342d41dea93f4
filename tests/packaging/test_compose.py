"""compose.yaml says what there is: one database, API processes and workers of one image."""

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from api.cli import SERVICE
from api.settings import settings_from
from scheduler.cli import _parser
from tests.architecture.source_tree import ROOT
from tests.packaging.dockerfile import parse

FILE = ROOT / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if name != "database"}
WORKERS = {name for name, service in OURS.items() if "command" in service}
IMAGE = parse(ROOT / "Dockerfile")[-1]
VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")


def filled_in(text: str) -> str:
    """Return a value as it is where nothing is set."""
    return VARIABLE.sub(r"\2", text)


def test_two_api_processes_and_two_workers_share_one_database() -> None:
    assert len(OURS) == 4
    assert len(WORKERS) == 2
    assert {service["image"] for service in OURS.values()} == {"phased-exit"}
    assert {service["build"] for service in OURS.values()} == {"."}
    assert len({service["environment"]["DATABASE_URL"] for service in OURS.values()}) == 1


def test_what_they_run_are_commands_that_exist() -> None:
    command = IMAGE.last("CMD")
    assert command is not None
    for service in OURS.values():
        given = service.get("command", command.arguments)
        assert _parser(given, SERVICE).parse_args(given).run


def test_the_address_of_the_database_is_the_one_it_is_set_up_with() -> None:
    (address,) = {service["environment"]["DATABASE_URL"] for service in OURS.values()}
    (mounted,) = SERVICES["database"]["configs"]
    assert mounted["target"].startswith("/docker-entrypoint-initdb.d/")
    made = filled_in(COMPOSE["configs"][mounted["source"]]["content"])
    found = re.fullmatch(
        r"CREATE ROLE (\w+) LOGIN PASSWORD '([^']+)';\nCREATE DATABASE (\w+) OWNER \1;\n", made
    )
    assert found is not None
    user, password, name = found.groups()
    assert filled_in(address) == f"postgresql://{user}:{password}@database:5432/{name}"
    # The user that the image makes is a superuser, whom row-level security does not bind.
    assert user != SERVICES["database"]["environment"].get("POSTGRES_USER", "postgres")
    settings = settings_from(None, {"DATABASE_URL": filled_in(address)})
    assert settings.database_url is not None
    health = SERVICES["database"]["healthcheck"]["test"]
    assert health == ["CMD", "pg_isready", "--username", user, "--dbname", name]


def test_the_password_is_not_written_down_but_as_a_default_that_says_what_it_is() -> None:
    for text in re.findall(
        r"^.*(?:PASSWORD|DATABASE_URL): .*$", FILE.read_text("utf-8"), re.MULTILINE
    ):
        (variable,) = VARIABLE.findall(text)
        assert variable == ("POSTGRES_PASSWORD", "only-on-this-machine")


def test_ports_are_two_and_reach_this_machine_alone() -> None:
    exposed = IMAGE.last("EXPOSE")
    assert exposed is not None
    published = {name: service.get("ports") for name, service in OURS.items()}
    assert published == {
        "api-1": [f"127.0.0.1:8000:{exposed.rest}"],
        "api-2": [f"127.0.0.1:8001:{exposed.rest}"],
        **dict.fromkeys(WORKERS),
    }
    assert "ports" not in SERVICES["database"]


def test_all_wait_for_the_database_and_come_back_by_themselves() -> None:
    for service in OURS.values():
        assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert {service["restart"] for service in SERVICES.values()} == {"unless-stopped"}
    for name in WORKERS:
        assert OURS[name]["healthcheck"] == {"disable": True}


def test_the_database_is_of_one_major_version_and_keeps_its_data() -> None:
    assert re.fullmatch(r"postgres:\d+-[a-z]+", SERVICES["database"]["image"])
    (volume,) = SERVICES["database"]["volumes"]
    assert volume.partition(":")[0] in COMPOSE["volumes"]


def test_containers_may_change_nothing_but_their_data() -> None:
    for service in OURS.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108  # of the container


@pytest.mark.skipif(shutil.which("docker") is None, reason="needs docker compose")
def test_compose_reads_it() -> None:
    if subprocess.run(
        ["docker", "compose", "version"], check=False, capture_output=True
    ).returncode:
        pytest.skip("needs docker compose")
    subprocess.run(["docker", "compose", "-f", str(FILE), "config", "--quiet"], check=True)
