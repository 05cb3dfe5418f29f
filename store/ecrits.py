"""What a portal wrote, read back; the portal alone writes it, and it is not to be trusted.

No envoi, purge, replay or upgrade changes a row of it: only what came from LSC is LSC's (R-055).

On PostgreSQL the tables are in the store's database. On SQLite they are in `portail/portal.db`
beside the store, in a directory of its own, which the portal's user may write: it is opened for
reading only, never through a link, and read only if its tables are exactly ours.
Touches: that file, or the tables; made where they are missing. After a crash: all of them are
there, or none.
"""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from store import durable
from store.models import ecrits as models
from store.models.ecrits import (
    CONNEXIONS,
    ECRITS,
    LECTURES,
    MOTS_DE_PASSE,
    REFUS,
    REGLAGES,
    USURPATIONS,
    VERSION,
    VERSIONS,
    DerniereConnexion,
    Lecture,
    MotDePasse,
    ReglageEcrit,
    Usurpation,
)

FOLDER, NAME = "portail", "portal.db"
_FOLDER_MODE, _FILE_MODE = 0o2770, 0o660
"""The group is the operator's to give: the portal's."""
_MOST_ROWS = 1_000_000
_BUSY_SECONDS = 5
_DAMAGED = "{} is not what this lsc-syncd made: nothing in it counts. Look who wrote it"
_Value = TypeVar("_Value")


class EcritsUnreadable(Exception):  # noqa: N818  said to the operator
    """What the portal wrote cannot be read now, or is none of ours: nothing of it counts."""


class Ecrits:
    """What a portal wrote, each question asked of what is there now."""

    def __init__(self, engine: Engine) -> None:
        """Given the engine of the store; nothing is opened yet."""
        self._engine = engine
        self._path = path_of(engine)
        if self._path is not None:
            url = f"sqlite:///file:{_quoted(self._path)}?mode=ro&uri=true"
            self._engine = create_engine(
                url,
                poolclass=NullPool,
                hide_parameters=True,
                connect_args={"timeout": _BUSY_SECONDS},
            )

    def create(self, connection: Connection) -> None:
        """Make the tables where they are missing, through the store's connection on a server."""
        if self._path is not None:
            _make_file(self._path)
        elif not inspect(connection).has_table(VERSIONS.name):
            ECRITS.create_all(connection)
            connection.execute(VERSIONS.insert().values(numero=VERSION))

    def mots_de_passe(self) -> list[MotDePasse]:
        """Return who set a password of his own, or used his initial secret (R-071)."""
        return self._read(MOTS_DE_PASSE, MotDePasse)

    def connexions(self, **equals: str) -> list[DerniereConnexion]:
        """Return when persons were last connected to accounts (R-073)."""
        return self._read(CONNEXIONS, DerniereConnexion, **equals)

    def lectures(self, **equals: str) -> list[Lecture]:
        """Return what was shown as new and what was read: of a person, of a document (R-058)."""
        return self._read(LECTURES, Lecture, **equals)

    def refus(self) -> frozenset[str]:
        """Return who wants no notifications (R-088)."""
        return frozenset(each.tiers for each in self._read(REFUS, models.Refus))

    def reglages(self) -> frozenset[ReglageEcrit]:
        """Return what is set in the portal (R-023), whatever it names."""
        return frozenset(self._read(REGLAGES, ReglageEcrit))

    def usurpations(self, **equals: str) -> list[Usurpation]:
        """Return when staff were connected as clients, in order (R-086)."""
        return sorted(self._read(USURPATIONS, Usurpation, **equals), key=lambda each: each.du)

    def _read(self, table: Table, make: Callable[..., _Value], **equals: str) -> list[_Value]:
        """Raise EcritsUnreadable."""
        names = make._fields  # type: ignore[attr-defined]  # a NamedTuple
        query = select(*(table.c[name] for name in names)).limit(_MOST_ROWS)
        for name, value in equals.items():
            query = query.where(table.c[name] == value)
        with self._connected() as connection:
            found = [tuple(row) for row in connection.execute(query)]
        kinds = [table.c[name].type.python_type for name in names]
        return [make(*row) for row in found if _is_sound(row, kinds)]

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            if self._path is not None:
                _check_file(self._path)
            with self._engine.connect() as connection:
                if self._path is not None:
                    _check_tables(connection, self._path)
                yield connection
        except (DBAPIError, OSError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error.strerror
            raise EcritsUnreadable(f"What the portal wrote cannot be read: {reason}") from error


def path_of(engine: Engine) -> Path | None:
    """Given the engine of a store, return the portal's file; None on a server."""
    if engine.dialect.name != "sqlite":
        return None
    return Path(engine.url.database or "").absolute().parent / FOLDER / NAME


def _make_file(path: Path) -> None:
    """Make the file where there is none, whole or not at all.

    Its group is the directory's. After a crash: nothing of it is there, or all.
    """
    if os.path.lexists(path):
        return
    durable.make_directory(path.parent)
    path.parent.chmod(_FOLDER_MODE)
    durable.sweep(path.parent)
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in _statements():
            connection.execute(statement)
        connection.execute(f"INSERT INTO {VERSIONS.name} (numero) VALUES ({VERSION})")  # noqa: S608  ours
        connection.commit()
        content = connection.serialize()
    durable.write(path, content, mode=_FILE_MODE)


def _check_file(path: Path) -> None:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise EcritsUnreadable(_DAMAGED.format(path))


def _check_tables(connection: Connection, path: Path) -> None:
    """Raise EcritsUnreadable unless tables are ours to the letter, without views or triggers."""
    connection.exec_driver_sql("PRAGMA trusted_schema = OFF")
    rows = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ).fetchall()
    found = {(kind, _one_line(statement)) for kind, statement in rows}
    if found != {("table", _one_line(statement)) for statement in _statements()}:
        raise EcritsUnreadable(_DAMAGED.format(path))


def _statements() -> list[str]:
    dialect = create_engine("sqlite://").dialect
    return [str(CreateTable(table).compile(dialect=dialect)) for table in ECRITS.sorted_tables]


def _one_line(statement: str) -> str:
    return " ".join(statement.split())


def _is_sound(row: tuple[Any, ...], kinds: list[type]) -> bool:
    """Return whether each value is of its column's type: SQLite asks for none."""
    return all(
        value is None or isinstance(value, kind) for value, kind in zip(row, kinds, strict=True)
    )


def _quoted(path: Path) -> str:
    return path.as_uri().removeprefix("file://")
