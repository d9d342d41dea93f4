import pytest

from api.store.attempts import add_event
from api.store.database import Database
from api.store.events import events_after
from api.store.records import EventRecord
from tests.api.store.shelf import PLAN, TENANT, claim, stock


def test_reading_goes_on_where_it_stopped(database: Database) -> None:
    stock(database, PLAN, "pln_b")
    attempt = claim(database)
    claim(database, id="pln_b")
    with database.writing() as c:
        for number in range(5):
            add_event(c, attempt, "progress", {"value": number, "unit": "£"})
    found: list[EventRecord] = []
    with database.reading() as c:
        for _ in range(4):
            found += events_after(c, TENANT, PLAN, found[-1].number if found else 0, limit=3)
    assert [e.number for e in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [e.data for e in found[2:]] == [{"value": n, "unit": "£"} for n in range(5)]
    assert {e.plan for e in found} == {PLAN}
    assert [e.at for e in found] == sorted(e.at for e in found)


@pytest.mark.parametrize(
    ("tenant", "id", "number"),
    [
        ("south", PLAN, 0),
        (TENANT, "pln_b", 0),
        (TENANT, "pln_\x00", 0),
        (TENANT, PLAN, 1),
        (TENANT, PLAN, -1),
        (TENANT, PLAN, 2**63),
    ],
)
def test_where_there_is_nothing_nothing_is_read(
    database: Database, tenant: str, id: str, number: int
) -> None:
    stock(database)
    with database.reading() as c:
        assert events_after(c, tenant, id, number) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_json_is_not_stored(database: Database, value: float) -> None:
    stock(database)
    attempt = claim(database)
    with pytest.raises(ValueError, match="JSON"), database.writing() as c:
        add_event(c, attempt, "progress", {"value": value})
