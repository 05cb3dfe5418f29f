"""What a portal asks all day: a person's newest documents, and whether he may read one.

Both are `screens.visible` by other words, asked so that a long past and many accounts cost little:
first the day of the N-th newest document that each access row shows, read from one index in its
order; the last of these days bounds what is joined, and only the rows that are told are fetched.
Touches: the store, through the connection that it is given.
"""

import json
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    func,
    literal,
    select,
)

from store.models.derives import Acces, Publication
from store.screens import is_open, is_shown
from store.tables import Found, Query, table_of

_ACCES = table_of(Acces)
_PUBLICATION = table_of(Publication)
_COUNT = bindparam("count", type_=Integer, literal_execute=True)
_BEFORE_LAST = bindparam("before_last", type_=Integer, literal_execute=True)
_DOCUMENT: ColumnElement[str] = bindparam("document")


class ShownDocument(NamedTuple):
    """A line of a person's list: what is the same whoever reads it, and through which account.

    `contenu` is the sha256 served, `rangement` its folders from the outermost.
    """

    document: str
    contenu: str
    classeur: str
    titre: str
    rangement: tuple[str, ...]
    traite_le: date


def newest(connection: Connection, tiers: str, *, at: str, count: int) -> list[ShownDocument]:
    """Given a person, a UTC instant and how many, return the newest documents that he sees then.

    Each document once, by `traite_le` then id, the last first (R-038). One at least is asked for.
    """
    asked = {"tiers": tiers, "at": at, "count": count, "before_last": count - 1}
    return [_shown(row) for row in connection.execute(NEWEST, asked)]


def may_read(connection: Connection, tiers: str, document: str, *, at: str) -> bool:
    """Given a person, a document and a UTC instant, return whether he sees it then."""
    asked = {"tiers": tiers, "at": at, "document": document}
    return connection.execute(MAY_READ, asked).first() is not None


def _shown(row: Found) -> ShownDocument:
    found = ShownDocument(*row)
    return found._replace(rangement=tuple(json.loads(str(found.rangement))))


def _nth_day() -> ColumnElement[date]:
    """The day of the N-th newest document that an access row shows; null where it shows fewer."""
    shown = _PUBLICATION.alias("shown")
    return (
        select(shown.c.traite_le)
        .where(is_shown(shown, _ACCES), shown.c.connu_jusqu_au.is_(None))
        .order_by(shown.c.traite_le.desc(), shown.c.document.desc())
        .limit(1)
        .offset(_BEFORE_LAST)
        .correlate(_ACCES)
        .scalar_subquery()
    )


def _newest() -> Query:
    """Through one access row a document shows once: N of them are on or after the last such day."""
    last = select(func.coalesce(func.max(_nth_day()), date.min)).where(is_open(_ACCES))
    days = _PUBLICATION.c.traite_le, _PUBLICATION.c.document
    chosen = (
        select(func.min(_PUBLICATION.c.ligne).label("ligne"))
        .join_from(_ACCES, _PUBLICATION, is_shown(_PUBLICATION, _ACCES))
        .where(is_open(_ACCES), _PUBLICATION.c.connu_jusqu_au.is_(None))
        .where(_PUBLICATION.c.traite_le >= last.scalar_subquery())
        .group_by(*days)
        .order_by(*(column.desc() for column in days))
        .limit(_COUNT)
        .subquery("chosen")
    )
    told = _PUBLICATION.alias("told")
    return (
        select(*(told.c[name] for name in ShownDocument._fields))
        .join_from(chosen, told, told.c.ligne == chosen.c.ligne)
        .order_by(told.c.traite_le.desc(), told.c.document.desc())
    )


def _may_read() -> Query:
    return (
        select(literal(1, literal_execute=True))
        .join_from(_PUBLICATION, _ACCES, is_shown(_PUBLICATION, _ACCES))
        .where(is_open(_ACCES), _PUBLICATION.c.connu_jusqu_au.is_(None))
        .where(_PUBLICATION.c.document == _DOCUMENT)
        .limit(1)
    )


NEWEST = _newest()
"""Asked with `tiers`, `at`, `count` and `before_last`, which is one less."""
MAY_READ = _may_read()
"""Asked with `tiers`, `at` and `document`."""
