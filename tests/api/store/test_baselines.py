import pytest

from api.errors import NoSuchPlan
from api.store.baselines import get_baseline, list_baselines, remove_baseline, set_baseline
from api.store.database import Database
from api.store.records import BaselineRecord
from tests.api.store.shelf import PROGRAMME, TENANT, rows, stock


def put(database: Database, name: str, plan: str = "pln_a") -> BaselineRecord:
    with database.writing() as c:
        return set_baseline(c, TENANT, "ann", programme=PROGRAMME, name=name, plan=plan)


def names(database: Database, after: str | None = None, limit: int = 10) -> list[str]:
    with database.reading() as c:
        found = list_baselines(c, TENANT, PROGRAMME, limit=limit, after=after)
    return [each.name for each in found]


def test_a_name_has_one_plan_the_last_that_was_set(database: Database) -> None:
    stock(database, "pln_a", "pln_b")
    put(database, "approved")
    made = put(database, "approved", "pln_b")
    assert (made.plan, made.set_by) == ("pln_b", "ann")
    with database.reading() as c:
        assert get_baseline(c, TENANT, PROGRAMME, "approved") == made
        assert get_baseline(c, "south", PROGRAMME, "approved") is None
        assert get_baseline(c, TENANT, PROGRAMME, "approved\0") is None
    assert names(database) == ["approved"]
    assert [row[0] for row in rows(database, "audit", "action")][-2:] == ["baseline.set"] * 2


def test_baselines_are_listed_by_name_page_by_page(database: Database) -> None:
    stock(database)
    for name in ("c", "a", "b"):
        put(database, name)
    assert names(database) == ["a", "b", "c"]
    assert names(database, limit=2) == ["a", "b"]
    assert names(database, after="b") == ["c"]


def test_a_name_that_is_taken_away_is_free_and_its_plan_stays(database: Database) -> None:
    stock(database)
    put(database, "approved")
    with database.writing() as c:
        gone = remove_baseline(c, TENANT, "bob", programme=PROGRAMME, name="approved")
        again = remove_baseline(c, TENANT, "bob", programme=PROGRAMME, name="approved")
    assert (gone, again) == (True, False)
    assert names(database) == []
    assert rows(database, "plans", "id") == [("pln_a",)]


def test_only_plans_that_there_are_have_names(database: Database) -> None:
    stock(database)
    with pytest.raises(NoSuchPlan):
        put(database, "approved", "pln_nowhere")
