"""The store in one file: SQLite in WAL mode, `synchronous=FULL`.

A commit that returned is on the disk.
Touches: the database file, made readable by its owner only. After a crash: what was committed is
there, whole; the next to open it recovers by itself.
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from store import durable

_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -65536",  # 64 MiB: an index of a million rows is written in random order
    "PRAGMA journal_size_limit = 67108864",  # what a first, huge envoi leaves of the WAL
)
_WAL = "PRAGMA journal_mode = WAL"
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


def make_engine(url: URL, *, busy_seconds: float) -> Engine:
    """Given `sqlite:////path`, return its engine; nothing is opened yet."""
    engine = create_engine(url, connect_args={"timeout": busy_seconds})
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
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE in _LOCAL_FAULTS


def complaints(connection: Connection) -> tuple[str, ...]:
    """Return what the integrity check says, which reads all: seconds for each gigabyte."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return tuple(str(row) for row in rows if row != "ok")


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows by one prepared statement."""
    connection.execute(insert(table), rows)


def _prepare(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _set_wal(connection: DBAPIConnection) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode")
    if cursor.fetchone() != ("wal",):
        cursor.execute(_WAL)
    cursor.close()
