"""Whose rows a transaction sees: PostgreSQL's row-level security, behind every WHERE of ours.

Every transaction says whom it works for, and the policies of `migrations/` let it see and write
that tenant's rows alone. One that says nothing sees nothing. SQLite has no such wall.

A request works for its caller, from when `api.http.caller` knows who that is, in every thread that
works for it. Workers and commands work for everybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, text

SETTING = "app.tenant"
EVERYBODY = "*"
"""What the setting holds where all rows are seen; no tenant can have this id."""
NOBODY = ""

_SEEN = "phased_exit_seen"
_CHOOSE = text("SELECT set_config('app.tenant', :tenant, true)")
_STRONGER = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
_asks: ContextVar[str | None] = ContextVar("asks", default=None)


def work_for(tenant: str) -> None:
    """Let what runs in this context from now on see one tenant's rows alone."""
    _asks.set(NOBODY if tenant == EVERYBODY else tenant)


@contextmanager
def for_everybody() -> Iterator[None]:
    """Let transactions that are begun within see all rows: of figures, and of keys to be known."""
    before = _asks.set(EVERYBODY)
    try:
        yield
    finally:
        _asks.reset(before)


def asks(default: str) -> str:
    """Return for whom this context works."""
    return default if (found := _asks.get()) is None else found


def show(c: Connection, tenant: str) -> None:
    """Let the rest of a transaction see one tenant's rows alone, or everybody's."""
    if c.dialect.name == "postgresql":
        c.execute(_CHOOSE, {"tenant": tenant})
    c.info[_SEEN] = tenant


@contextmanager
def all_shown(c: Connection) -> Iterator[None]:
    """Let a part of a transaction see all rows, where something is counted over all tenants.

    An error leaves them seen, in a transaction that can only be rolled back.
    """
    before = c.info.get(_SEEN, EVERYBODY)
    if before == EVERYBODY:
        yield
        return
    show(c, EVERYBODY)
    yield
    show(c, before)


def is_bypassed(c: Connection) -> bool:
    """Whether the database's user is one whom the wall does not hold: a superuser is."""
    return c.dialect.name == "postgresql" and bool(c.execute(_STRONGER).scalar_one_or_none())
