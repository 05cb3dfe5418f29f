"""What a portal does: SQL that stands written, through the driver alone, nothing of ours between.

The statements are those of `store.newest`, as text, made once.
Touches: the database, reading.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from typing import Final

import psycopg
from sqlalchemy import Dialect, bindparam, create_engine, make_url, select

from store import newest
from store.models.derives import Publication
from store.tables import Query, table_of

_PUBLICATION = table_of(Publication)
_ONE_ROW = select(_PUBLICATION.c.document).where(_PUBLICATION.c.ligne == bindparam("ligne"))
_ASKED = dict.fromkeys(("tiers", "at", "document", "ligne"))
Execute = Callable[[str, Mapping[str, object]], object]


class Asking:
    """The questions of a portal, through one connection."""

    def __init__(self, execute: Execute, clock: Callable[[], float], dialect: Dialect) -> None:
        """Given what runs a statement and fetches its rows, and how its time is told."""
        self.clock: Final = clock
        self._execute, self._asked = execute, 0
        self._text = cache(lambda question, count: _written(question, count, dialect))

    def one_row(self, ligne: int) -> object:
        """Read one row by its key: the floor."""
        text, constants = self._text(_ONE_ROW, 1)
        return self._execute(text, {**constants, "ligne": ligne})

    def newest(self, tiers: str, at: str, count: int) -> object:
        """Read a person's newest documents."""
        text, constants = self._text(newest.NEWEST, count)
        return self._execute(text, {**constants, "tiers": tiers, "at": at})

    def newest_anew(self, tiers: str, at: str, count: int) -> object:
        """The same as text that the database never saw: it is prepared as well."""
        text, constants = self._text(newest.NEWEST, count)
        self._asked += 1
        return self._execute(f"{text} -- {self._asked}", {**constants, "tiers": tiers, "at": at})

    def may_read(self, tiers: str, document: str, at: str) -> object:
        """Read whether he may read a document."""
        text, constants = self._text(newest.MAY_READ, 1)
        return self._execute(text, {**constants, "tiers": tiers, "document": document, "at": at})


@contextmanager
def on_sqlite(url: str) -> Iterator[Asking]:
    """Through `sqlite3`, with its own settings but one: pages are read where they lie."""
    dialect = create_engine("sqlite://", paramstyle="named").dialect
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        connection.execute("PRAGMA mmap_size = 2147483648")
        yield Asking(
            lambda text, values: connection.execute(text, values).fetchall(),
            time.thread_time,
            dialect,
        )


@contextmanager
def on_postgresql(url: str) -> Iterator[Asking]:
    """Through `psycopg`, each statement prepared once, on tables that the server has looked at."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute("VACUUM ANALYZE acces, droits, publication")
        yield Asking(
            lambda text, values: connection.execute(text.encode(), values, prepare=True).fetchall(),
            time.perf_counter,
            create_engine("postgresql+psycopg://").dialect,
        )


def _written(question: Query, count: int, dialect: Dialect) -> tuple[str, Mapping[str, object]]:
    """Return a question as text, and the values in it that are never other ones."""
    asked = {**_ASKED, "count": count, "before_last": count - 1}
    made = question.compile(dialect=dialect).construct_expanded_state(asked)
    given = {name: each for name, each in made.parameters.items() if name not in asked}
    return made.statement, {
        name: each.isoformat() if isinstance(each, date) else each for name, each in given.items()
    }
