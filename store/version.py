"""How often anything changed that a portal may read: it keeps what it read while this stays.

Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from sqlalchemy import Connection, insert, select, update

from store.changes import Cause
from store.models.portail import Version
from store.tables import table_of

_VERSION = table_of(Version)
_ONLY = 1


def grow(connection: Connection, cause: Cause) -> None:
    """Note that something changed at that instant."""
    grown = update(_VERSION).values(numero=_VERSION.c.numero + 1, instant=cause.instant)
    if connection.execute(grown).rowcount == 0:
        first = {"id": _ONLY, "numero": 1, "instant": cause.instant}
        connection.execute(insert(_VERSION).values(first))


def numero(connection: Connection) -> int:
    """Return the number: 0 while nothing was ever applied."""
    found: int | None = connection.execute(select(_VERSION.c.numero)).scalar()
    return found or 0
