"""Whether the database is sound in itself, and the mending of what can be mended.

No rule is asked here: rows are compared with their own fingerprints, instants with each other.
Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, Table, delete, func, select, update

from store import engine
from store.changes import Cause, Ligne, Place
from store.declarations import ENTITE, NATURES
from store.derived import COLUMNS, TABLES
from store.history import fingerprint, known_then
from store.models.envois import Contenu, FichierApplique
from store.tables import table_of


class Checkup(NamedTuple):
    """What a look at the database alone found; each count is by derived table, without zeros."""

    complaints: tuple[str, ...]
    """What the database says of its own pages."""
    sizes: Mapping[str, int]
    """The size of each received content, by sha256."""
    twice: Mapping[str, int]
    """Rows whose very values are true in another row as well."""
    foreign: Mapping[str, int]
    """Rows that no plan could ever end: their fingerprint is not that of their values."""
    backward: Mapping[str, int]
    """Rows that ended before they began."""


def check(connection: Connection) -> Checkup:
    """Return what is not sound; everything else is read through it afterwards."""
    complaints = engine.complaints(connection)
    suspects = {table: _suspects(connection, table) for table in TABLES}
    return Checkup(
        complaints=complaints,
        sizes=_sizes(connection),
        twice=_counts({table: found.twice for table, found in suspects.items()}),
        foreign=_counts({table: found.foreign for table, found in suspects.items()}),
        backward=_counts({table: _backward(connection, table) for table in TABLES}),
    )


def mend(connection: Connection, unread: Iterable[Place], cause: Cause) -> None:
    """Give each row its fingerprint, end what is true twice, straighten what ended too early.

    What was applied of the places in `unread` is forgotten: their next files are read whole.
    """
    for table in TABLES:
        _mend_rows(connection, table, cause)
        rows = table_of(TABLES[table])
        wrong = rows.c.connu_jusqu_au < rows.c.connu_du
        connection.execute(update(rows).where(wrong).values(connu_jusqu_au=rows.c.connu_du))
    files = table_of(FichierApplique)
    for nature, entite in unread:
        here = (files.c.nature == nature, files.c.entite == entite)
        connection.execute(delete(files).where(*here))
        facts = table_of(NATURES[nature].table)
        forgotten = update(facts).values(empreinte=None)
        if NATURES[nature].par_entite:
            forgotten = forgotten.where(facts.c[ENTITE] == entite)
        connection.execute(forgotten)


class _Suspects(NamedTuple):
    """How many rows of a table are doubled, and how many others have a wrong fingerprint."""

    twice: int
    foreign: int


def _suspects(connection: Connection, table: str) -> _Suspects:
    counts: Counter[Ligne] = Counter()
    foreign: Counter[Ligne] = Counter()
    for _, empreinte, values in _true_now(connection, table):
        counts[values] += 1
        foreign[values] += empreinte != fingerprint(values)
    doubled = [values for values, count in counts.items() if count > 1]
    alone = sum(count for values, count in foreign.items() if counts[values] == 1)
    return _Suspects(len(doubled), alone)


def _true_now(connection: Connection, table: str) -> Iterator[tuple[int, bytes, Ligne]]:
    rows = table_of(TABLES[table])
    columns = (rows.c.ligne, rows.c.empreinte, *(rows.c[name] for name in COLUMNS[table]))
    query = select(*columns).where(known_then(rows, None)).order_by(rows.c.ligne)
    for ligne, empreinte, *values in connection.execute(query):
        yield ligne, empreinte, tuple(values)


def _backward(connection: Connection, table: str) -> int:
    rows = table_of(TABLES[table])
    query = select(func.count()).where(rows.c.connu_jusqu_au < rows.c.connu_du)
    found: int = connection.execute(query).scalar_one()
    return found


def _sizes(connection: Connection) -> dict[str, int]:
    contents = table_of(Contenu)
    found = connection.execute(select(contents.c.sha256, contents.c.taille))
    return {row.sha256: row.taille for row in found}


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    return {table: count for table, count in counts.items() if count}


def _mend_rows(connection: Connection, table: str, cause: Cause) -> None:
    """A row with its own fingerprint stays; of the others, the first of each value gets it."""
    rows = table_of(TABLES[table])
    found = list(_true_now(connection, table))
    right = {values for _, empreinte, values in found if empreinte == fingerprint(values)}
    for ligne, empreinte, values in found:
        if empreinte == fingerprint(values):
            continue
        if values in right:
            _end(connection, rows, ligne, cause)
            continue
        own = update(rows).where(rows.c.ligne == ligne).values(empreinte=fingerprint(values))
        connection.execute(own)
        right.add(values)


def _end(connection: Connection, rows: Table, ligne: int, cause: Cause) -> None:
    """The doubled row was true at no instant of its own: the other one tells when it was."""
    ended = {"connu_jusqu_au": rows.c.connu_du, "cause_jusqu_au": cause.id}
    connection.execute(update(rows).where(rows.c.ligne == ligne).values(**ended))
