"""What a person reaches, once: several accounts, levels and masters may lead to the same thing.

Of the rows that reach it, the first is there while it lasts, the next ones only for the time that
is left: so at each instant there is one, and a view that joins it shows nothing twice.
Touches: nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, and_, func, select, true, tuple_

from store.models.comptes import Compte
from store.models.derives import Acces, Rattachement
from store.models.liens import FinTitulaire
from store.models.organisation import Entite
from store.models.personnes import Tiers
from store.tables import Query, table_of
from store.views.view import (
    CONSEIL,
    TOUJOURS_AU,
    TOUJOURS_DU,
    entite_of,
    in_force,
    is_record,
    since,
    true_now,
    until,
)

Condition = Callable[[FromClause], ColumnElement[bool]]
Keys = Callable[[FromClause], Sequence[ColumnElement[str]]]
End = Callable[[FromClause], ColumnElement[str]]


def comptes_rows(name: str = "a") -> FromClause:
    """Return each account of each person, in its own space, once."""
    return reached(
        lambda acces: and_(acces.c.portee == "compte", acces.c.niveau == acces.c.espace),
        lambda acces: (acces.c.cible,),
        name,
    )


def immeubles_rows(name: str = "a") -> FromClause:
    """Return each building that each person reaches, once in each space."""
    return reached(
        lambda acces: acces.c.portee == "immeuble",
        lambda acces: (acces.c.cible, acces.c.espace),
        name,
    )


def immeubles_des_comptes_rows(name: str = "a") -> FromClause:
    """Return each building that each person reaches through each of his accounts, once."""
    return reached(
        lambda acces: acces.c.portee == "immeuble",
        lambda acces: (acces.c.cible, acces.c.compte),
        name,
    )


def coproprietes_rows(name: str = "a") -> FromClause:
    """Return each building in which each person is a co-owner, once."""
    return reached(
        lambda acces: and_(acces.c.portee == "immeuble", acces.c.espace == "coproprietaire"),
        lambda acces: (acces.c.cible,),
        name,
    )


def conseils_rows(name: str = "a") -> FromClause:
    """Return each building of whose council each person is, once."""
    return reached(
        lambda acces: and_(acces.c.portee == "immeuble", acces.c.niveau.in_(CONSEIL)),
        lambda acces: (acces.c.cible,),
        name,
    )


def conseils_entites_rows(name: str = "a") -> FromClause:
    """Return each entity of one of whose councils each person is, once; `cible` is a building."""
    return reached(
        lambda acces: and_(acces.c.portee == "immeuble", acces.c.niveau.in_(CONSEIL)),
        lambda acces: (entite_of(acces.c.cible),),
        name,
    )


def unites_rows(name: str = "r") -> FromClause:
    """Return each unit of each account, once: leases and holdings of it may overlap."""
    return once(
        table_of(Rattachement),
        name,
        keys=lambda lien: (lien.c.compte, lien.c.lot, lien.c.genre),
        columns=("compte", "lot", "immeuble", "genre", "titre"),
    )


def with_holders(
    query: Query,
    compte: ColumnElement[str],
    titulaires: FromClause,
    tiers: FromClause,
    fins: FromClause,
) -> Query:
    """Given a query and a ref of an account, join its holders: persons, and when each is none."""
    comptes = table_of(Compte).alias()
    ended = and_(fins.c.compte == compte, fins.c.tiers == tiers.c.id, true_now(fins))
    return (
        query.join(comptes, and_(is_record(comptes, compte), in_force(comptes, "comptes", "id")))
        .join(
            titulaires,
            and_(titulaires.c.entite == comptes.c.entite, titulaires.c.compte == comptes.c.id),
        )
        .join(tiers, and_(tiers.c.id == titulaires.c.tiers, in_force(tiers, "tiers", "id")))
        .join(fins, ended, isouter=True)
    )


def devise(entite: ColumnElement[str]) -> ColumnElement[str]:
    """Given entities, return the currency of each."""
    entites = table_of(Entite).alias()
    known = select(entites.c.devise).where(entites.c.id == entite)
    return known.scalar_subquery().label("devise")


def persons(name: str = "t") -> FromClause:
    """Return the table of persons."""
    return table_of(Tiers).alias(name)


def ends(name: str = "f") -> FromClause:
    """Return the table of when holders are none any more."""
    return table_of(FinTitulaire).alias(name)


def reached(wanted: Condition, keys: Keys, name: str) -> FromClause:
    """Return the access rows that are wanted, one at each instant for a person and those keys."""
    return once(
        table_of(Acces),
        name,
        wanted=wanted,
        keys=lambda acces: (acces.c.tiers, *keys(acces)),
        columns=("tiers", "par_tiers", "compte", "espace", "cible", "niveau"),
        order=("compte",),
    )


def once(  # noqa: PLR0913  a mechanism, all by name
    rows: Table,
    name: str,
    *,
    keys: Keys,
    columns: Sequence[str],
    wanted: Condition = lambda _: true(),
    order: Sequence[str] = (),
    end: End = lambda row: row.c.jusqu_au,
) -> FromClause:
    """Given a derived table, return its rows that are wanted, one at each instant for their keys.

    The first to begin is there while it lasts, then in `order`; what comes after has what is left.
    `end` says until when a row lasts.
    """
    row, other = (rows.alias(f"{name}_{each}") for each in (rows.name, "avant"))
    earlier = (
        select(func.max(func.coalesce(end(other), TOUJOURS_AU)))
        .where(*(one == two for one, two in zip(keys(other), keys(row), strict=True)))
        .where(true_now(other), wanted(other), _place(other, order) < _place(row, order))
        .scalar_subquery()
    )
    du, jusqu_au = since(row.c.du, earlier), until(end(row))
    return (
        select(*(row.c[each] for each in columns), du, jusqu_au)
        .where(true_now(row), wanted(row), du.element < jusqu_au.element)
        .subquery(name)
    )


def _place(row: FromClause, order: Sequence[str]) -> ColumnElement[Any]:
    """Return what orders rows: by beginning, then by those columns."""
    first = func.coalesce(row.c.du, TOUJOURS_DU)
    return tuple_(first, *(row.c[each] for each in order), row.c.ligne)
