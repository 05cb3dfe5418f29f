"""The accounting years that screens of a building look at.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, cast, func, or_, select

from store.models.comptabilite import Exercice
from store.tables import table_of
from store.views.view import TOUJOURS_AU, in_force

RECENTS = 2


def open_years() -> FromClause:
    """Return the two newest years of each building that are not closed (R-101)."""
    year, newer = _years(), _years()
    after = or_(newer.c.du > year.c.du, and_(newer.c.du == year.c.du, newer.c.id > year.c.id))
    others = select(func.count()).where(_of_same(newer, year), ~newer.c.clos, after)
    return (
        select(year.c.entite, year.c.id, year.c.immeuble, year.c.du, year.c.au)
        .where(_counts(year), ~year.c.clos, others.scalar_subquery() < RECENTS)
        .subquery()
    )


def current_years() -> FromClause:
    """Return each year while it is its building's latest that began, with the one before it.

    A year begins, here, with its first day in UTC (R-103). `precedent` is NULL for the first year.
    """
    year, later, earlier, twin = (_years() for _ in range(4))
    end = select(func.min(_beginning(later))).where(_of_same(later, year), later.c.du > year.c.du)
    before = (
        select(earlier.c.id)
        .where(_of_same(earlier, year), earlier.c.du < year.c.du)
        .order_by(earlier.c.du.desc(), earlier.c.id.desc())
        .limit(1)
    )
    its_id = twin.c.id + ""  # as a column, it would be sought by it: all years of the entity
    doubles = select(func.count()).where(
        _of_same(twin, year), twin.c.du == year.c.du, its_id > year.c.id
    )
    return (
        select(
            year.c.entite,
            year.c.id,
            year.c.immeuble,
            before.scalar_subquery().label("precedent"),
            _beginning(year).label("debut"),
            func.coalesce(end.scalar_subquery(), TOUJOURS_AU).label("fin"),
        )
        .where(_counts(year), doubles.scalar_subquery() == 0)
        .subquery()
    )


def _years() -> FromClause:
    return table_of(Exercice).alias()


def _counts(year: FromClause) -> ColumnElement[bool]:
    return in_force(year, "exercices", "id")


def _beginning(year: FromClause) -> ColumnElement[str]:
    return cast(year.c.du, String) + "T00:00:00.000Z"


def _of_same(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Return the condition "of the same building", of years that count."""
    same = and_(one.c.entite == other.c.entite, one.c.immeuble == other.c.immeuble)
    return and_(same, _counts(one))
