"""Who reaches which building of the syndic's, which account, which unit: each instant once.

A person may reach one building through several accounts, levels and persons at the same time; a
view that joins these rows has one row for him all the same.
Touches: nothing.
"""

from collections.abc import Callable

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)

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


def accounts() -> FromClause:
    """Return who reaches which co-owner's account, since and until when, each instant once."""
    acces = table_of(Acces)
    rows = (
        select(acces.c.tiers, acces.c.compte, acces.c.ligne, *_times(acces))
        .where(true_now(acces), acces.c.portee == "compte")
        .where(acces.c.espace == "coproprietaire", acces.c.niveau == "coproprietaire")
        .subquery()
    )
    return once(rows, "tiers", "compte")


def owners(*of: str) -> FromClause:
    """Return the accounts of co-owners with a unit in a building, since and until when, once.

    With `lot` among the columns, once for each unit; published or not.
    """
    ties = table_of(Rattachement)
    columns = ("compte", "immeuble", *of)
    rows = (
        select(*(ties.c[name] for name in columns), ties.c.ligne, *_times(ties))
        .where(true_now(ties), ties.c.genre == "coproprietaire")
        .subquery()
    )
    return once(rows, *columns)


def once(rows: FromClause, *same: str) -> FromClause:
    """Given rows with `du` and `jusqu_au`, cut those that agree so that no two hold at one instant.

    A row gives way to those that began before it: it begins when the last of these is over.
    """
    earlier = rows.alias()
    is_first = or_(
        earlier.c.du < rows.c.du,
        and_(
            earlier.c.du == rows.c.du,
            or_(
                earlier.c.compte < rows.c.compte,
                and_(earlier.c.compte == rows.c.compte, earlier.c.ligne < rows.c.ligne),
            ),
        ),
    )
    over = select(func.max(earlier.c.jusqu_au)).where(
        *(earlier.c[name] == rows.c[name] for name in same), is_first
    )
    known = select(rows, over.scalar_subquery().label("over")).subquery()
    kept = [c for c in known.c if c.name not in {"du", "jusqu_au", "ligne", "over"}]
    begin = case((known.c.over > known.c.du, known.c.over), else_=known.c.du)
    cut = select(*kept, begin.label("du"), known.c.jusqu_au).where(begin < known.c.jusqu_au)
    return cut.subquery()


def besides(rows: FromClause, others: FromClause) -> FromClause:
    """Given reaches of buildings, return the first without the instants that are in the second.

    What is left of a row begins with it, or where one of the others ends.
    """

    def there(each: FromClause) -> ColumnElement[bool]:
        return and_(each.c.tiers == rows.c.tiers, each.c.cible == rows.c.cible)

    columns = (rows.c.tiers, rows.c.compte, rows.c.cible)
    inside = and_(others.c.jusqu_au > rows.c.du, others.c.jusqu_au < rows.c.jusqu_au)
    starts = union_all(
        select(*columns, rows.c.du, rows.c.jusqu_au),
        select(*columns, others.c.jusqu_au.label("du"), rows.c.jusqu_au).join_from(
            rows, others, and_(there(others), inside)
        ),
    ).subquery()
    covering, following = others.alias(), others.alias()

    def same(each: FromClause) -> ColumnElement[bool]:
        return and_(each.c.tiers == starts.c.tiers, each.c.cible == starts.c.cible)

    is_covered = exists().where(
        same(covering), covering.c.du <= starts.c.du, covering.c.jusqu_au > starts.c.du
    )
    then = (
        select(func.min(following.c.du))
        .where(same(following), following.c.du > starts.c.du)
        .scalar_subquery()
    )
    end = case((then < starts.c.jusqu_au, then), else_=starts.c.jusqu_au)
    return (
        select(starts.c.tiers, starts.c.compte, starts.c.cible, starts.c.du, end.label("jusqu_au"))
        .where(~is_covered)
        .subquery()
    )


def _times(rows: FromClause) -> tuple[ColumnElement[str], ColumnElement[str]]:
    return since(rows.c.du), until(rows.c.jusqu_au)
