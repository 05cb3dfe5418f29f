"""Whom a person may contact: in a role, and the agency's entity; never anybody's own address.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, case, literal, select, union_all

from store.models.organisation import Contact, Entite, Utilisateur
from store.tables import Query, table_of
from store.views.colonnes import ADRESSE, QUAND, QUI, columns
from store.views.places import COPROPRIETAIRE, module_of, place_of
from store.views.portees import comptes_rows, immeubles_des_comptes_rows
from store.views.view import View, entite_of, id_of, in_force, is_on

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
    there = and_(
        c.c.entite == entite,
        c.c.immeuble == (id_of(a.c.cible) if portee == "immeuble" else _AUCUN),
        c.c.compte == (id_of(a.c.cible) if portee == "compte" else _AUCUN),
        in_force(c, "contacts", "immeuble", "compte", "role"),
    )
    query = (
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
    )
    if portee != "immeuble":
        return _where_shown(query, a)
    own = case((a.c.espace == COPROPRIETAIRE, a.c.cible), else_=a.c.compte)
    return query.where(is_on("contacts", module_of(a), own))


def _agence() -> Query:
    """R-128: the entity of each account, where contacts are shown."""
    a, e = comptes_rows(), table_of(Entite)
    query = select(
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
    ).join_from(a, e, and_(e.c.id == entite_of(a.c.cible), in_force(e, "entites", "id")))
    return _where_shown(query, a)


def _where_shown(query: Query, a: FromClause) -> Query:
    """R-023: a building of the syndic's, or an account of the gérance, may have its own value."""
    place = place_of(a, a.c.compte)
    shown = place.is_on("contacts")
    return query.join(place.fiche, place.of, isouter=True).where(shown)


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
