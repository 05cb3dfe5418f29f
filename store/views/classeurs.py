"""The binders that a person may open, one row of each for every account; nothing is counted here.

How many documents a binder shows depends on the instant: a portal counts those that it reads, in
one question (docs/portal.md).
Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, case, or_, select

from store.models.classement import Classeur
from store.models.derives import Droit
from store.tables import Query, table_of
from store.views.colonnes import QUAND, QUI
from store.views.once import each_once
from store.views.places import place_of
from store.views.view import (
    View,
    acces_rows,
    is_on,
    since,
    true_now,
    until,
)

_BAILLEUR = "bailleur"


def _classeurs() -> Query:
    return each_once(_ways(), "tiers", "compte", "classeur")


def _ways() -> FromClause:
    """R-031…R-033: a binder is of whoever has a level that is ticked, here of his own accounts.

    Of the council's levels the account has each one that the building has, and the co-owner's.
    """
    a, droit, classeur = acces_rows(), table_of(Droit), table_of(Classeur)
    place, parent = place_of(a, a.c.compte), table_of(Classeur).alias("parent")
    is_own = a.c.niveau != _BAILLEUR
    above = and_(parent.c.module == classeur.c.module, parent.c.numero == classeur.c.parent)
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.espace,
            since(a.c.du),
            until(a.c.jusqu_au),
            droit.c.classeur,
            classeur.c.module,
            classeur.c.numero,
            classeur.c.nom,
            case((parent.c.numero.is_not(None), droit_name(parent))).label("parent"),
            parent.c.nom.label("nom_parent"),
            and_(
                is_own,
                classeur.c.ajout.is_(True),
                is_on("ajout_documents", place.module, place.cible),
            ).label("ajout"),
            and_(is_own, is_on("classeurs_vides", place.module, place.cible)).label("montre_vide"),
            and_(classeur.c.module == "syndic", ~_is_ticked(droit, "coproprietaire")).label(
                "du_conseil"
            ),
        )
        .join_from(a, droit, and_(droit.c.niveau == a.c.niveau, true_now(droit)))
        .join(classeur, droit_name(classeur) == droit.c.classeur)
        .join(parent, and_(above, parent.c.absent_depuis.is_(None)), isouter=True)
        .join(place.fiche, place.of, isouter=True)
        .where(a.c.portee == "compte")
        .where(or_(is_own, ~_is_ticked(droit, "proprietaire")))
        .subquery("ways")
    )


def droit_name(classeur: FromClause) -> ColumnElement[str]:
    """Given binders, return the name that each has everywhere: `module/numero`."""
    return classeur.c.module + "/" + classeur.c.numero.cast(String)


def _is_ticked(droit: FromClause, niveau: str) -> ColumnElement[bool]:
    other = table_of(Droit).alias()
    return (
        select(other.c.ligne)
        .where(true_now(other), other.c.classeur == droit.c.classeur, other.c.niveau == niveau)
        .exists()
    )


VIEWS = (
    View(
        "portail_classeurs",
        "Binders: those that each account may open; count with portail_documents_comptes",
        "R-031, R-033, R-036, R-037, R-038, R-139",
        _classeurs,
        {
            **QUI,
            "espace": "coproprietaire, proprietaire or locataire",
            **QUAND,
            "classeur": "module/numero",
            "module": "syndic or gerance",
            "numero": "",
            "nom": "",
            "parent": "the binder above, which he need not be able to open",
            "nom_parent": "its name",
            "ajout": "whether he may add files (R-036)",
            "montre_vide": "whether it is shown when it has no document for him (R-037)",
            "du_conseil": "whether it stands under the documents of the council (R-139)",
        },
    ),
)
