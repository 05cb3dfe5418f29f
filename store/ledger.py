"""The ledger: what was decided about each attempt, one line each.

Touches: the store, through the connection that it is given. The line commits with the rows that it
speaks of, so after a crash it is the answer to "what became of this envoi?".
"""

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from store.changes import Entry
from store.models.envois import Envoi
from store.tables import Query, table_of

APPLIQUE = "applique"
_ENVOIS = table_of(Envoi)
_COLUMNS = tuple(_ENVOIS.c[name] for name in Entry.__slots__)


def record(connection: Connection, entry: Entry) -> None:
    """Given what was decided, write it; a later decision about the same attempt replaces it."""
    connection.execute(delete(_ENVOIS).where(_ENVOIS.c.id == entry.id))
    connection.execute(
        insert(_ENVOIS).values({name: getattr(entry, name) for name in Entry.__slots__})
    )


def forget(connection: Connection, identifier: str) -> None:
    """Given the id of an attempt, forget what was decided: it is to be decided again."""
    connection.execute(delete(_ENVOIS).where(_ENVOIS.c.id == identifier))


def entry(connection: Connection, identifier: str) -> Entry | None:
    """Given the id of an attempt, return its line, None if nothing was decided."""
    found = _entries(connection, select(*_COLUMNS).where(_ENVOIS.c.id == identifier))
    return found[0] if found else None


def entries(connection: Connection, *, limit: int | None) -> list[Entry]:
    """Return the lines in order of sealing; with `limit`, the newest ones only."""
    newest = select(*_COLUMNS).order_by(_ENVOIS.c.scelle_le.desc(), _ENVOIS.c.id.desc())
    return _entries(connection, newest.limit(limit))[::-1]


def applied(connection: Connection, domaine: str, *, numero: int, since: str) -> list[Entry]:
    """Given a domain, return its applied lines from a numero on, decided from an instant on."""
    return _entries(connection, select(*_COLUMNS).where(*_applied(domaine, numero, since)))


def last_numero(connection: Connection, domaine: str, *, since: str) -> int | None:
    """Given a domain, return the greatest numero applied from an instant on, None without any."""
    greatest = select(func.max(_ENVOIS.c.numero)).where(*_applied(domaine, 0, since))
    found: int | None = connection.execute(greatest).scalar_one()
    return found


def with_numero(connection: Connection, domaine: str, numero: int, *, since: str) -> list[Entry]:
    """Given a domain and a numero, return the attempts decided from an instant on, as sealed."""
    same = select(*_COLUMNS).where(
        _ENVOIS.c.domaine == domaine, _ENVOIS.c.numero == numero, _ENVOIS.c.decide_le >= since
    )
    return _entries(connection, same.order_by(_ENVOIS.c.scelle_le, _ENVOIS.c.id))


def _applied(domaine: str, numero: int, since: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _ENVOIS.c.domaine == domaine,
        _ENVOIS.c.resultat == APPLIQUE,
        _ENVOIS.c.numero >= numero,
        _ENVOIS.c.decide_le >= since,
    )


def _entries(connection: Connection, query: Query) -> list[Entry]:
    return [Entry(**row) for row in connection.execute(query).mappings()]
