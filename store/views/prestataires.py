"""The suppliers that a council sees: approved ones, of the whole entity.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, and_, func, select

from store.models.comptes import Compte, Titulaire
from store.models.personnes import Correspondant
from store.tables import Query, table_of
from store.views.colonnes import ADRESSE, JOINDRE, NOM, QUAND, QUI, columns
from store.views.portees import conseils_entites_rows, ends, persons, with_holders
from store.views.view import View, entite_of, in_force, ref, since, until

AUTRES = "Autres"
"""The activity of who has none (R-136)."""


def _prestataires() -> Query:
    """R-135…R-137: name, address, main phone and e-mail, activity; nothing of a bank."""
    a, c, t, f = conseils_entites_rows(), table_of(Compte), persons(), ends()
    query = (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du),
            until(a.c.jusqu_au, f.c.jusqu_au),
            c.c.entite,
            ref(c).label("prestataire"),
            *columns(t, NOM),
            *columns(t, ADRESSE),
            t.c.telephone,
            t.c.email,
            activity(t),
        )
        .distinct()
        .join_from(a, c, _approved(a, c))
    )
    return with_holders(query, ref(c), table_of(Titulaire), t, f)


def _correspondants() -> Query:
    """R-136: who speaks for a supplier."""
    a, c, t = conseils_entites_rows(), table_of(Compte), persons()
    k = table_of(Correspondant)
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.du,
            a.c.jusqu_au,
            c.c.entite,
            ref(c).label("prestataire"),
            *columns(t, NOM),
            k.c.fonction,
            *columns(t, JOINDRE),
        )
        .join_from(a, c, _approved(a, c))
        .join(k, speaks_for(k, c))
        .join(t, and_(t.c.id == k.c.tiers, in_force(t, "tiers", "id")))
    )


def speaks_for(k: FromClause, c: FromClause) -> ColumnElement[bool]:
    """Given contact persons and suppliers' accounts, return "speaks for that one"."""
    return and_(
        k.c.entite == c.c.entite,
        k.c.compte == c.c.id,
        in_force(k, "correspondants", "compte", "tiers"),
    )


def activity(t: FromClause) -> ColumnElement[str]:
    """Given suppliers, return the activity of each (R-136)."""
    return func.coalesce(func.nullif(t.c.activite, ""), AUTRES).label("activite")


def _approved(a: FromClause, c: FromClause) -> ColumnElement[bool]:
    """R-135: "compte validé" is ticked; absent is no."""
    return and_(
        c.c.entite == entite_of(a.c.cible),
        c.c.genre == "fournisseur",
        c.c.valide.is_(True),
        in_force(c, "comptes", "id"),
    )


_QUI = {**QUI, **QUAND, "entite": "whose councils see it", "prestataire": "its account, entite/id"}
VIEWS = (
    View(
        "portail_prestataires",
        "CS – prestataires: the same for all councils of an entity; the portal sorts by nom",
        "R-135, R-136, R-137",
        _prestataires,
        {
            **_QUI,
            **NOM,
            **ADRESSE,
            "telephone": "the main one",
            "email": "the main one",
            "activite": f"{AUTRES} without one",
        },
    ),
    View(
        "portail_prestataires_correspondants",
        "CS – prestataires: who speaks for each",
        "R-136",
        _correspondants,
        {**_QUI, **NOM, "fonction": "", **JOINDRE},
    ),
)
