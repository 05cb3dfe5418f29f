"""What a person sees: access, publication and rights joined, instants compared, nothing decided.

Touches: the store, through the connection that it is given.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from store.history import known_then
from store.models.derives import Acces, Droit, Publication
from store.tables import Found, Query, table_of

PUBLIEE = "publiee"
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
    rows = connection.execute(_query(tiers, at, known_at))
    return _each_once(_document(row) for row in rows)


def _query(tiers: str, at: str, known_at: str | None) -> Query:
    """`acces ⋈ publication ⋈ droits` (architecture, "From facts to what people see"; R-041)."""
    columns = [
        (_ACCES if name in _ACCES.c else _PUBLICATION).c[name] for name in VisibleDocument._fields
    ]
    return (
        select(*columns)
        .join_from(_ACCES, _PUBLICATION, _same_scope())
        .join(_DROITS, _ticked())
        .where(_ACCES.c.tiers == tiers, _PUBLICATION.c.etat == PUBLIEE)
        .where(_PUBLICATION.c.contenu.is_not(None), _PUBLICATION.c.visible_du <= at)
        .where(_before(at, _PUBLICATION.c.visible_jusqu_au))
        .where(_since(_ACCES.c.du, at), _before(at, _ACCES.c.jusqu_au))
        .where(_since(_ACCES.c.traite_depuis, _PUBLICATION.c.traite_le))
        .where(_before(_PUBLICATION.c.traite_le, _ACCES.c.traite_jusqu_au))
        .where(*(known_then(rows, known_at) for rows in (_ACCES, _PUBLICATION, _DROITS)))
    )


def _same_scope() -> ColumnElement[bool]:
    return and_(_PUBLICATION.c.cible == _ACCES.c.cible, _PUBLICATION.c.portee == _ACCES.c.portee)


def _ticked() -> ColumnElement[bool]:
    return and_(_DROITS.c.classeur == _PUBLICATION.c.classeur, _DROITS.c.niveau == _ACCES.c.niveau)


def _since(start: ColumnElement[str], moment: str | ColumnElement[str]) -> ColumnElement[bool]:
    return or_(start.is_(None), start <= moment)


def _before(moment: str | ColumnElement[str], end: ColumnElement[str]) -> ColumnElement[bool]:
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
