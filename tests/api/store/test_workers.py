from concurrent.futures import ThreadPoolExecutor

from api.store import workers
from api.store.database import Database
from tests.api.store.shelf import do

MINUTE = 60_000


def register(database: Database, *names: str) -> None:
    with database.writing() as c:
        for name in names:
            workers.register(c, name, "host", 42)


def grow_old(database: Database, name: str, by_ms: int = 2 * MINUTE) -> None:
    do(
        database,
        "UPDATE workers SET seen_at = seen_at - :by WHERE worker = :name",
        by=by_ms,
        name=name,
    )


def living(database: Database) -> set[str]:
    with database.reading() as c:
        return workers.alive(c, MINUTE)


def test_a_worker_lives_while_it_gives_signs(database: Database) -> None:
    register(database, "w1", "w2")
    grow_old(database, "w1")
    assert living(database) == {"w2"}
    with database.writing() as c:
        assert workers.beat(c, "w1")
    assert living(database) == {"w1", "w2"}


def test_the_silent_are_buried_and_told_so_when_they_return(database: Database) -> None:
    register(database, "w1", "w2")
    grow_old(database, "w1")
    with database.writing() as c:
        assert workers.bury(c, MINUTE) == ["w1"]
        assert workers.bury(c, MINUTE) == []
        assert not workers.beat(c, "w1")
        assert workers.beat(c, "w2")
    assert living(database) == {"w2"}
    register(database, "w1")
    assert living(database) == {"w1", "w2"}


def test_registering_again_is_a_sign_of_life(database: Database) -> None:
    register(database, "w1")
    grow_old(database, "w1")
    register(database, "w1")
    assert living(database) == {"w1"}


def test_who_leaves_gives_up_its_leases(database: Database) -> None:
    register(database, "w1", "w2")
    with database.writing() as c:
        assert workers.take_lease(c, "sweep", "w1", MINUTE)
        workers.forget(c, "w1")
        assert workers.take_lease(c, "sweep", "w2", MINUTE)
    assert living(database) == {"w2"}


def test_a_lease_has_one_holder_until_it_runs_out(database: Database) -> None:
    with database.writing() as c:
        assert workers.take_lease(c, "sweep", "w1", MINUTE)
        assert workers.take_lease(c, "sweep", "w1", MINUTE)
        assert not workers.take_lease(c, "sweep", "w2", MINUTE)
        assert workers.take_lease(c, "other", "w2", MINUTE)
    do(database, "UPDATE leases SET until = until - :by", by=2 * MINUTE)
    with database.writing() as c:
        assert workers.take_lease(c, "sweep", "w2", MINUTE)
        assert not workers.take_lease(c, "sweep", "w1", MINUTE)


def test_a_lease_is_renewed_from_now(database: Database) -> None:
    with database.writing() as c:
        workers.take_lease(c, "sweep", "w1", 1)
        workers.take_lease(c, "sweep", "w1", MINUTE)
        assert not workers.take_lease(c, "sweep", "w2", MINUTE)


def test_of_many_who_reach_for_a_lease_one_gets_it(database: Database) -> None:
    def reach(number: int) -> bool:
        with database.writing() as c:
            return workers.take_lease(c, "sweep", f"w{number}", MINUTE)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(reach, range(16))) == 1


def test_silence_is_told_by_the_clock_of_the_database(database: Database) -> None:
    register(database, "w1")
    grow_old(database, "w1")
    with database.reading() as c:
        silent = workers.silent_ms(c, "w1")
        assert silent is not None
        assert 2 * MINUTE <= silent < 3 * MINUTE
        assert workers.silent_ms(c, "unknown") is None


def test_signs_of_life_from_after_a_clock_that_was_set_back_are_none(database: Database) -> None:
    register(database, "w1", "w2")
    grow_old(database, "w1", -2 * MINUTE)
    assert living(database) == {"w2"}
    with database.writing() as c:
        assert workers.bury(c, MINUTE) == ["w1"]


def test_a_lease_from_after_a_clock_that_was_set_back_is_none(database: Database) -> None:
    with database.writing() as c:
        assert workers.take_lease(c, "sweep", "w1", MINUTE)
    do(database, "UPDATE leases SET until = until + :by", by=2 * MINUTE)
    with database.writing() as c:
        assert workers.take_lease(c, "sweep", "w2", MINUTE)
