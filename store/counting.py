"""How many documents are in each state, and how many show where, at an instant.

Each count looks at all of them.
Touches: the store, through the connection that it is given.
"""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from store.history import known_then
from store.models.derives import Publication
from store.tables import table_of

_PUBLICATION = table_of(Publication)

EXPIRE, A_VENIR = "expire", "a_venir"
"""What a published row is before and after its time, when somebody asks at an instant."""
RANGS = ("publiee", A_VENIR, EXPIRE, "retenue", "attend_fichier", "attend_rendu", "retiree")
"""The states of a document, that which counts first: one that shows to one account is published."""


class Shown(NamedTuple):
    """How many documents of one scope and one binder show at an instant."""

    portee: str | None
    cible: str | None
    classeur: str | None
    nombre: int


def etats(connection: Connection, now: str) -> dict[str, int]:
    """Given an instant, return how many documents are in each state then; it counts them all.

    One that was purged is none.
    """
    rank = case(*((_is(etat, now), place) for place, etat in enumerate(RANGS)), else_=len(RANGS))
    each = (
        select(func.min(rank).label("rang"))
        .where(known_then(_PUBLICATION, None), _PUBLICATION.c.etat.in_(_stored()))
        .group_by(_PUBLICATION.c.document)
        .subquery()
    )
    counts = connection.execute(select(each.c.rang, func.count()).group_by(each.c.rang))
    return {RANGS[rang]: number for rang, number in counts}


def shown(connection: Connection, now: str) -> list[Shown]:
    """Given an instant, count the documents of one scope that nothing hides then; it looks at all.

    Those of several scopes are left out: whoever counts readers would count some of them twice.
    """
    of_one = (func.min(_PUBLICATION.c[name]).label(name) for name in Shown._fields[:-1])
    each = (
        select(*of_one, func.count().label("lignes"), func.min(_is_then(now)).label("montre"))
        .where(known_then(_PUBLICATION, None))
        .group_by(_PUBLICATION.c.document)
        .subquery()
    )
    places = [each.c[name] for name in Shown._fields[:-1]]
    query = select(*places, func.count()).where(each.c.lignes == 1, each.c.montre == 1)
    rows = connection.execute(query.group_by(*places))
    return [Shown._make(row) for row in rows]


def _is_then(now: str) -> ColumnElement[int]:
    is_dated = _PUBLICATION.c.visible_du.is_not(None)
    return case((and_(_is(RANGS[0], now), is_dated), 1), else_=0)


def _stored() -> tuple[str, ...]:
    return tuple(etat for etat in RANGS if etat not in {EXPIRE, A_VENIR})


def _is(etat: str, now: str) -> ColumnElement[bool]:
    du, until = _PUBLICATION.c.visible_du, _PUBLICATION.c.visible_jusqu_au
    published = _PUBLICATION.c.etat == RANGS[0]
    is_over = and_(until.is_not(None), until <= now)
    is_early = and_(du.is_not(None), du > now)
    if etat == EXPIRE:
        return and_(published, is_over)
    if etat == A_VENIR:
        return and_(published, is_early, or_(until.is_(None), until > now))
    if etat == RANGS[0]:
        return and_(published, or_(du.is_(None), du <= now), or_(until.is_(None), until > now))
    return _PUBLICATION.c.etat == etat
