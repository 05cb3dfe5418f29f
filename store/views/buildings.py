"""Who reaches which building of the syndic's, and which accounts have units there: each once.

Touches: nothing.
"""

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    exists,
    func,
    select,
    union_all,
)

from store.models.derives import Rattachement
from store.tables import table_of
from store.views.portees import Condition, once, reached
from store.views.view import CONSEIL


def buildings(*conditions: Condition, name: str = "a") -> FromClause:
    """Return who reaches which building as co-owner, of the council or not, since and until when.

    With conditions on the access rows (on their level, say), only those count. An instant of a
    person and a building is in one row, which tells one of the accounts that lead there.
    """

    def wanted(acces: FromClause) -> ColumnElement[bool]:
        own = (condition(acces) for condition in conditions)
        return and_(acces.c.portee == "immeuble", acces.c.espace == "coproprietaire", *own)

    return reached(wanted, lambda acces: (acces.c.cible,), name)


def of_council(acces: FromClause) -> ColumnElement[bool]:
    """Given access rows, return the condition "of the building's council" (R-083)."""
    return acces.c.niveau.in_(CONSEIL)


def accounts(name: str = "a") -> FromClause:
    """Return who reaches which co-owner's account, since and until when, each instant once."""
    return reached(
        lambda acces: and_(
            acces.c.portee == "compte",
            acces.c.espace == "coproprietaire",
            acces.c.niveau == "coproprietaire",
        ),
        lambda acces: (acces.c.cible,),
        name,
    )


def owners(*of: str) -> FromClause:
    """Return the accounts of co-owners with a unit in a building, since and until when, once.

    With `lot` among the columns, once for each unit; published or not.
    """
    columns = ("compte", "immeuble", *of)
    return once(
        table_of(Rattachement),
        "owners",
        wanted=lambda lien: lien.c.genre == "coproprietaire",
        keys=lambda lien: [lien.c[name] for name in columns],
        columns=columns,
    )


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
