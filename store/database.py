"""The store: one database, one writer at a time, the only commit of the project.

Touches: the database and, where it is a file that is missing, its directory. After a crash: either
all of one `writing()` is there or nothing of it; a commit that returned is on the disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from store import (
    engine,
    rights,
    schema,
)
from store.ecrits import Ecrits
from store.reading import Reading
from store.transaction import Transaction


class StoreUnavailable(Exception):  # noqa: N818  what the worker reads in its `except`
    """The disk is full, the lock is not given, the file cannot be read: try again later."""


class Store:
    """One database; its methods may be called from any thread."""

    def __init__(self, url: str, *, busy_seconds: float = 30) -> None:
        """Given `sqlite:////path/store.db` or `postgresql://…`, and how long a writer waits.

        It is opened when it is needed. Raise UrlError for another kind of database.
        """
        self._engine = engine.make_engine(url, busy_seconds=busy_seconds)
        self._ecrits = Ecrits(self._engine)

    def create(self) -> None:
        """Make the tables where there are none. Raise SchemaTooOld or SchemaTooNew for others."""
        with self._faults_explained():
            engine.prepare(self._engine)
        with self.rebuilding() as connection:
            schema.create(connection)
            self._ecrits.create(connection)
            rights.grant(connection)

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """Take the write lock, whatever tables there are; commit when the block ends."""
        with self._begun(writing=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Take the write lock, and commit when the block ends; roll back on any exception.

        Raise StoreUnavailable when the machine is at fault, also at the commit; as `reading` does,
        StoreEmpty, SchemaTooOld or SchemaTooNew when the tables are not those of this program.
        """
        with self._begun(writing=True) as connection:
            schema.check(connection)
            yield Transaction(connection, self._ecrits)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Read one consistent snapshot, whoever writes meanwhile. Raise StoreUnavailable."""
        with self._begun(writing=False) as connection:
            schema.check(connection)  # the snapshot is taken here
            yield Reading(connection, self._ecrits)

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._engine.dispose()

    @contextmanager
    def _begun(self, *, writing: bool) -> Iterator[Connection]:
        with self._faults_explained(), self._engine.connect() as connection:
            begun = connection.execution_options(**{engine.WRITING: writing})
            with begun.begin():  # the only commit of the project
                yield begun

    @contextmanager
    def _faults_explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = engine.local_fault(self._engine, error)
            if fault is None:
                raise
            raise StoreUnavailable(f"The store cannot be used now: {fault}") from error
