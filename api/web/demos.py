"""The programmes shipped to be tried, stored once each from their button."""

from sqlalchemy import Connection

from api.http.caller import Caller
from api.http.ids import PROGRAMME, new_id
from api.store.database import Database
from api.store.prepared_programmes import PreparedProgramme
from api.store.programmes import create_programme, list_programmes
from api.store.records import RevisionRecord

_LOOKED_AT = 200
"""Programmes among which a demo programme is looked for; beyond them it is stored again."""


def store_demo(database: Database, who: Caller, demo: PreparedProgramme) -> str:
    """Store a shipped programme, unless it is there unchanged; return the id it is stored under."""
    with database.writing() as connection:
        for programme in list_programmes(connection, who.tenant, limit=_LOOKED_AT):
            if programme.hash == demo.hash:
                return programme.id
        return add_demo(connection, who, demo).programme


def add_demo(connection: Connection, who: Caller, demo: PreparedProgramme) -> RevisionRecord:
    """Store a shipped programme as a new one."""
    return create_programme(
        connection,
        who.tenant,
        who.actor,
        programme_id=new_id(PROGRAMME),
        name=demo.name,
        hash=demo.hash,
        document=demo.document,
        origin="demo",
    )
