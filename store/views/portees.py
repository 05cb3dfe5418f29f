"""What a person reaches, once: several accounts, levels and masters may lead to the same thing.

Of the rows that reach it, the first is there while it lasts, the next ones only for the time that
is left: so at each instant there is one, and a view that joins it shows nothing twice.
Touches: nothing.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, FromClause, and_, func, select, tuple_

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
    lien, other = (table_of(Rattachement).alias(f"{name}_{each}") for each in ("lien", "avant"))
    earlier = (
        select(func.max(func.coalesce(other.c.jusqu_au, TOUJOURS_AU)))
        .where(other.c.compte == lien.c.compte, true_now(other))
        .where(other.c.lot == lien.c.lot, other.c.genre == lien.c.genre)
        .where(_began(other) < _began(lien))
        .scalar_subquery()
    )
    du, jusqu_au = since(lien.c.du, earlier), until(lien.c.jusqu_au)
    kept = (lien.c[each] for each in ("compte", "lot", "immeuble", "genre", "titre"))
    return (
        select(*kept, du, jusqu_au)
        .where(true_now(lien), du.element < jusqu_au.element)
        .subquery(name)
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
    acces, other = (table_of(Acces).alias(f"{name}_{each}") for each in ("acces", "avant"))
    earlier = (
        select(func.max(func.coalesce(other.c.jusqu_au, TOUJOURS_AU)))
        .where(other.c.tiers == acces.c.tiers, true_now(other), wanted(other))
        .where(*(one == two for one, two in zip(keys(other), keys(acces), strict=True)))
        .where(_place(other) < _place(acces))
        .scalar_subquery()
    )
    du, jusqu_au = since(acces.c.du, earlier), until(acces.c.jusqu_au)
    return (
        select(
            acces.c.tiers,
            acces.c.par_tiers,
            acces.c.compte,
            acces.c.espace,
            acces.c.cible,
            acces.c.niveau,
            du,
            jusqu_au,
        )
        .where(true_now(acces), wanted(acces), du.element < jusqu_au.element)
        .subquery(name)
    )


def _began(lien: FromClause) -> ColumnElement[tuple[str, int]]:
    return tuple_(func.coalesce(lien.c.du, TOUJOURS_DU), lien.c.ligne)


def _place(acces: FromClause) -> ColumnElement[tuple[str, str, int]]:
    """Return what orders access rows: by beginning, then account."""
    return tuple_(func.coalesce(acces.c.du, TOUJOURS_DU), acces.c.compte, acces.c.ligne)
