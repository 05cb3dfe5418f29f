"""The store in one file: SQLite in WAL mode, `synchronous=FULL`.

A commit that returned is on the disk.
Touches: the database file, made readable by its owner only. After a crash: what was committed is
there, whole; the next to open it recovers by itself.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    URL,
    Boolean,
    Connection,
    Date,
    Engine,
    Table,
    Update,
    create_engine,
    event,
    insert,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from tenacity import retry, retry_if_exception, stop_after_delay, wait_fixed

from store import durable
from store.tables import Row

_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -16384",  # 16 MiB: an index of a million rows is written in random order
    "PRAGMA journal_size_limit = 67108864",  # what a first, huge envoi leaves of the WAL
)
_WAL = "PRAGMA journal_mode = WAL"
_WAL_SECONDS = 30
_LOCAL_FAULTS = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
_PRIMARY_CODE = 0xFF
_TRUTHS = {0: False, 1: True}


def make_engine(url: URL, *, busy_seconds: float) -> Engine:
    """Given `sqlite:////path`, return its engine; nothing is opened yet."""
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    return engine


def begin(connection: Connection, *, is_writing: bool) -> None:
    """A writer takes the lock now, not at its first write: nobody reads what another changes."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def prepare(engine: Engine) -> None:
    """Make the file (0600) and its directory if missing, and set WAL for good.

    Raise DBAPIError when the file is no database, or cannot be opened.
    """
    path = Path(engine.url.database or "")
    if not path.exists():
        durable.make_directory(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        durable.fsync_directory(path.parent)
    try:
        with closing(engine.raw_connection()) as connection:
            _set_wal(connection)
    except sqlite3.Error as error:
        raise DBAPIError.instance(_WAL, None, error, sqlite3.Error) from error


def is_local_fault(error: BaseException | None) -> bool:
    """Given what the driver raised, return whether the machine is at fault: disk, rights, lock."""
    return _code_of(error) in _LOCAL_FAULTS


def complaints(connection: Connection) -> tuple[str, ...]:
    """Return what the integrity check says, which reads all: seconds for each gigabyte."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return tuple(str(row) for row in rows if row != "ok")


def insert_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Insert rows by one prepared statement, as the driver takes them.

    SQLAlchemy would make two dictionaries of each row and ask the type of each value.
    """
    compiled = insert(table).compile(connection, column_keys=list(names))
    order = compiled.positiontup or []
    days = [place for place, name in enumerate(names) if isinstance(table.c[name].type, Date)]
    columns: list[Iterable[object]] = list(zip(*rows, strict=True))
    for place in days:
        given = cast("set[date]", {*columns[place]} - {None})
        texts: dict[object, str] = {day: day.isoformat() for day in given}
        columns[place] = [texts.get(day) for day in columns[place]]
    stored = [columns[names.index(name)] for name in order]
    connection.exec_driver_sql(str(compiled), list(zip(*stored, strict=True)))


def update_many(
    connection: Connection, statement: Update, name: str, values: Sequence[object]
) -> int:
    """Update by one prepared statement, as the driver takes it."""
    compiled = statement.compile(connection)
    order = compiled.positiontup or ()
    place = order.index(name)
    before, after = (
        tuple(compiled.params[each] for each in part)
        for part in (order[:place], order[place + 1 :])
    )
    rows = [(*before, value, *after) for value in values]
    return connection.exec_driver_sql(str(compiled), rows).rowcount


def values(rows: Sequence[Row], columns: Sequence[TypeEngine[Any]]) -> list[Row]:
    """Given rows as the driver gives them, return them with days and truths as what they are."""
    if not rows:
        return []
    found: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, column in enumerate(columns):
        if isinstance(column, Date):
            known = {text: date.fromisoformat(text) for text in {*found[place]} - {None}}
            found[place] = map(known.get, found[place])
        elif isinstance(column, Boolean):
            found[place] = map(_TRUTHS.get, found[place])
    return list(zip(*found, strict=True))


def _code_of(error: BaseException | None) -> int | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY_CODE


def _prepare(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


@retry(
    retry=retry_if_exception(lambda error: _code_of(error) == sqlite3.SQLITE_BUSY),
    stop=stop_after_delay(_WAL_SECONDS),
    wait=wait_fixed(0.01),
    reraise=True,
)
def _set_wal(connection: DBAPIConnection) -> None:
    """Set it where it is not set; SQLite itself does not wait for another who does the same."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode")
    if cursor.fetchone() != ("wal",):
        cursor.execute(_WAL)
    cursor.close()
