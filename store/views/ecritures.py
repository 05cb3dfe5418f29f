"""The screen of an account: its balance and its lines; and a landlord's view of his tenants'.

What is shown of an account are its lines, and those of its listed entries that no row hides (ADR
11): both are read by the account's own indexes.
Touches: nothing.
"""

from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)

from store.models.comptabilite import Ecriture
from store.models.comptes import Compte
from store.models.derives import EcritureMasquee, LigneDeCompte
from store.tables import Query, table_of
from store.views.colonnes import DEVISE, QUAND, QUI
from store.views.locataires import is_shown_to_landlord
from store.views.places import place_of
from store.views.portees import comptes_rows, devise
from store.views.suivis import followed_rows, is_under_mandate
from store.views.view import (
    View,
    entite_of,
    in_force,
    is_record,
    ref,
    since,
    true_now,
    until,
)

_LINE = ("date", "rang", "libelle", "debit", "credit", "sous_compte", "rubrique", "journal")


class _Lines(NamedTuple):
    """The lines of accounts: how they are joined to a ref of one, and what they say."""

    source: FromClause
    of: ColumnElement[bool]
    said: tuple[ColumnElement[Any], ...]


def _lines(compte: ColumnElement[str]) -> tuple[_Lines, _Lines]:
    """Given refs of accounts, return their entries that are shown as they are, and the others."""
    e, masquee, ligne = table_of(Ecriture), table_of(EcritureMasquee), table_of(LigneDeCompte)
    hidden = select(literal(1)).where(masquee.c.ecriture == ref(e), true_now(masquee))
    shown = and_(is_record(e, compte, "compte"), e.c.absent_depuis.is_(None), ~hidden.exists())
    as_they_are = (e.c.id.label("rang") if nom == "rang" else e.c[nom] for nom in _LINE)
    genre = literal("ecriture", String).label("genre")
    entries = _Lines(e, shown, (*as_they_are, genre, null().cast(String).label("ecritures")))
    said = tuple(ligne.c[nom] for nom in (*_LINE, "genre", "ecritures"))
    return entries, _Lines(ligne, and_(ligne.c.compte == compte, true_now(ligne)), said)


def _comptes() -> Query:
    """R-090, R-092, R-095: the balance is that of what is shown, positive when he owes.

    Of an account without any entry it is what LSC says.
    """
    a, c = comptes_rows(), table_of(Compte)
    place = place_of(a, a.c.cible)
    sums = [
        select(func.coalesce(func.sum(lines.source.c.debit - lines.source.c.credit), 0))
        .where(lines.of)
        .scalar_subquery()
        for lines in _lines(a.c.cible)
    ]
    e = table_of(Ecriture).alias()
    said = and_(is_record(e, a.c.cible, "compte"), e.c.absent_depuis.is_(None))
    has_entries = select(literal(1)).where(said).exists()
    return (
        select(
            a.c.tiers,
            a.c.cible.label("compte"),
            a.c.espace,
            a.c.du,
            a.c.jusqu_au,
            a.c.par_tiers.label("titulaire"),
            c.c.numero,
            case((has_entries, sums[0] + sums[1]), else_=c.c.solde).label("solde"),
            devise(entite_of(a.c.cible)),
            place.is_on("solde_inverse").label("solde_inverse"),
            place.is_on("sous_comptes").label("sous_comptes"),
        )
        .join_from(a, c, and_(is_record(c, a.c.cible), in_force(c, "comptes", "id")))
        .join(place.fiche, place.of, isouter=True)
        .where(place.is_on("finances"))
    )


def _ecritures() -> Query:
    """R-090, R-091, R-093, R-094: sub-accounts only of co-owners, and where they are shown."""
    return select(*union_all(*(_of_account(rank) for rank in range(2))).subquery().c)


def _of_account(rank: int) -> Query:
    a, c = comptes_rows(), table_of(Compte)
    lines = _lines(a.c.cible)[rank]
    place = place_of(a, a.c.cible)
    detailed = place.is_on("sous_comptes")
    said = [
        case((detailed, column)).label("sous_compte") if column.key == "sous_compte" else column
        for column in lines.said
    ]
    return (
        select(
            a.c.tiers,
            a.c.cible.label("compte"),
            a.c.espace,
            a.c.du,
            a.c.jusqu_au,
            *said,
            devise(entite_of(a.c.cible)),
        )
        .join_from(a, lines.source, lines.of)
        .join(c, and_(is_record(c, a.c.cible), in_force(c, "comptes", "id")))
        .join(place.fiche, place.of, isouter=True)
        .where(place.is_on("finances"))
    )


def _ecritures_locataires() -> Query:
    """R-107: entries dated inside his mandate, of accounts that were never another landlord's."""
    return select(*union_all(*(_of_tenant(rank) for rank in range(2))).subquery().c)


def _of_tenant(rank: int) -> Query:
    a, x, c = comptes_rows(), followed_rows(), table_of(Compte)
    lines = _lines(x.c.locataire)[rank]
    return (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, x.c.du),
            until(a.c.jusqu_au, x.c.jusqu_au),
            x.c.locataire,
            *lines.said,
            devise(entite_of(x.c.locataire)),
        )
        .join_from(a, x, x.c.compte == a.c.cible)
        .join(c, and_(is_record(c, x.c.locataire), in_force(c, "comptes", "id")))
        .join(lines.source, and_(lines.of, is_under_mandate(x, lines.source.c.date)))
        .where(a.c.espace == "proprietaire", c.c.publie.is_(True), is_shown_to_landlord(x))
    )


_SAID = {
    "date": "",
    "rang": "what orders lines of one day: by its length, then as text; newest first",
    "libelle": "",
    "debit": "minor units of the currency",
    "credit": "the same",
    "sous_compte": "one of the five of R-093; NULL: the account's only",
    "rubrique": "the tax heading",
    "journal": "its code; NULL: several",
    "genre": "ecriture, regroupement (R-091) or report (R-094)",
    "ecritures": "of a line that stands for several: each with its amounts, JSON; else NULL",
    **DEVISE,
}
VIEWS = (
    View(
        "portail_comptes",
        "Accueil and Finances – compte: each account, with its balance",
        "R-090, R-092, R-093, R-095",
        _comptes,
        {
            "tiers": "who looks",
            "compte": "entite/id",
            "espace": "coproprietaire, proprietaire or locataire",
            **QUAND,
            "titulaire": "who holds it: he himself, or whose super tiers he is",
            "numero": "",
            "solde": "debits minus credits of what is shown, minor units: positive when he owes; "
            "without entries what LSC says, NULL: not known",
            "devise": "",
            "solde_inverse": "whether the agency shows balances the other way round (R-095)",
            "sous_comptes": "whether sub-accounts are shown",
        },
    ),
    View(
        "portail_ecritures",
        "Finances – compte: the lines of each account",
        "R-090, R-091, R-092, R-093, R-094",
        _ecritures,
        {
            "tiers": "who looks",
            "compte": "entite/id",
            "espace": "coproprietaire, proprietaire or locataire",
            **QUAND,
            **_SAID,
        },
    ),
    View(
        "portail_locataires_ecritures",
        "Finances – mes locataires: the lines of a tenant's account",
        "R-107",
        _ecritures_locataires,
        {**QUI, **QUAND, "locataire": "the tenant's account, entite/id", **_SAID},
    ),
)
