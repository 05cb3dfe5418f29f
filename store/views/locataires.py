"""A landlord's tenants, and who occupied his units.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, and_, case, func, select

from store.models.comptes import Bail, Compte, Titulaire
from store.models.liens import Location, Occupation
from store.models.patrimoine import Lot
from store.tables import Query, table_of
from store.views.colonnes import IMMEUBLE, NOM, QUAND, QUI, columns
from store.views.portees import comptes_rows, devise, ends, persons, with_holders
from store.views.view import (
    TOUJOURS_AU,
    View,
    entite_of,
    in_force,
    is_on,
    is_record,
    own_value,
    since,
    true_now,
    until,
)


def _locataires() -> Query:
    """R-107: while the lease runs under his mandate; and after, while the tenant owes.

    What closes the tenant's own account changes nothing of it.
    """
    a, x, t, f = comptes_rows(), table_of(Location), persons(), ends()
    h, lot, bail, solde = table_of(Titulaire), table_of(Lot), table_of(Bail), balance(x)
    stays = func.coalesce(f.c.jusqu_au, TOUJOURS_AU) >= x.c.jusqu_au
    owes = and_(solde != 0, x.c.jusqu_au.is_not(None), stays)
    query = (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, x.c.du),
            until(
                a.c.jusqu_au,
                case((owes, x.c.suivi_jusqu_au), else_=x.c.jusqu_au),
                case((owes, None), else_=f.c.jusqu_au),
            ),
            x.c.locataire,
            x.c.immeuble,
            x.c.lot,
            lot.c.numero,
            lot.c.type,
            t.c.id.label("personne"),
            *columns(t, NOM),
            bail.c.entree,
            bail.c.sortie,
            solde.label("solde"),
            devise(entite_of(x.c.locataire)),
        )
        .distinct()
        .join_from(a, x, and_(x.c.compte == a.c.cible, true_now(x)))
        .join(bail, and_(is_record(bail, x.c.bail), in_force(bail, "baux", "id")))
        .join(lot, and_(is_record(lot, x.c.lot), in_force(lot, "lots", "id")))
        .where(a.c.espace == "proprietaire", is_shown_to_landlord(x))
    )
    return with_holders(query, x.c.locataire, h, t, f)


def _occupations() -> Query:
    """R-108: names, nothing else; the tenant's own account may long be closed."""
    a, x, t, lot = comptes_rows(), table_of(Occupation), persons(), table_of(Lot)
    return (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, x.c.du),
            until(a.c.jusqu_au, x.c.jusqu_au),
            x.c.immeuble,
            x.c.lot,
            lot.c.numero,
            lot.c.type,
            t.c.id.label("personne"),
            *columns(t, NOM),
        )
        .join_from(a, x, and_(x.c.compte == a.c.cible, true_now(x)))
        .join(lot, and_(is_record(lot, x.c.lot), in_force(lot, "lots", "id")))
        .join(t, and_(t.c.id == x.c.tiers, in_force(t, "tiers", "id")))
        .where(a.c.espace == "proprietaire", is_on("finances", "gerance", a.c.cible))
    )


def balance(x: FromClause) -> ColumnElement[int | None]:
    """Return a tenant's balance; nothing where it is of another landlord's units too."""
    c = table_of(Compte).alias()
    known = select(c.c.solde).where(is_record(c, x.c.locataire), in_force(c, "comptes", "id"))
    return case((x.c.solde_propre, known.scalar_subquery()))


def is_shown_to_landlord(x: FromClause) -> ColumnElement[bool]:
    """Given leases under mandates, return the condition "of a tenant whose account he sees".

    R-023: his own account's value decides; a tenant's account may be kept out of it.
    """
    kept_out = own_value("comptes_locataires", "gerance", x.c.locataire).is_(False)
    return and_(
        is_on("finances", "gerance", x.c.compte),
        is_on("comptes_locataires", "gerance", x.c.compte),
        func.coalesce(~kept_out, True),
    )


_LOT = {
    **IMMEUBLE,
    "lot": "entite/id",
    "numero": "of the unit",
    "type": "of the unit",
    "personne": "the tenant",
    **NOM,
}
VIEWS = (
    View(
        "portail_locataires",
        "Finances – mes locataires: one row per tenant and unit",
        "R-107",
        _locataires,
        {
            **QUI,
            **QUAND,
            "locataire": "the tenant's account, entite/id",
            **_LOT,
            "entree": "the first day of the lease",
            "sortie": "its last day",
            "solde": "of the tenant's account, in minor units; NULL: not this landlord's alone",
            "devise": "",
        },
    ),
    View(
        "portail_occupations",
        "Finances – occupation des lots au 1er janvier: a unit without a row was vacant",
        "R-108",
        _occupations,
        {
            **QUI,
            **QUAND,
            **_LOT,
        },
    ),
)
