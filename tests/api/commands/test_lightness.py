"""`phased-exit plan` carries nothing of the service, and the service's front carries no solver."""

import subprocess
import sys

from tests.commands.command_line import SMALL, environment

HEAVY = (
    "alembic",
    "dbos",
    "fastapi",
    "httpx2",
    "mcp",
    "psycopg",
    "sqlalchemy",
    "starlette",
    "uvicorn",
)


def loaded_after(program: str) -> set[str]:
    """Return the top-level modules that a program has loaded at its end."""
    told = "import sys; sys.stderr.write(' '.join(m for m in sys.modules if '.' not in m))"
    made = subprocess.run(
        [sys.executable, "-c", f"{program}\n{told}"],
        capture_output=True,
        check=True,
        text=True,
        env=environment(),
    )
    return set(made.stderr.splitlines()[-1].split())


def test_planning_loads_nothing_of_the_service() -> None:
    words = ["plan", str(SMALL), "--json", "--no-baselines", "--time-limit", "30"]
    loaded = loaded_after(f"from api.cli import main; main({words!r})")
    assert "rich" in loaded
    assert loaded.isdisjoint({*HEAVY, "ortools"})


def test_the_solver_is_launched_before_anything_else_loads() -> None:
    program = (
        "import sys\n"
        "from scheduler import cli\n"
        "def seen():\n"
        "    assert 'rich' not in sys.modules and 'pydantic' not in sys.modules\n"
        "    raise SystemExit\n"
        "cli.launch = seen\n"
        "from api.cli import main\n"
        "try: main(['plan', 'x.json'])\n"
        "except SystemExit: pass\n"
    )
    assert "rich" not in loaded_after(program)


def test_the_front_of_the_service_loads_neither_solver_nor_job_engine() -> None:
    program = (
        "import argparse\n"
        "import api.app, api.commands.demo, api.commands.serve, api.commands.server\n"
        "import api.commands.supervision\n"
    )
    assert loaded_after(program).isdisjoint({"dbos", "ortools"})


def test_nothing_that_sends_spans_is_loaded_where_nobody_collects_them() -> None:
    # The framework of the front loads the interface of OpenTelemetry by itself, which does nothing.
    program = (
        "import os, sys\n"
        "os.environ.pop('OTEL_EXPORTER_OTLP_ENDPOINT', None)\n"
        "import api.app, api.commands.serve, api.commands.server, api.commands.worker\n"
        "import api.jobs.worker\n"
        "from api.telemetry.tracing import tracing_from\n"
        "assert tracing_from(os.environ, 'api') is None\n"
        "told = ('opentelemetry.sdk', 'opentelemetry.exporter', 'opentelemetry.proto', 'requests')\n"
        "assert not [m for m in sys.modules if m.startswith(told)]\n"
    )
    assert "opentelemetry" in loaded_after(program)
