"""What a person sees: access, publication and rights joined, instants compared, nothing decided.

What "sees" means is said here once, by `is_open` and `is_shown`, for every question about it.
Touches: the store, through the connection that it is given.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    String,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)

from store.history import known_then
from store.models.derives import Acces, Droit, Publication
from store.tables import Found, Query, table_of

PUBLIEE: ColumnElement[str] = literal_column("'publiee'", String)
"""Written out, not a parameter: so the databases know that an index of such rows is enough."""
TIERS: ColumnElement[str] = bindparam("tiers", type_=String)
AT: ColumnElement[str] = bindparam("at", type_=String)
"""Who asks, and the UTC instant of the question."""
_ACCES = table_of(Acces)
_DROITS = table_of(Droit)
_PUBLICATION = table_of(Publication)


class VisibleDocument(NamedTuple):
    """A document that a person sees, and the access row that lets it through.

    `contenu` is the sha256 served, `rangement` its folders from the outermost, `visible_*` the UTC
    instants between which anybody of its scope sees it.
    """

    document: str
    contenu: str
    classeur: str
    titre: str
    rangement: tuple[str, ...]
    traite_le: date
    visible_du: str
    visible_jusqu_au: str | None
    compte: str
    niveau: str
    portee: str
    cible: str
    espace: str
    par_tiers: str


def visible(
    connection: Connection, tiers: str, *, at: str, known_at: str | None
) -> list[VisibleDocument]:
    """Given a person and an instant, return what he sees then, each document once, by its id.

    With `known_at`, as the rows stood at that instant (None: now); both are UTC texts. Of several
    access rows that let a document through, the first by account, level and scope is told.
    """
    asked = {"tiers": tiers, "at": at}
    found = [row for query in _queries(known_at) for row in connection.execute(query, asked)]
    return _each_once(_document(row) for row in found)


def is_open(acces: FromClause, known_at: str | None = None) -> ColumnElement[bool]:
    """Given access rows, return the condition "opens something to :tiers at :at"."""
    return and_(
        acces.c.tiers == TIERS,
        known_then(acces, known_at),
        _since(acces.c.du, AT),
        _before(AT, acces.c.jusqu_au),
    )


def is_shown(
    publication: FromClause, acces: FromClause, known_at: str | None = None
) -> ColumnElement[bool]:
    """Given documents and open access rows, return the condition "shown through it at :at".

    With `is_open` it is all of R-041: scope, state, instants, window and binder.
    """
    return and_(
        publication.c.visible_du <= AT,
        _before(AT, publication.c.visible_jusqu_au),
        is_reached(publication, acces, known_at),
    )


def is_reached(
    publication: FromClause, acces: FromClause, known_at: str | None = None
) -> ColumnElement[bool]:
    """Given documents and access rows, return `is_shown` without its instants."""
    return and_(
        publication.c.cible == acces.c.cible,
        publication.c.portee == acces.c.portee,
        publication.c.etat == PUBLIEE,
        publication.c.contenu.is_not(None),
        _since(acces.c.traite_depuis, publication.c.traite_le),
        _before(publication.c.traite_le, acces.c.traite_jusqu_au),
        _is_ticked(publication, acces, known_at),
    )


def _queries(known_at: str | None) -> Iterator[Query]:
    """Yield what was true and still is, then what was true then: each has its index."""
    still = _PUBLICATION.c.connu_jusqu_au.is_(None)
    if known_at is None:
        yield _query(None).where(still)
    else:
        began = _PUBLICATION.c.connu_du <= known_at
        yield _query(known_at).where(began, still)
        yield _query(known_at).where(began, _PUBLICATION.c.connu_jusqu_au > known_at)


def _query(known_at: str | None) -> Query:
    """`acces ⋈ publication ⋈ droits` (architecture, "From facts to what people see"; R-041)."""
    columns = [
        (_ACCES if name in _ACCES.c else _PUBLICATION).c[name] for name in VisibleDocument._fields
    ]
    joined = is_shown(_PUBLICATION, _ACCES, known_at)
    return select(*columns).join_from(_ACCES, _PUBLICATION, joined).where(is_open(_ACCES, known_at))


def _is_ticked(
    publication: FromClause, acces: FromClause, known_at: str | None
) -> ColumnElement[bool]:
    """`IS TRUE` keeps PostgreSQL from joining: it would then sort what the index has in order."""
    box = tuple_(publication.c.classeur, acces.c.niveau)
    ticked = select(_DROITS.c.classeur, _DROITS.c.niveau).where(known_then(_DROITS, known_at))
    return box.in_(ticked).is_(true())


def _since(start: ColumnElement[str], moment: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(start.is_(None), start <= moment)


def _before(moment: ColumnElement[str], end: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(end.is_(None), end > moment)


def _document(row: Found) -> VisibleDocument:
    found = VisibleDocument(*row)
    return found._replace(rangement=tuple(json.loads(str(found.rangement))))


def _each_once(found: Iterable[VisibleDocument]) -> list[VisibleDocument]:
    first: dict[str, VisibleDocument] = {}
    for row in sorted(found, key=_order):
        first.setdefault(row.document, row)
    return list(first.values())


def _order(row: VisibleDocument) -> tuple[str, ...]:
    return (
        *(row.document, row.compte, row.niveau, row.portee, row.cible),
        *(row.espace, row.par_tiers, row.contenu),
    )
