"""The co-owners of a building who owe it money, for its council.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, and_, case, func, select

from store.models.comptes import Compte, Titulaire
from store.models.organisation import Entite
from store.models.patrimoine import Fiche
from store.models.personnes import Tiers
from store.tables import Query, table_of
from store.views.buildings import buildings, of_council, owners
from store.views.colonnes import DEVISE, QUAND
from store.views.view import View, in_force, is_on, is_record, ref, since, until

_MANY = 1_000_000
"""More than an account has holders."""


def _debiteurs() -> Query:
    """R-102: every account with a unit there then and a debit balance, published or not."""
    a, owner = buildings(of_council), owners()
    compte, fiche, tiers = table_of(Compte), table_of(Fiche), table_of(Tiers)
    entite, holder, other = table_of(Entite), table_of(Titulaire), table_of(Titulaire).alias()
    first = select(func.min(_rank(other, fiche))).where(_holds(other, compte)).scalar_subquery()
    his = and_(
        fiche.c.entite == compte.c.entite,
        fiche.c.compte == compte.c.id,
        in_force(fiche, "fiches_coproprietaires", "id"),
    )
    return (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, owner.c.du),
            until(a.c.jusqu_au, owner.c.jusqu_au),
            a.c.cible.label("immeuble"),
            ref(compte).label("debiteur"),
            compte.c.numero,
            tiers.c.civilite,
            tiers.c.nom,
            tiers.c.prenom,
            compte.c.solde,
            entite.c.devise,
        )
        .join_from(a, owner, owner.c.immeuble == a.c.cible)
        .join(compte, and_(is_record(compte, owner.c.compte), in_force(compte, "comptes", "id")))
        .join(fiche, his)
        .join(entite, entite.c.id == compte.c.entite)
        .join(holder, and_(_holds(holder, compte), _rank(holder, fiche) == first))
        .join(tiers, tiers.c.id == holder.c.tiers, isouter=True)
        .where(compte.c.solde > 0, is_on("debiteurs", "syndic", a.c.cible))
    )


def _holds(holder: FromClause, compte: FromClause) -> ColumnElement[bool]:
    return and_(holder.c.entite == compte.c.entite, holder.c.compte == compte.c.id)


def _rank(holder: FromClause, fiche: FromClause) -> ColumnElement[int]:
    """Return what is least for the holder who is named: the correspondent, else who stays."""
    is_other = case((holder.c.tiers == fiche.c.correspondant, 0), else_=2 * _MANY)
    is_former = case((holder.c.au.is_(None), 0), else_=_MANY)
    return is_other + is_former + holder.c.rang


VIEWS = (
    View(
        "portail_debiteurs",
        "CS, comptes débiteurs: the accounts of a building that owe money",
        "R-102",
        _debiteurs,
        {
            "tiers": "who looks: a member of the council",
            "compte": "through which account",
            **QUAND,
            "immeuble": "entite/id",
            "debiteur": "the account that owes, entite/id",
            "numero": "its number in the ledger",
            "civilite": "of its correspondent, else of its first holder",
            "nom": "",
            "prenom": "",
            "solde": "what it owes, in minor units: more than 0",
            **DEVISE,
        },
    ),
)
