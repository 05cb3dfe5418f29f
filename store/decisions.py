"""What persons decided by hand, and what was seen once: written, closed, never changed.

Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select, update

from store.changes import Cause, Closing, Constat, KnownConstat, WrittenDecision
from store.models import decisions as models
from store.tables import Query, table_of

_DECISIONS = table_of(models.Decision)
_CONSTATS = table_of(models.Constat)
_WRITTEN = tuple(_DECISIONS.c[name] for name in WrittenDecision.__slots__)


class NotOpenError(Exception):
    """A decision to close is closed already, or was never taken."""


def decisions(connection: Connection, *, is_open: bool = False) -> list[WrittenDecision]:
    """Return the decisions in the order in which they were taken; with `is_open` these only."""
    query: Query = select(*_WRITTEN).order_by(_DECISIONS.c.pris_le, _DECISIONS.c.id)
    if is_open:
        query = query.where(_DECISIONS.c.clos_le.is_(None))
    return [WrittenDecision(**row._mapping) for row in connection.execute(query)]  # noqa: SLF001  SQLAlchemy's public name


def constats(connection: Connection, equals: Mapping[str, str]) -> list[KnownConstat]:
    """Given values by column, return what was seen once and has them, in order."""
    columns = (_CONSTATS.c[name] for name in KnownConstat._fields)
    wanted = (_CONSTATS.c[name] == value for name, value in equals.items())
    rows = connection.execute(select(*columns).where(*wanted).order_by(_CONSTATS.c.id))
    return [KnownConstat(*row) for row in rows]


def write(connection: Connection, taken: Sequence[WrittenDecision]) -> None:
    """Given decisions, keep them."""
    for each in taken:
        values = {name: getattr(each, name) for name in WrittenDecision.__slots__}
        connection.execute(insert(_DECISIONS).values(values))


def close(connection: Connection, closings: Sequence[Closing], cause: Cause) -> None:
    """Given the ends of decisions, note them. Raise NotOpenError for one that is not open."""
    for closing in closings:
        ending = update(_DECISIONS).where(
            _DECISIONS.c.id == closing.decision, _DECISIONS.c.clos_le.is_(None)
        )
        values = {"clos_le": cause.instant, "clos_par": closing.par, "clos_raison": closing.raison}
        if connection.execute(ending.values(values)).rowcount != 1:
            raise NotOpenError(f"The decision {closing.decision} is not open")


def note(connection: Connection, seen: Sequence[Constat], cause: Cause) -> None:
    """Given what was seen, keep it with its instant and its cause."""
    for each in seen:
        values = {**each._asdict(), "instant": cause.instant, "cause": cause.id}
        connection.execute(insert(_CONSTATS).values(values))
