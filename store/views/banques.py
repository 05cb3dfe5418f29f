"""The bank details of the buildings in which a person holds a unit.

Touches: nothing.
"""

from sqlalchemy import and_, case, select

from store.models.derives import CoordonneesMontrees
from store.models.patrimoine import Immeuble
from store.tables import Query, table_of
from store.views.buildings import buildings
from store.views.colonnes import QUAND, QUI
from store.views.view import View, in_force, is_on, is_record, true_now


def _rib() -> Query:
    """R-110: the building's own account, while it is released (R-113b); never another's."""
    a, montrees, immeuble = buildings(), table_of(CoordonneesMontrees), table_of(Immeuble)
    has_rib = montrees.c.forme == "rib"
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.du,
            a.c.jusqu_au,
            a.c.cible.label("immeuble"),
            immeuble.c.nom.label("nom_immeuble"),
            montrees.c.forme,
            immeuble.c.titulaire,
            case((~has_rib, immeuble.c.iban)).label("iban"),
            case((~has_rib, immeuble.c.bic)).label("bic"),
            case((has_rib, immeuble.c.rib)).label("rib"),
        )
        .join_from(a, montrees, and_(montrees.c.immeuble == a.c.cible, true_now(montrees)))
        .join(immeuble, and_(is_record(immeuble, a.c.cible), in_force(immeuble, "immeubles", "id")))
        .where(is_on("coordonnees_bancaires", "syndic", a.c.cible))
        .where(is_on("finances", "syndic", a.c.cible))
    )


VIEWS = (
    View(
        "portail_rib",
        "Finances, RIB: the building's own bank account",
        "R-110, R-111, R-112, R-113, R-113b",
        _rib,
        {
            **QUI,
            **QUAND,
            "immeuble": "entite/id",
            "nom_immeuble": "",
            "forme": "iban, with its BIC, or rib",
            "titulaire": "the payee",
            "iban": "as sent, perhaps in groups",
            "bic": "",
            "rib": "",
        },
    ),
)
