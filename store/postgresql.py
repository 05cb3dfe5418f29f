"""The store on a PostgreSQL server, from version 12 on, through psycopg 3.

Texts are ordered by their bytes, as SQLite orders them, whatever the database's own collation.
Touches: the server at the URL. After a crash of ours the server undoes what was not committed and
gives the lock back; a commit that returned is on its disk.
"""

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    Update,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeEngine
from sqlmodel import AutoString

from store.tables import Row

_WRITERS = int.from_bytes(b"lsc-sync")
"""The advisory lock of the one writer; it is the database's, so two stores never share it."""
_SESSION = (
    "SET TIME ZONE 'UTC'",
    """
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off'
    """,  # faster, and it loses what was promised to be kept
    "SET statement_timeout = 0",  # a first envoi is long, and planned while its transaction idles
    "SET idle_in_transaction_session_timeout = 0",
    "SET tcp_keepalives_idle = 30",  # a machine that lost its power gives the lock back
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)
_LOCAL_CLASSES = {
    "08",  # the connection
    "28",  # the role or its password
    "3D",  # the database
    "40",  # begun again, it may pass
    "53",  # disk, memory, connections
    "57",  # stopped, or cancelled
    "58",  # input and output
}
_LOCAL_CODES = {
    "25006",  # a standby, which only reads
    "25P03",  # idle for too long
    "42501",  # no right to
    "55P03",  # the lock was not given in time
    "XX001",  # a damaged page
    "XX002",  # a damaged index
}


def make_engine(url: URL, *, busy_seconds: float) -> Engine:
    """Given `postgresql://…`, return its engine; nothing is opened yet.

    A connection that the server closed meanwhile, being restarted, is opened again.
    """
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"application_name": "lsc-syncd", "client_encoding": "utf8"},
        pool_pre_ping=True,
        hide_parameters=True,
    )
    milliseconds = max(1, round(busy_seconds * 1000))  # 0 would be for ever
    statements = "; ".join([*_SESSION, f"SET lock_timeout = {milliseconds}"])
    event.listen(engine, "connect", lambda connection, _: _prepare(connection, statements))
    return engine


def begin(connection: Connection, *, is_writing: bool) -> None:
    """A writer waits for the others and reads what they left; a reader sees one instant."""
    if is_writing:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def prepare(engine: Engine) -> None:
    """The database is the administrator's to make: see docs/operations.md."""
    del engine


def is_local_fault(error: BaseException | None) -> bool:
    """Given what the driver raised, return whether the server, or the way there, is at fault."""
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)  # nobody answered
    return error.sqlstate in _LOCAL_CODES or error.sqlstate[:2] in _LOCAL_CLASSES


def complaints(connection: Connection) -> tuple[str, ...]:
    """Return nothing: the server checks its pages by itself where checksums are enabled."""
    del connection
    return ()


def insert_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Insert rows by COPY. Raise DBAPIError as SQL would."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(f"COPY {table}", None, error, psycopg.Error) from error


def update_many(
    connection: Connection, statement: Update, name: str, values: Sequence[object]
) -> int:
    """Update as SQLAlchemy does, which pipelines."""
    return connection.execute(statement, [{name: value} for value in values]).rowcount


def values(rows: Sequence[Row], columns: Sequence[TypeEngine[Any]]) -> list[Row]:
    """Given rows, return them: the driver gives each value as what it is."""
    del columns
    return list(rows)


@compiles(AutoString, "postgresql")
def _in_order_of_bytes(text: AutoString, compiler: PGTypeCompiler, **_: object) -> str:
    """A text's type in a CREATE TABLE, also in that of a migration."""
    del text, compiler
    return 'VARCHAR COLLATE "C"'


def _prepare(connection: DBAPIConnection, statements: str) -> None:
    cursor = connection.cursor()
    cursor.execute(statements)
    cursor.close()
    connection.commit()
