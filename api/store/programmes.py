"""Programmes and their immutable revisions."""

from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    func,
    insert,
    literal,
    literal_column,
    select,
    tuple_,
    update,
)

from api.errors import NoSuchProgramme, RevisionMoved
from api.store import audit
from api.store.clock import database_now, now_ms
from api.store.identity import is_countable, is_possible
from api.store.records import ProgrammeRecord, RevisionRecord
from api.store.tables import programmes, revisions
from api.store.telling import tell

_WITHOUT_DOCUMENT = (
    *(column for column in revisions.c if column is not revisions.c.document),
    literal("").label("document"),
)
_PIECE_BYTES = 256 * 1024
"""Of a document at once from SQLite, which passes on from one page of it to the next."""
_PIECE_CHARACTERS = 2_000_000
"""Of a document at once from PostgreSQL, which unpacks all that stands before them, too."""


def create_programme(
    c: Connection,
    tenant: str,
    actor: str,
    *,
    programme_id: str,
    name: str,
    hash: str,
    document: str,
    origin: str = "created",
) -> RevisionRecord:
    """Store a programme and its first revision."""
    now = database_now(c)
    c.execute(
        insert(programmes).values(
            tenant=tenant,
            id=programme_id,
            name=name,
            revision=1,
            hash=hash,
            created_at=now,
            created_by=actor,
            updated_at=now,
        )
    )
    return _add(
        c,
        RevisionRecord(
            tenant=tenant,
            programme=programme_id,
            number=1,
            parent=None,
            origin=origin,
            hash=hash,
            name=name,
            document=document,
            change=None,
            created_at=now,
            created_by=actor,
        ),
    )


def add_revision(
    c: Connection,
    tenant: str,
    actor: str,
    programme_id: str,
    *,
    expected: int,
    name: str,
    hash: str,
    document: str,
    origin: str,
    change: str | None = None,
) -> RevisionRecord:
    """Store a revision made from revision `expected`, if that is still the latest.

    Raises NoSuchProgramme, RevisionMoved.
    """
    if not is_possible(programme_id):
        raise NoSuchProgramme(programme_id)
    moved = c.execute(
        update(programmes)
        .where(
            programmes.c.tenant == tenant,
            programmes.c.id == programme_id,
            programmes.c.revision == (expected if is_countable(expected) else -1),
        )
        .values(revision=programmes.c.revision + 1, name=name, hash=hash, updated_at=now_ms())
        .returning(programmes.c.updated_at)
    ).scalar_one_or_none()
    if moved is None:
        found = get_programme(c, tenant, programme_id)
        if found is None:
            raise NoSuchProgramme(programme_id)
        raise RevisionMoved(found.revision, expected)
    return _add(
        c,
        RevisionRecord(
            tenant=tenant,
            programme=programme_id,
            number=expected + 1,
            parent=expected,
            origin=origin,
            hash=hash,
            name=name,
            document=document,
            change=change,
            created_at=moved,
            created_by=actor,
        ),
    )


def _add(c: Connection, record: RevisionRecord) -> RevisionRecord:
    c.execute(
        insert(revisions).values({name: getattr(record, name) for name in revisions.c.keys()})  # noqa: SIM118 - columns, not a mapping of rows
    )
    tell(
        c,
        record.tenant,
        "programme.created" if record.number == 1 else "programme.changed",
        programme=record.programme,
        number=record.number,
        revision=record.number,
    )
    audit.note(
        c,
        record.tenant,
        record.created_by,
        "programme.created" if record.number == 1 else "programme.revised",
        record.programme,
        {"revision": record.number, "origin": record.origin, "hash": record.hash},
    )
    return record


_FACTS = (
    programmes.c.tenant,
    programmes.c.id,
    programmes.c.name,
    programmes.c.revision,
    programmes.c.hash,
    programmes.c.created_at,
    programmes.c.updated_at,
)


def get_programme(c: Connection, tenant: str, id: str) -> ProgrammeRecord | None:
    """Return a programme of a tenant's."""
    if not is_possible(id):
        return None
    wanted = select(*_FACTS).where(programmes.c.tenant == tenant, programmes.c.id == id)
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else ProgrammeRecord(**row)


def list_programmes(
    c: Connection, tenant: str, *, limit: int, after: str | None = None
) -> list[ProgrammeRecord]:
    """Return programmes, newest first, behind the one named; none where that is unknown."""
    wanted = select(*_FACTS).where(programmes.c.tenant == tenant)
    if after is not None:
        last = get_programme(c, tenant, after)
        if last is None:
            return []
        place = tuple_(programmes.c.created_at, programmes.c.id)
        wanted = wanted.where(place < tuple_(literal(last.created_at), literal(last.id)))
    wanted = wanted.order_by(programmes.c.created_at.desc(), programmes.c.id.desc()).limit(limit)
    return [ProgrammeRecord(**row) for row in c.execute(wanted).mappings()]


def get_revision(
    c: Connection,
    tenant: str,
    id: str,
    number: int | None = None,
    *,
    with_document: bool = True,
) -> RevisionRecord | None:
    """Return one revision of a programme; the latest where no number is given."""
    if not is_possible(id) or (number is not None and not is_countable(number)):
        return None
    shown = revisions.c if with_document else _WITHOUT_DOCUMENT
    wanted = _of(tenant, id, select(*shown))
    if number is None:
        wanted = wanted.order_by(revisions.c.number.desc()).limit(1)
    else:
        wanted = wanted.where(revisions.c.number == number)
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else RevisionRecord(**row)


def document_pieces(c: Connection, revision: RevisionRecord) -> Generator[str]:
    """Yield the document of a revision piece by piece, for those who need no more at once.

    Whoever does not read it to its end closes it before the connection.
    """
    read = _pieces_of_sqlite if c.dialect.name == "sqlite" else _pieces_of_postgresql
    yield from read(c, revision)


def _pieces_of_sqlite(c: Connection, revision: RevisionRecord) -> Iterator[str]:
    """Read the text where it lies: `substr` would hold all of it for each piece."""
    wanted = _of(revision.tenant, revision.programme, select(literal_column("revisions.rowid")))
    row: int = c.execute(wanted.where(revisions.c.number == revision.number)).scalar_one()
    driver = c.connection.driver_connection
    if driver is None:
        raise AssertionError("a connection in a transaction is open")
    decode = getincrementaldecoder("utf-8")().decode
    with driver.blobopen("revisions", "document", row, readonly=True) as text:
        while piece := text.read(_PIECE_BYTES):
            yield decode(piece)
    decode(b"", final=True)


def _pieces_of_postgresql(c: Connection, revision: RevisionRecord) -> Iterator[str]:
    at = 1
    while True:
        wanted = select(func.substr(revisions.c.document, at, _PIECE_CHARACTERS))
        wanted = _of(revision.tenant, revision.programme, wanted)
        piece: str = c.execute(wanted.where(revisions.c.number == revision.number)).scalar_one()
        if piece:
            yield piece
        if len(piece) < _PIECE_CHARACTERS:
            return
        at += _PIECE_CHARACTERS


def list_revisions(
    c: Connection, tenant: str, id: str, *, limit: int, before: int | None = None
) -> list[RevisionRecord]:
    """Return revisions without their documents, newest first, below a number where one is given."""
    if not is_possible(id):
        return []
    wanted = _of(tenant, id, select(*_WITHOUT_DOCUMENT))
    if before is not None and is_countable(before):
        wanted = wanted.where(revisions.c.number < before)
    wanted = wanted.order_by(revisions.c.number.desc()).limit(limit)
    return [RevisionRecord(**row) for row in c.execute(wanted).mappings()]


def _of(tenant: str, id: str, wanted: Select[Any]) -> Select[Any]:
    return wanted.where(revisions.c.tenant == tenant, revisions.c.programme == id)
