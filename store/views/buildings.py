"""Who reaches which building of the syndic's, and which account: each instant once.

A person may reach one building through several accounts, levels and persons at the same time; a
view that joins these rows has one row for him all the same.
Touches: nothing.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, select

from store.models.derives import Acces, Rattachement
from store.tables import table_of
from store.views.view import CONSEIL, since, true_now, until

Condition = Callable[[FromClause], ColumnElement[bool]]


def buildings(*conditions: Condition) -> FromClause:
    """Return who reaches which building as co-owner, of the council or not, since and until when.

    With conditions on the access rows (on their level, say), only those count. An instant of a
    person and a building is in one row, which tells one of the accounts that lead there.
    """
    acces = table_of(Acces)
    rows = (
        select(acces.c.tiers, acces.c.compte, acces.c.cible, acces.c.ligne, *_times(acces))
        .where(true_now(acces), acces.c.portee == "immeuble", acces.c.espace == "coproprietaire")
        .where(*(condition(acces) for condition in conditions))
        .subquery()
    )
    return once(rows, "tiers", "cible")


def of_council(acces: FromClause) -> ColumnElement[bool]:
    """Given access rows, return the condition "of the building's council" (R-083)."""
    return acces.c.niveau.in_(CONSEIL)


def accounts(espace: str) -> FromClause:
    """Given a space, return who reaches which of its accounts, since and until when, once."""
    acces = table_of(Acces)
    rows = (
        select(acces.c.tiers, acces.c.compte, acces.c.ligne, *_times(acces))
        .where(true_now(acces), acces.c.portee == "compte")
        .where(acces.c.espace == espace, acces.c.niveau == espace)
        .subquery()
    )
    return once(rows, "tiers", "compte")


def holdings() -> FromClause:
    """Return the units of each co-owner's account, since and until when, once."""
    ties = table_of(Rattachement)
    rows = (
        select(ties.c.compte, ties.c.lot, ties.c.immeuble, ties.c.ligne, *_times(ties))
        .where(true_now(ties), ties.c.genre == "coproprietaire")
        .subquery()
    )
    return once(rows, "compte", "lot")


def once(rows: FromClause, *same: str) -> FromClause:
    """Given rows with `du` and `jusqu_au`, cut those that agree so that no two hold at one instant.

    A row gives way to those that began before it: it begins when the last of these is over.
    """
    earlier = rows.alias()
    begins_before = or_(
        earlier.c.du < rows.c.du,
        and_(earlier.c.du == rows.c.du, earlier.c.compte < rows.c.compte),
        and_(
            earlier.c.du == rows.c.du,
            earlier.c.compte == rows.c.compte,
            earlier.c.ligne < rows.c.ligne,
        ),
    )
    over = (
        select(func.max(earlier.c.jusqu_au))
        .where(*(earlier.c[name] == rows.c[name] for name in same), begins_before)
        .scalar_subquery()
    )
    kept = [column for column in rows.c if column.name not in {"du", "jusqu_au", "ligne"}]
    begin = case((over > rows.c.du, over), else_=rows.c.du)
    return (
        select(*kept, begin.label("du"), rows.c.jusqu_au).where(begin < rows.c.jusqu_au).subquery()
    )


def _times(rows: FromClause) -> tuple[ColumnElement[str], ColumnElement[str]]:
    return since(rows.c.du), until(rows.c.jusqu_au)
