"""The expenses of a building's open years, and their vouchers.

They have the rights of the binder *Factures*: the levels ticked there see them (R-065, R-101). Of
staff accounts only the council sees each expense; the others see one total by key and account.
Touches: nothing.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    null,
    select,
    true,
    union_all,
)

from store.models.comptabilite import Depense, PieceDepense
from store.models.derives import Repere
from store.models.envois import Contenu
from store.models.organisation import Entite
from store.tables import Query, table_of
from store.views.buildings import besides, buildings, of_council
from store.views.colonnes import DEVISE, QUAND, QUI
from store.views.exercices import open_years
from store.views.portees import Condition
from store.views.view import View, in_force, is_on, is_one_of, is_record, ref, true_now

SERVIS = ("bureautique", "jpeg", "pdf", "png")
"""The formats that a voucher may have: `ingest.rules.raisons.SERVIS`."""
_WHERE = ("tiers", "compte", "du", "jusqu_au", "immeuble")
_SAME = (
    *_WHERE,
    *("exercice", "exercice_du", "exercice_au", "type", "cle", "numero_compte", "devise"),
)
"""What the expenses of one total have in common."""


def _depenses() -> Query:
    each = _each()
    shown = (*_SAME, "libelle_cle", "libelle_compte", "depense", "date", "libelle", "montant")
    single = select(*(each.c[name] for name in shown), false().label("est_total"))
    return select(*union_all(single, _totals()).subquery().c)


def _totals() -> Query:
    """One row for each key and account of staff, to who is not of the council."""
    a, depense = besides(_readers(), _readers(of_council, name="council")), table_of(Depense)
    found = _lines(a, _is_staff).subquery()
    places = select(*(found.c[name] for name in _SAME), found.c.entite, found.c.id_exercice)
    each = places.distinct().subquery()
    same = (
        depense.c.entite == each.c.entite,
        depense.c.exercice == each.c.id_exercice,
        *(depense.c[name] == each.c[name] for name in ("type", "cle", "numero_compte")),
        in_force(depense, "depenses", "id"),
    )

    def of_all(value: ColumnElement[Any], name: str) -> ColumnElement[Any]:
        return select(value).where(*same).scalar_subquery().label(name)

    return select(
        *(each.c[name] for name in _SAME),
        of_all(func.min(depense.c.libelle_cle), "libelle_cle"),
        of_all(func.min(depense.c.libelle_compte), "libelle_compte"),
        cast(null(), String).label("depense"),
        cast(null(), Date).label("date"),
        cast(null(), String).label("libelle"),
        of_all(cast(func.sum(depense.c.montant), BigInteger), "montant"),
        true().label("est_total"),
    )


def pieces() -> Query:
    """R-065: what never came, or is in no format of documents, is given to nobody."""
    each, piece, contenu = _each(), table_of(PieceDepense), table_of(Contenu)
    entite = each.c.son_entite + ""  # as a column, it would be known first: all vouchers are read
    its = and_(piece.c.entite == entite, piece.c.depense == each.c.id)
    received = and_(contenu.c.sha256 == piece.c.sha256, is_one_of(contenu.c.format, SERVIS))
    return (
        select(
            *(each.c[name] for name in _WHERE),
            each.c.depense,
            piece.c.id.label("piece"),
            piece.c.nom,
            piece.c.sha256,
            contenu.c.format,
            contenu.c.taille,
        )
        .join_from(each, piece, its)
        .join(contenu, received)
    )


def _each() -> FromClause:
    """Return the expenses that are shown one by one: of staff accounts to the council only."""
    others = _lines(_readers(), lambda depense: ~_is_staff(depense))
    of_staff = _lines(_readers(of_council), _is_staff)
    return union_all(others, of_staff).subquery()


def _lines(a: FromClause, is_meant: Condition) -> Query:
    depense, entite, year = table_of(Depense), table_of(Entite), open_years()
    places = (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.du,
            a.c.jusqu_au,
            a.c.cible.label("immeuble"),
            ref(year).label("exercice"),
            year.c.du.label("exercice_du"),
            year.c.au.label("exercice_au"),
            year.c.entite,
            year.c.id.label("id_exercice"),
        )
        .join_from(a, year, is_record(year, a.c.cible, "immeuble"))
        .where(is_on("depenses", "syndic", a.c.cible), is_on("finances", "syndic", a.c.cible))
        .distinct()
        .subquery()
    )
    of_year = and_(depense.c.entite == places.c.entite, depense.c.exercice == places.c.id_exercice)
    return (
        select(
            places,
            depense.c.type,
            depense.c.cle,
            depense.c.numero_compte,
            entite.c.devise,
            depense.c.libelle_cle,
            depense.c.libelle_compte,
            ref(depense).label("depense"),
            depense.c.date,
            depense.c.libelle,
            depense.c.montant,
            depense.c.id,
            depense.c.entite.label("son_entite"),
        )
        .join_from(places, entite, entite.c.id == places.c.entite)
        .join(depense, and_(of_year, in_force(depense, "depenses", "id"), is_meant(depense)))
    )


def _readers(*conditions: Condition, name: str = "a") -> FromClause:
    return buildings(_sees_expenses, *conditions, name=name)


def _sees_expenses(acces: FromClause) -> ColumnElement[bool]:
    repere = table_of(Repere)
    return exists().where(
        true_now(repere),
        repere.c.repere == "niveau_depenses",
        repere.c.valeur == acces.c.niveau,
    )


def _is_staff(depense: FromClause) -> ColumnElement[bool]:
    """R-065: its account begins with one of the roots of staff."""
    root = table_of(Repere)
    begins = func.substr(depense.c.numero_compte, 1, func.length(root.c.valeur)) == root.c.valeur
    return exists().where(true_now(root), root.c.repere == "racine_personnel", begins)


_WHO = {
    **QUI,
    **QUAND,
    "immeuble": "entite/id",
}

VIEWS = (
    View(
        "portail_depenses",
        "Finances, état des dépenses: the two newest years that are not closed",
        "R-065, R-066, R-101",
        _depenses,
        {
            **_WHO,
            "exercice": "the year, entite/id",
            "exercice_du": "its first day",
            "exercice_au": "its last day",
            "type": "courante or travaux",
            "cle": "the allocation key",
            "numero_compte": "",
            **DEVISE,
            "libelle_cle": "",
            "libelle_compte": "",
            "depense": "entite/id; NULL of a total",
            "date": "NULL of a total",
            "libelle": "NULL of a total",
            "montant": "in minor units",
            "est_total": "of a staff account, all of one key",
        },
    ),
    View(
        "portail_depenses_pieces",
        "Finances, état des dépenses: the vouchers",
        "R-065",
        pieces,
        {
            **_WHO,
            "depense": "entite/id",
            "piece": "its id in the expense",
            "nom": "the file's name",
            "sha256": "the content",
            "format": "",
            "taille": "bytes",
        },
    ),
)
