"""The two databases of the tests: a file of SQLite, or a database of a private PostgreSQL server.

A test that asks for the fixture `database` runs on the one that `--database` says, and on both when
it is marked `databases("sqlite", "postgresql")`.
"""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import LiteralString, Protocol

import pytest
from psycopg import sql
from sqlalchemy import Connection, create_engine, inspect

from store.database import Store
from tests.some_postgresql import a_server, connect, url_of, why_not

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = pytest.mark.databases(SQLITE, POSTGRESQL)
ONLY_SQLITE = pytest.mark.databases(SQLITE)
ONLY_POSTGRESQL = pytest.mark.databases(POSTGRESQL)
Row = tuple[object, ...]


class Database(Protocol):
    """Where the stores of tests are; each is named by the path that its file has, or would have."""

    def url(self, path: Path) -> str:
        """Return the URL of a store; its database is made if it is missing, without tables."""

    def copy(self, source: Path, target: Path) -> None:
        """Given a store that nobody uses, have another with the same content, over any other."""

    def between(self) -> AbstractContextManager[None]:
        """Remove at the end of the block what was made in it."""


class Sqlite:
    """Stores in files, which go with the folder of their test."""

    def url(self, path: Path) -> str:
        return f"sqlite:///{path}"

    def copy(self, source: Path, target: Path) -> None:
        for left in target.parent.glob(f"{target.name}*"):
            left.unlink()
        with suppress(FileNotFoundError):
            shutil.copy(source, target)

    @contextmanager
    def between(self) -> Iterator[None]:
        yield


class Postgresql:
    """Stores in databases of one server; a new one copies one that has the tables already."""

    def __init__(self, folder: Path) -> None:
        """Given the folder of the server's socket."""
        self._folder = folder
        self._made: set[str] = set()

    def url(self, path: Path, *, collation: str = "") -> str:
        name = _name(path)
        if name not in self._made:
            other = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE {}"
            self._do(
                f"CREATE DATABASE {{}} {other if collation else ''}",
                name,
                *filter(None, [collation]),
            )
            self._made.add(name)
        return url_of(self._folder, name)

    def ask(self, query: LiteralString, path: Path) -> list[Row]:
        """Given a query whose one parameter is a database's name, return what the server says."""
        with connect(self._folder) as connection:
            return connection.execute(query, [_name(path)]).fetchall()

    def copy(self, source: Path, target: Path) -> None:
        old, new = _name(source), _name(target)
        self.end_connections(source)  # of a process that was killed
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", new)
        self._do("CREATE DATABASE {} TEMPLATE {}", new, old)
        self._made.add(new)

    def end_connections(self, path: Path) -> None:
        """End the connections to a store, as an administrator does who stops the server."""
        self.ask(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", path
        )

    @contextmanager
    def between(self) -> Iterator[None]:
        before = set(self._made)
        yield
        for name in self._made - before:
            self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._made = before

    def _do(self, statement: str, *names: str) -> None:
        with connect(self._folder) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def a_database(kind: str) -> Iterator[Database]:
    """Given which, return it; a server ends with the block."""
    if kind == SQLITE:
        yield Sqlite()
        return
    if reason := why_not():
        pytest.skip(reason)
    with a_server() as folder:
        yield Postgresql(folder)


def rows_of(url: str) -> dict[str, list[Row]]:
    """Return every row of every table, by the name of the table."""
    with _connected(url) as connection:
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]  # noqa: S608  its own
            for name in inspect(connection).get_table_names()
        }


def change(url: str, *statements: str) -> None:
    """Change a store behind its back."""
    with _connected(url) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def a_store(database: Database, path: Path, *, busy_seconds: float = 30) -> Store:
    """Return the store of that path, without tables if it is new."""
    return Store(database.url(path), busy_seconds=busy_seconds)


def _name(path: Path) -> str:
    return f"s{blake2b(str(path).encode(), digest_size=12).hexdigest()}"
