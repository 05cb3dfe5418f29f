"""How the database is opened, begun and diagnosed: the one place that knows which database it is.

Today SQLite in WAL mode, `synchronous=FULL`: a commit that returned is on the disk. PostgreSQL has
its own begin (an advisory lock) and its own fault codes, here as well.
Touches: the database file, made readable by its owner only. After a crash: what was committed is
there, whole; the next to open it recovers by itself.
"""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from store import durable

DriverError = sqlite3.DatabaseError
"""What the driver raises where SQLAlchemy does not wrap it, as in prepare_file."""
WRITING = "store_writing"
"""The execution option of a connection whose transactions write."""
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -65536",  # 64 MiB: an index of a million rows is written in random order
    "PRAGMA journal_size_limit = 67108864",  # what a first, huge envoi leaves of the WAL
)
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


def make_engine(url: str, *, busy_seconds: float) -> Engine:
    """Given `sqlite:////path`, return its engine; nothing is opened yet.

    A writer waits `busy_seconds` for another. Raise ValueError for any other kind of URL.
    """
    if make_url(url).get_backend_name() != "sqlite":
        raise ValueError(f"The store opens sqlite:////path only, not {make_url(url)!r}")
    engine = create_engine(url, connect_args={"timeout": busy_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def prepare_file(engine: Engine) -> None:
    """Given an engine, make its file (0600) and its directory if missing, and set WAL for good."""
    path = Path(engine.url.database or "")
    if not path.exists():
        durable.make_directory(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        durable.fsync_directory(path.parent)
    connection = engine.raw_connection()
    try:
        _set_wal(connection)
    finally:
        connection.close()


def local_fault(error: DBAPIError | DriverError) -> BaseException | None:
    """Given an error of the database, return what the machine did (disk, lock), None for a bug."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    return original if code is not None and code & _PRIMARY_CODE in _LOCAL_FAULTS else None


def complaints(connection: Connection) -> tuple[str, ...]:
    """Given a connection, return what the database finds wrong in its own pages, 100 lines at most.

    It reads all of it: seconds for each gigabyte.
    """
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return tuple(str(row) for row in rows if row != "ok")


def _prepare(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes the lock now, not at its first write: nobody reads what another changes."""
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _set_wal(connection: DBAPIConnection) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode")
    if cursor.fetchone() != ("wal",):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()
