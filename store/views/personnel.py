"""The agency's own staff, each for himself: whether he may work in the portal, and as what.

Touches: nothing.
"""

from sqlalchemy import FromClause, and_, case, exists, or_, select

from store.models.derives import Anomalie
from store.models.organisation import Utilisateur
from store.models.personnes import Connexion
from store.tables import Query, table_of
from store.views.colonnes import QUAND
from store.views.connexions import ROLES
from store.views.portees import persons
from store.views.view import View, in_force, is_one_of, is_open_to_staff, since, true_now, until


def staff_rows(name: str = "s") -> FromClause:
    """Return the persons of the staff who may work now, each once: what staff see is theirs.

    R-085: with a login and a known role; R-022: while the portal is on.
    """
    u, t, c = table_of(Utilisateur), persons(), table_of(Connexion).alias()
    works = exists().where(
        u.c.tiers == c.c.tiers, is_one_of(u.c.role, ROLES), in_force(u, "utilisateurs", "id")
    )
    return (
        select(c.c.tiers)
        .join_from(c, t, and_(t.c.id == c.c.tiers, in_force(t, "tiers", "id")))
        .where(in_force(c, "connexions", "tiers"), works, is_open_to_staff())
        .subquery(name)
    )


def _personnel() -> Query:
    """R-085: a user of LSC who is a person with a login; without a known role he is disabled."""
    u, t, c = table_of(Utilisateur), persons(), table_of(Connexion)
    e = table_of(Anomalie)
    unknown = exists().where(
        true_now(e),
        e.c.nature == "utilisateurs",
        e.c.entite == "",
        e.c.cle == u.c.id,
        e.c.code == "ROLE_UNKNOWN",
    )
    disabled = or_(u.c.role.is_(None), unknown)
    return (
        select(
            t.c.id.label("tiers"),
            since(None),
            until(None),
            u.c.id.label("utilisateur"),
            u.c.nom,
            u.c.prenom,
            u.c.email,
            case((~disabled, u.c.role)).label("role"),
            case((disabled, "desactive"), else_="actif").label("etat"),
            u.c.recoit_messages_systeme,
        )
        .join_from(u, t, and_(t.c.id == u.c.tiers, in_force(t, "tiers", "id")))
        .join(c, and_(c.c.tiers == t.c.id, in_force(c, "connexions", "tiers")))
        .where(in_force(u, "utilisateurs", "id"))
    )


VIEWS = (
    View(
        "portail_personnel",
        "Gestionnaire: who of the agency's staff may work there; it opens no screen of clients",
        "R-085",
        _personnel,
        {
            "tiers": "who logs in",
            **QUAND,
            "utilisateur": "the user of LSC",
            "nom": "",
            "prenom": "",
            "email": "",
            "role": "administrateur, gerant, gestionnaire, assistant, comptable; NULL: none",
            "etat": "actif or desactive",
            "recoit_messages_systeme": "",
        },
    ),
)
