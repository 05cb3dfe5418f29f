"""The settings of the extranet's side as they are set: facts that no envoi brings.

Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from store.changes import WrittenReglage
from store.models.decisions import Reglage
from store.tables import table_of

_REGLAGES = table_of(Reglage)


def reglages(connection: Connection) -> frozenset[WrittenReglage]:
    """Return everything that is set."""
    columns = (_REGLAGES.c[name] for name in WrittenReglage._fields)
    return frozenset(WrittenReglage(*row) for row in connection.execute(select(*columns)))


def replace(connection: Connection, given: Iterable[WrittenReglage]) -> None:
    """Given all that is set from now on, write it over what was."""
    connection.execute(delete(_REGLAGES))
    rows = [each._asdict() for each in given]
    if rows:
        connection.execute(insert(_REGLAGES), rows)
