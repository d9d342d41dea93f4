"""The programmes shipped to be tried, stored once each."""

from dataclasses import dataclass
from functools import cache

from api.http.caller import Caller
from api.http.ids import new_id
from api.store.database import Database
from api.store.programmes import create_programme, list_programmes
from scheduler.demo import DemoProgramme, demo_programmes
from scheduler.interchange.programme_json import programme_hash, read_programme

_LOOKED_AT = 200
"""Programmes among which a demo programme is looked for; beyond them it is stored again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A shipped programme as it is stored."""

    id: str
    name: str
    description: str
    document: str
    hash: str


@cache
def demos() -> tuple[Demo, ...]:
    """Return the shipped programmes, the one to show first first."""
    return tuple(_demo(demo) for demo in demo_programmes())


def store_demo(database: Database, who: Caller, demo: Demo) -> str:
    """Store a shipped programme, unless it is there unchanged; return the id of the programme."""
    with database.writing() as connection:
        for programme in list_programmes(connection, who.tenant, limit=_LOOKED_AT):
            if programme.hash == demo.hash:
                return programme.id
        made = create_programme(
            connection,
            who.tenant,
            who.actor,
            programme_id=new_id("prg"),
            name=demo.name,
            hash=demo.hash,
            document=demo.document,
            origin="demo",
        )
        return made.programme


def _demo(demo: DemoProgramme) -> Demo:
    programme = read_programme(demo.document)
    return Demo(
        id=demo.id,
        name=demo.name,
        description=demo.description,
        document=demo.document.decode(),
        hash=programme_hash(programme),
    )
