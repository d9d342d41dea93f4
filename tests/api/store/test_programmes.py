from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from api.errors import NoSuchProgramme, RevisionMoved
from api.store.clock import database_now
from api.store.database import Database
from api.store.programmes import (
    add_revision,
    create_programme,
    document_pieces,
    get_programme,
    get_revision,
    list_programmes,
    list_revisions,
)
from api.store.records import RevisionRecord
from api.store.tables import audit


def create(database: Database, id: str = "prg_a", tenant: str = "north") -> RevisionRecord:
    with database.writing() as c:
        return create_programme(
            c, tenant, "ann", programme_id=id, name=f"Exit {id}", hash="h1", document='{"n":1}'
        )


def revise(database: Database, expected: int, id: str = "prg_a") -> RevisionRecord:
    with database.writing() as c:
        return add_revision(
            c,
            "north",
            "bob",
            id,
            expected=expected,
            name="Renamed",
            hash=f"h{expected + 1}",
            document=f'{{"n":{expected + 1}}}',
            origin="merge_patch",
            change='{"name":"Renamed"}',
        )


def test_a_programme_begins_with_revision_one(database: Database) -> None:
    with database.reading() as c:
        before = database_now(c)
    made = create(database)
    with database.reading() as c:
        programme = get_programme(c, "north", "prg_a")
        assert get_revision(c, "north", "prg_a") == made == get_revision(c, "north", "prg_a", 1)
        after = database_now(c)
    assert programme is not None
    assert (programme.name, programme.revision, programme.hash) == ("Exit prg_a", 1, "h1")
    assert before <= programme.created_at == programme.updated_at == made.created_at <= after
    assert (made.parent, made.origin, made.change, made.created_by) == (
        None,
        "created",
        None,
        "ann",
    )


def test_a_revision_keeps_where_it_came_from_and_leaves_the_others_as_they_are(
    database: Database,
) -> None:
    first = create(database)
    second = revise(database, 1)
    with database.reading() as c:
        assert get_revision(c, "north", "prg_a", 1) == first
        assert get_revision(c, "north", "prg_a", 2) == second == get_revision(c, "north", "prg_a")
        programme = get_programme(c, "north", "prg_a")
    assert (second.parent, second.origin, second.created_by) == (1, "merge_patch", "bob")
    assert second.change == '{"name":"Renamed"}'
    assert programme is not None
    assert (programme.revision, programme.name, programme.hash) == (2, "Renamed", "h2")
    assert programme.created_at == first.created_at
    assert programme.updated_at == second.created_at >= first.created_at


def test_a_change_of_an_old_revision_is_refused_and_leaves_nothing(database: Database) -> None:
    create(database)
    revise(database, 1)
    with pytest.raises(RevisionMoved) as refused:
        revise(database, 1)
    assert (refused.value.current, refused.value.expected) == (2, 1)
    with database.reading() as c:
        assert [r.number for r in list_revisions(c, "north", "prg_a", limit=9)] == [2, 1]


@pytest.mark.parametrize("expected", [-1, 0, 2, 2**31, 2**63, 2**80])
def test_a_revision_that_never_was_is_refused(database: Database, expected: int) -> None:
    create(database)
    with pytest.raises(RevisionMoved):
        revise(database, expected)


def test_of_many_changes_of_one_revision_exactly_one_is_kept(database: Database) -> None:
    create(database)

    def attempt(_: int) -> bool:
        try:
            revise(database, 1)
        except RevisionMoved:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(16))) == 1


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 1000])
def test_a_document_is_read_in_pieces(
    database: Database, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("api.store.programmes._PIECE_CHARACTERS", size)
    monkeypatch.setattr("api.store.programmes._PIECE_BYTES", size)
    document = '"äß€😀"'
    with database.writing() as c:
        create_programme(
            c, "north", "ann", programme_id="prg_a", name="n", hash="h", document=document
        )
    with database.reading() as c:
        whole = get_revision(c, "north", "prg_a")
        found = get_revision(c, "north", "prg_a", with_document=False)
        assert found is not None
        assert whole == replace(found, document=document)
        pieces = list(document_pieces(c, found))
    assert "".join(pieces) == document
    assert max(len(piece) for piece in pieces) <= size


def test_revisions_are_listed_newest_first_without_documents(database: Database) -> None:
    create(database)
    for number in range(1, 5):
        revise(database, number)
    with database.reading() as c:
        page = list_revisions(c, "north", "prg_a", limit=2)
        rest = list_revisions(c, "north", "prg_a", limit=9, before=page[-1].number)
    assert [r.number for r in page + rest] == [5, 4, 3, 2, 1]
    assert {r.document for r in page + rest} == {""}


def test_programmes_are_listed_newest_first_page_by_page(database: Database) -> None:
    # Made in one transaction, they share a time, or nearly so: then the id decides.
    ids = [f"prg_{letter}" for letter in "bdacfe"]
    for id in ids[:3]:
        create(database, id)
    with database.writing() as c:
        for id in ids[3:]:
            create_programme(c, "north", "ann", programme_id=id, name="n", hash="h", document="{}")
    create(database, "prg_other", tenant="south")
    found: list[tuple[int, str]] = []
    after = None
    while len(found) <= len(ids):
        with database.reading() as c:
            page = list_programmes(c, "north", limit=2, after=after)
        if not page:
            break
        found += [(p.created_at, p.id) for p in page]
        after = page[-1].id
    assert found == sorted(found, reverse=True)
    assert {id for _, id in found} == set(ids)
    assert len(found) == len(ids)


def test_what_is_another_tenants_is_not_found(database: Database) -> None:
    create(database)
    with database.writing() as c:
        assert get_programme(c, "south", "prg_a") is None
        assert get_revision(c, "south", "prg_a") is None
        assert get_revision(c, "south", "prg_a", 1) is None
        assert list_revisions(c, "south", "prg_a", limit=9) == []
        assert list_programmes(c, "south", limit=9) == []
        assert list_programmes(c, "south", limit=9, after="prg_a") == []
        with pytest.raises(NoSuchProgramme):
            add_revision(
                c, "south", "eve", "prg_a", expected=1, name="", hash="", document="", origin="x"
            )


def test_two_tenants_may_use_one_id(database: Database) -> None:
    create(database)
    create(database, tenant="south")
    with pytest.raises(IntegrityError):
        create(database)


@pytest.mark.parametrize(
    "id", ["", "prg_\x00", "prg_\ud800", "prg_'; DROP TABLE plans; --", "é", "a" * 101, "prg_a\n"]
)
def test_an_impossible_id_is_simply_not_found(database: Database, id: str) -> None:
    create(database)
    with database.writing() as c:
        assert get_programme(c, "north", id) is None
        assert get_revision(c, "north", id) is None
        assert list_revisions(c, "north", id, limit=9) == []
        assert list_programmes(c, "north", limit=9, after=id) == []
        with pytest.raises(NoSuchProgramme):
            add_revision(
                c, "north", "ann", id, expected=1, name="", hash="", document="", origin="x"
            )


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31, 2**63, 2**80])
def test_a_revision_that_never_was_is_not_found(database: Database, number: int) -> None:
    create(database)
    with database.reading() as c:
        assert get_revision(c, "north", "prg_a", number) is None


def test_text_comes_back_as_it_was(database: Database) -> None:
    document = '{"name":"Straße – £ 10 \\u0000 🏛"}'
    with database.writing() as c:
        create_programme(
            c, "north", "ann", programme_id="prg_a", name="Straße 🏛", hash="h", document=document
        )
    with database.reading() as c:
        found = get_revision(c, "north", "prg_a")
    assert found is not None
    assert (found.document, found.name) == (document, "Straße 🏛")


def test_every_change_is_in_the_audit(database: Database) -> None:
    create(database)
    revise(database, 1)
    with database.reading() as c:
        rows = c.execute(
            select(audit.c.tenant, audit.c.actor, audit.c.action, audit.c.subject).order_by(
                audit.c.number
            )
        ).all()
    assert rows == [
        ("north", "ann", "programme.created", "prg_a"),
        ("north", "bob", "programme.revised", "prg_a"),
    ]
