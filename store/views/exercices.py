"""The accounting years that screens of a building look at.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, cast, func, or_, select

from store.models.comptabilite import Exercice
from store.tables import table_of
from store.views.view import TOUJOURS_AU, in_force

RECENTS = 2


def years() -> FromClause:
    """Return the years that have an effect."""
    exercice = table_of(Exercice)
    return (
        select(
            exercice.c.entite,
            exercice.c.id,
            exercice.c.immeuble.label("id_immeuble"),
            exercice.c.du,
            exercice.c.au,
            exercice.c.clos,
        )
        .where(in_force(exercice, "exercices", "id"))
        .subquery()
    )


def open_years() -> FromClause:
    """Return the two newest years of each building that are not closed (R-101)."""
    found, newer = years(), years()
    after = or_(newer.c.du > found.c.du, and_(newer.c.du == found.c.du, newer.c.id > found.c.id))
    others = select(func.count()).where(_of_same(newer, found), ~newer.c.clos, after)
    return select(found).where(~found.c.clos, others.scalar_subquery() < RECENTS).subquery()


def current_years() -> FromClause:
    """Return each year while it is its building's latest that began, with the one before it.

    A year begins, here, with its first day in UTC (R-103). `precedent` is NULL for the first year.
    """
    found, later, earlier = years(), years(), years()
    end = select(func.min(_beginning(later))).where(_of_same(later, found), later.c.du > found.c.du)
    before = (
        select(earlier.c.id)
        .where(_of_same(earlier, found), earlier.c.du < found.c.du)
        .order_by(earlier.c.du.desc(), earlier.c.id.desc())
        .limit(1)
    )
    is_doubled = select(func.count()).where(
        _of_same(twin := years(), found), twin.c.du == found.c.du, twin.c.id > found.c.id
    )
    return (
        select(
            found,
            before.scalar_subquery().label("precedent"),
            _beginning(found).label("debut"),
            func.coalesce(end.scalar_subquery(), TOUJOURS_AU).label("fin"),
        )
        .where(is_doubled.scalar_subquery() == 0)
        .subquery()
    )


def entite_of(rows: FromClause) -> ColumnElement[str]:
    """Given rows, return their entity in words that make a database seek by it after them.

    Equal to the column alone, it would be known from the building already: of that entity, the
    database would then read every expense.
    """
    return rows.c.entite + ""


def _beginning(year: FromClause) -> ColumnElement[str]:
    return cast(year.c.du, String) + "T00:00:00.000Z"


def _of_same(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(one.c.entite == other.c.entite, one.c.id_immeuble == other.c.id_immeuble)
