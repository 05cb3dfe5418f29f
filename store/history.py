"""The derived rows and their history: what was true of our knowledge, when, and why.

A row is true once at most: the database refuses to begin one that is true, and `end` refuses to
end one that is not. So `derived` after any `apply` is exactly what the plan said. Instants are
compared as UTC text, half-open: a row that began and ended in one instant is told by `history`,
and was true at no instant.
Touches: the store, through the connection that it is given.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from json import JSONEncoder
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    Update,
    bindparam,
    case,
    or_,
    select,
    update,
)

from store import engine
from store.changes import Cause, Ligne, Valeur
from store.derived import COLUMNS, TABLES
from store.tables import Query, in_chunks, table_of

_ENDED = "ended"
_HISTORY = ("connu_du", "connu_jusqu_au", "cause_du", "cause_jusqu_au")
_encode = JSONEncoder(default=date.isoformat, separators=(",", ":")).encode


class HistoryRow(NamedTuple):
    """A row, since when and until when it was true of our knowledge, and what made it so.

    `connu_jusqu_au` and `cause_jusqu_au` are None while it is true.
    """

    connu_du: str
    connu_jusqu_au: str | None
    cause_du: str
    cause_jusqu_au: str | None
    valeurs: Mapping[str, Valeur]


class NotTrueError(Exception):
    """A plan ends a row that is not true now, or twice: it was made from another state."""


def derived(connection: Connection, table: str) -> set[Ligne]:
    """Given a derived table, return the rows that are true now, in the order of `COLUMNS`."""
    rows = table_of(TABLES[table])
    query = select(*(rows.c[name] for name in COLUMNS[table])).where(known_then(rows, None))
    return set(engine.fetch_all(connection, query))


def rows_at(
    connection: Connection, table: str, *, known_at: str | None, equals: Mapping[str, str]
) -> list[HistoryRow]:
    """Given a derived table, an instant (None: now) and values, return the rows true then."""
    query = _history(table, equals).where(known_then(table_of(TABLES[table]), known_at))
    return _rows(connection, table, query)


def history(connection: Connection, table: str, equals: Mapping[str, str]) -> list[HistoryRow]:
    """Given a derived table and values, return all rows that were ever true, as they began."""
    return _rows(connection, table, _history(table, equals))


def known_then(rows: FromClause, known_at: str | None) -> ColumnElement[bool]:
    """Given a derived table and an instant, return the condition "was true then" (None: now)."""
    end = rows.c.connu_jusqu_au
    if known_at is None:
        return end.is_(None)
    return (rows.c.connu_du <= known_at) & or_(end.is_(None), end > known_at)


def end(connection: Connection, table: str, lignes: Sequence[Ligne], cause: Cause) -> None:
    """Given rows that are true now, end them. Raise NotTrueError when one of them is not.

    A clock that went back cannot end a row before it began: it was then true at no instant.
    """
    rows = table_of(TABLES[table])
    ended = sum(
        engine.update_many(connection, _ending(rows, cause), _ENDED, chunk)
        for chunk in in_chunks([fingerprint(ligne) for ligne in _near_each_other(lignes)])
    )
    if ended != len(lignes):
        raise NotTrueError(f"{table}: of {len(lignes)} rows to end, {ended} are true now")


def begin(connection: Connection, table: str, lignes: Sequence[Ligne], cause: Cause) -> None:
    """Given rows that are not true now, begin them."""
    names = (*COLUMNS[table], "empreinte", "connu_du", "cause_du")
    begun = (cause.instant, cause.id)
    for chunk in in_chunks(_near_each_other(lignes)):
        rows = [(*ligne, fingerprint(ligne), *begun) for ligne in chunk]
        engine.insert_many(connection, table_of(TABLES[table]), names, rows)


def _near_each_other(lignes: Sequence[Ligne]) -> list[Ligne]:
    """In the order of their first value the pages of an index are written one after the other."""
    return sorted(lignes, key=itemgetter(0))


def fingerprint(ligne: Ligne) -> bytes:
    """Given a row, return 16 bytes: equal iff the rows are, whatever the version of Python."""
    return blake2b(_encode(ligne).encode(), digest_size=16).digest()


def _ending(rows: Table, cause: Cause) -> Update:
    began = rows.c.connu_du
    return (
        update(rows)
        .where(rows.c.empreinte == bindparam(_ENDED), rows.c.connu_jusqu_au.is_(None))
        .values(
            connu_jusqu_au=case((began > cause.instant, began), else_=cause.instant),
            cause_jusqu_au=cause.id,
        )
    )


def _history(table: str, equals: Mapping[str, str]) -> Query:
    rows = table_of(TABLES[table])
    wanted = [rows.c[name] == value for name, value in equals.items()]
    columns = [rows.c[name] for name in (*_HISTORY, *COLUMNS[table])]
    return select(*columns).where(*wanted).order_by(rows.c.ligne)


def _rows(connection: Connection, table: str, query: Query) -> list[HistoryRow]:
    own, names = len(_HISTORY), COLUMNS[table]
    return [
        HistoryRow._make((*row[:own], MappingProxyType(dict(zip(names, row[own:], strict=True)))))
        for row in connection.execute(query)
    ]
