"""Whom a person may contact: in a role, and the agency's entity; never anybody's own address.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, case, literal, select, union_all

from store.models.organisation import Contact, Entite, Utilisateur
from store.models.patrimoine import Fiche
from store.tables import Query, table_of
from store.views.colonnes import ADRESSE, QUAND, QUI, columns
from store.views.portees import comptes_rows, immeubles_des_comptes_rows
from store.views.view import View, entite_of, id_of, in_force, is_on, is_record, ref

_AUCUN: ColumnElement[str] = literal("", String)


def _contacts() -> Query:
    """R-127: those of the account, of each building reached through it, and of its entity."""
    of_each = (
        _found(comptes_rows("a"), "compte"),
        _found(immeubles_des_comptes_rows("p"), "immeuble"),
        _found(comptes_rows("e"), "entite"),
    )
    return select(union_all(*of_each).subquery())


def _found(a: FromClause, portee: str) -> Query:
    """Given accounts or buildings, return the contacts of such places."""
    c, u = table_of(Contact).alias(), table_of(Utilisateur).alias()
    entite = entite_of(a.c.cible)
    cible = entite if portee == "entite" else a.c.cible
    copropriete = a.c.cible if portee == "immeuble" else _copropriete(a)
    there = and_(
        c.c.entite == entite,
        c.c.immeuble == (id_of(a.c.cible) if portee == "immeuble" else _AUCUN),
        c.c.compte == (id_of(a.c.cible) if portee == "compte" else _AUCUN),
        in_force(c, "contacts", "immeuble", "compte", "role"),
    )
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.espace,
            a.c.du,
            a.c.jusqu_au,
            literal(portee, String).label("portee"),
            cible.label("cible"),
            c.c.role,
            u.c.nom,
            u.c.prenom,
            u.c.telephone,
            u.c.email,
        )
        .join_from(a, c, there)
        .join(u, and_(u.c.id == c.c.utilisateur, in_force(u, "utilisateurs", "id")))
        .where(_is_shown(a, copropriete))
    )


def _agence() -> Query:
    """R-128: the entity of each account, where contacts are shown."""
    a, e = comptes_rows(), table_of(Entite)
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.espace,
            a.c.du,
            a.c.jusqu_au,
            e.c.id.label("entite"),
            e.c.nom,
            *columns(e, _ADRESSE),
            e.c.telephone,
            e.c.email,
        )
        .join_from(a, e, and_(e.c.id == entite_of(a.c.cible), in_force(e, "entites", "id")))
        .where(_is_shown(a, _copropriete(a)))
    )


def _is_shown(a: FromClause, copropriete: ColumnElement[str]) -> ColumnElement[bool]:
    """R-023: a building of the syndic's, or an account of the gérance, may have its own value."""
    return case(
        (a.c.espace == "coproprietaire", is_on("contacts", "syndic", copropriete)),
        else_=is_on("contacts", "gerance", a.c.compte),
    )


def _copropriete(a: FromClause) -> ColumnElement[str]:
    """Return the building of a co-owner's account."""
    fiche = table_of(Fiche).alias()
    return (
        select(ref(fiche, "immeuble"))
        .where(is_record(fiche, a.c.cible, "compte"))
        .where(in_force(fiche, "fiches_coproprietaires", "id"))
        .limit(1)
        .correlate(a)
        .scalar_subquery()
    )


_ADRESSE = {name: told for name, told in ADRESSE.items() if name != "pays"}
_ESPACE = {**QUI, "espace": "coproprietaire, proprietaire or locataire", **QUAND}
_JOINDRE = {"telephone": "", "email": ""}
VIEWS = (
    View(
        "portail_contacts",
        "Contact: whom to contact in each role, for each account",
        "R-127, R-128",
        _contacts,
        {
            **_ESPACE,
            "portee": "compte, immeuble or entite: what the contact is of",
            "cible": "of which one",
            "role": "as LSC names it",
            "nom": "",
            "prenom": "",
            **_JOINDRE,
        },
    ),
    View(
        "portail_agence",
        "Contact: the agency's entity of each account",
        "R-128",
        _agence,
        {**_ESPACE, "entite": "", "nom": "", **_ADRESSE, **_JOINDRE},
    ),
)
