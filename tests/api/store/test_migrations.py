from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text

from api.errors import UnsafeDatabase
from api.store import audit, migration, plans
from api.store.audit_chain import verify_chains
from api.store.database import Database, is_current, migrate
from api.store.tables import METADATA
from tests.api.conftest import opened
from tests.api.store.processes import migrate_alone, together
from tests.api.store.shelf import everything, rows, stock


def difference(database: Database) -> list[object]:
    with database.reading() as c:
        context = MigrationContext.configure(
            c, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, METADATA))


def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    assert difference(database) == []


def test_indexes_checks_and_references_are_those_that_the_code_knows(database: Database) -> None:
    # What Alembic does not compare.
    with database.reading() as c:
        found = inspect(c)
        for table in METADATA.tables.values():
            checks = {check["name"] for check in found.get_check_constraints(table.name)}
            known = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
            assert checks == known
            primary = found.get_pk_constraint(table.name)["constrained_columns"]
            assert primary == [column.name for column in table.primary_key.columns]
            indexes = {index["name"] for index in found.get_indexes(table.name)}
            unique = {c["name"] for c in found.get_unique_constraints(table.name)}
            assert {index.name for index in table.indexes} == indexes - unique


def test_a_table_is_told_from_the_code(blank_url: str) -> None:
    with opened(blank_url) as database:
        migrate(database)
        assert difference(database) == []
        with database.writing() as c:
            c.execute(text("ALTER TABLE plans ADD COLUMN more TEXT"))
        assert difference(database) != []


def test_migrating_again_changes_nothing(database: Database) -> None:
    stock(database)
    before = everything(database)
    assert is_current(database)
    migrate(database)
    assert is_current(database)
    assert everything(database) == before


def test_an_empty_database_is_not_current(blank_url: str) -> None:
    with opened(blank_url) as database:
        assert not is_current(database)
        migrate(database)
        assert is_current(database)


def test_a_database_of_a_newer_program_is_refused(blank_url: str) -> None:
    with opened(blank_url) as database:
        migrate(database)
        with database.writing() as c:
            c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert not is_current(database)
        before = everything(database)
        with pytest.raises(UnsafeDatabase, match="9999"):
            migrate(database)
        assert everything(database) == before


def test_many_processes_may_migrate_at_once(blank_url: str) -> None:
    assert together(migrate_alone, blank_url) == [True] * 4
    with opened(blank_url) as database:
        assert difference(database) == []
        stock(database)


def test_a_migration_that_fails_leaves_nothing(
    blank_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    with opened(blank_url) as database:
        with monkeypatch.context() as patched:
            # The last thing that Alembic does for a step is to note its number.
            patched.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail)
            with pytest.raises(RuntimeError, match="in the middle"):
                migrate(database)
        with database.reading() as c:
            assert inspect(c).get_table_names() == []
        migrate(database)
        assert is_current(database)


def test_plans_of_the_first_tables_stay_plans(
    blank_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(blank_url) as database:
        with monkeypatch.context() as patched:
            patched.setattr(command, "upgrade", partial(_upgrade_to, command.upgrade))
            migrate(database)
        with database.writing() as c:
            for statement in FIRST_ROWS:
                c.execute(text(statement))
        assert not is_current(database)
        migrate(database)
        assert difference(database) == []
        with database.reading() as c:
            found = plans.get_plan(c, "north", "pln_old")
        assert found is not None
        assert (found.state, found.programme, found.last_event) == ("queued", "prg_a", 1)
        assert rows(database, "plans", "kind", "about") == [("plan", None)]
        assert rows(database, "events", "plan", "type") == [("pln_old", "queued")]


def test_what_was_noted_before_there_were_chains_is_chained_in_its_order(
    blank_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.store.migrations.versions.r0005_audit_chains.AT_ONCE", 2)
    with opened(blank_url) as database:
        with monkeypatch.context() as patched:
            patched.setattr(command, "upgrade", partial(_upgrade_to, command.upgrade, step="0004"))
            migrate(database)
        with database.writing() as c:
            for number, tenant in enumerate(("north", "south", "north", "north", "south")):
                c.execute(text(NOTED), {"tenant": tenant, "subject": f"x_{number}"})
        migrate(database)
        assert difference(database) == []
        assert rows(database, "audit", "tenant", "number", "subject") == [
            ("north", 1, "x_0"),
            ("north", 2, "x_2"),
            ("north", 3, "x_3"),
            ("south", 1, "x_1"),
            ("south", 2, "x_4"),
        ]
        with database.writing() as c:
            assert audit.note(c, "south", "ann", "did", "x_5", {}) == 3
            found = verify_chains(c)
        assert [(v.tenant, v.rows, v.holds) for v in found] == [
            ("north", 3, True),
            ("south", 3, True),
        ]


def _upgrade_to(
    upgrade: Callable[..., None], configuration: object, _head: str, step: str = "0001"
) -> None:
    upgrade(configuration, step)


NOTED = """INSERT INTO audit (tenant, actor, action, subject, detail, at)
    VALUES (:tenant, 'ann', 'did', :subject, '{"why":"£"}', 9)"""
"""As the fourth version wrote it."""
FIRST_ROWS = (
    "INSERT INTO programmes VALUES ('north', 'prg_a', 'Exit', 1, 'h', 1, 'ann', 1)",
    """INSERT INTO revisions
    VALUES ('north', 'prg_a', 1, NULL, 'created', 'h', 'Exit', 1, 'ann', NULL, '{}')""",
    """INSERT INTO plans (id, tenant, programme, revision, state, settings, submitted_at,
    submitted_by, attempt, dispatch, incumbents, last_event)
    VALUES ('pln_old', 'north', 'prg_a', 1, 'queued', '{}', 1, 'ann', 0, 1, 0, 1)""",
    "INSERT INTO events VALUES ('pln_old', 1, 'north', 'queued', '{}', 1)",
)
"""As the first version wrote them."""


def test_a_migration_that_would_break_a_reference_is_undone(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(sqlite_url) as database:
        stock(database)
        before = everything(database)

        def upgrade(connection: object, *_: object) -> None:
            connection.exec_driver_sql("DELETE FROM revisions")  # type: ignore[attr-defined]

        monkeypatch.setattr(migration, "_upgrade", upgrade)
        monkeypatch.setattr("api.store.database.is_current", lambda _: False)
        with pytest.raises(UnsafeDatabase, match="plans"):
            migrate(database)
        assert everything(database) == before


def test_every_step_stands_in_one_line_and_is_shipped_as_a_module() -> None:
    script = ScriptDirectory.from_config(migration.configuration())
    steps = list(script.walk_revisions())
    assert len(script.get_heads()) == 1
    for step in steps:
        path = Path(step.path)
        assert path.suffix == ".py"
        assert path.stem.startswith(f"r{step.revision}_")


def test_the_path_of_the_program_may_hold_a_percent_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "__file__", "/odd%place/migration.py")
    found = migration.configuration().get_main_option("script_location")
    assert found == "/odd%place/migrations"
