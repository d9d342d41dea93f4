"""What the job engine is told of its database."""

from api.jobs.dbos_engine import _config
from api.store.postgresql import CONNECTING

ADDRESS = "postgresql+psycopg://someone@db.example/exits"


def test_the_engine_notices_a_server_that_is_gone_as_soon_as_we_do() -> None:
    options = _config(ADDRESS, "w1")["db_engine_kwargs"]
    assert options is not None
    assert options["connect_args"] == CONNECTING


def test_what_the_address_says_itself_comes_first() -> None:
    options = _config(f"{ADDRESS}?connect_timeout=60", "w1")["db_engine_kwargs"]
    assert options is not None
    assert "connect_timeout" not in options["connect_args"]
    assert options["connect_args"]["tcp_user_timeout"] == CONNECTING["tcp_user_timeout"]
