"""The tables behind the declarations, for the modules that read and write them.

Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Row, Select, Table
from sqlmodel import SQLModel

from store.declarations import Enfant, Nature

Query: TypeAlias = Select[*tuple[Any, ...]]
"""A query of columns that are told by name: only the database knows their types."""
Found: TypeAlias = Row[*tuple[Any, ...]]
"""A row that such a query found."""
_ROWS_AT_ONCE = 2_000
_Item = TypeVar("_Item")


def table_of(model: type[SQLModel]) -> Table:
    """Given a model, return its table."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def columns_of(declared: Nature | Enfant) -> tuple[str, ...]:
    """Given a declaration, return the columns of a record's values, or of a child's row."""
    return (*(colonne.nom for colonne in declared.colonnes), *declared.internes)


def in_chunks(rows: Iterable[_Item], at_once: int = _ROWS_AT_ONCE) -> Iterator[Sequence[_Item]]:
    """Given rows, return them so many at a time; nothing when there are none."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, at_once)):
        yield chunk
