"""Which database the store is, by its URL alone; nothing else of the project knows.

What each kind does in its own way is in `store.sqlite` and `store.postgresql`.
Touches: the database, through them.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Table,
    Update,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.types import TypeEngine

from store.tables import Query, Row

WRITING = "store_writing"
"""The execution option of a connection whose transactions write."""
_KINDS = {"sqlite": "store.sqlite", "postgresql": "store.postgresql"}
"""Where each kind is, by its name in the URL; it is imported when it is used."""
_FORMS = "The store opens sqlite:////path or postgresql://role@host/database"


class UrlError(ValueError):
    """The URL is none that the store opens; the message does not tell it: it has a password."""


class _Kind(Protocol):
    """What the kinds of database do differently."""

    def make_engine(self, url: URL, *, busy_seconds: float) -> Engine: ...

    def begin(self, connection: Connection, *, is_writing: bool) -> None: ...

    def prepare(self, engine: Engine) -> None: ...

    def is_local_fault(self, error: BaseException | None) -> bool: ...

    def complaints(self, connection: Connection) -> tuple[str, ...]: ...

    def insert_many(
        self,
        connection: Connection,
        table: Table,
        names: Sequence[str],
        rows: Sequence[Sequence[object]],
    ) -> None: ...

    def update_many(
        self, connection: Connection, statement: Update, name: str, values: Sequence[object]
    ) -> int: ...

    def values(self, rows: Sequence[Row], columns: Sequence[TypeEngine[Any]]) -> list[Row]: ...


def make_engine(url: str, *, busy_seconds: float) -> Engine:
    """Given `sqlite:////path` or `postgresql://…`, return its engine; nothing is opened yet.

    A writer waits `busy_seconds` for another. No error tells the values of a statement: they are
    names and addresses. Raise UrlError for any other kind of URL.
    """
    parsed = _parsed(url)
    name = parsed.get_backend_name()
    if name not in _KINDS:
        raise UrlError(f"{_FORMS}, not {name}")
    engine = _kind(name).make_engine(parsed, busy_seconds=busy_seconds)
    event.listen(engine, "begin", _begin)
    return engine


def prepare(engine: Engine) -> None:
    """Given an engine, make what must be there before the first transaction."""
    _kind(engine.dialect.name).prepare(engine)


def local_fault(engine: Engine, error: DBAPIError) -> BaseException | None:
    """Given an error of the database, return what the machine did (disk, lock), None for a bug."""
    is_local = _kind(engine.dialect.name).is_local_fault(error.orig)
    return error.orig if is_local else None


def complaints(connection: Connection) -> tuple[str, ...]:
    """Given a connection, return what the database finds wrong in its own pages, 100 lines at most.

    SQLite reads all of them; PostgreSQL has no such question, and is not asked.
    """
    return _kind(connection.dialect.name).complaints(connection)


def insert_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Given columns and rows of their values, one at least, insert these the fast way."""
    _kind(connection.dialect.name).insert_many(connection, table, names, rows)


def update_many(
    connection: Connection, statement: Update, name: str, values: Sequence[object]
) -> int:
    """Given an update and the values of one of its parameters, do it for each, the fast way.

    Return how many rows were updated. The other parameters are texts, and their own values.
    """
    return _kind(connection.dialect.name).update_many(connection, statement, name, values)


def fetch_all(connection: Connection, query: Query) -> list[Row]:
    """Given a query of columns, return its rows as plain tuples, the fast way.

    SQLAlchemy would make an object of each row and ask the type of each value.
    """
    kind = _kind(connection.dialect.name)
    found = cast("CursorResult[Any]", connection.execute(query))
    cursor = found.cursor
    try:
        rows = cast("list[Row]", cursor.fetchall())
    except connection.dialect.loaded_dbapi.Error as error:
        base = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(str(query), None, error, base) from error
    finally:
        found.close()
    return kind.values(rows, [column.type for column in query.selected_columns])


def _kind(name: str) -> _Kind:
    return cast("_Kind", import_module(_KINDS[name]))


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise UrlError(f"{_FORMS}, and this is no URL") from None


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    _kind(connection.dialect.name).begin(connection, is_writing=bool(writing))
