"""The buildings that a person reaches, and their caretakers.

Touches: nothing.
"""

from sqlalchemy import and_, case, select

from store.models.patrimoine import Immeuble
from store.tables import Query, table_of
from store.views.colonnes import ADRESSE, IMMEUBLE, JOINDRE, NOM, QUAND, QUI, columns
from store.views.portees import coproprietes_rows, immeubles_rows, persons
from store.views.view import View, in_force, is_on, is_record


def _immeubles() -> Query:
    """R-075: while something is held or rented there; R-150: meetings, of a co-owner's only."""
    a, i = immeubles_rows(), table_of(Immeuble)
    meetings = and_(a.c.espace == "coproprietaire", is_on("assemblees", "syndic", a.c.cible))
    return select(
        a.c.tiers,
        a.c.compte,
        a.c.espace,
        a.c.du,
        a.c.jusqu_au,
        a.c.cible.label("immeuble"),
        i.c.nom,
        *columns(i, _ADRESSE),
        case((meetings, i.c.derniere_ag)).label("derniere_ag"),
        case((meetings, i.c.prochaine_ag)).label("prochaine_ag"),
    ).join_from(a, i, and_(is_record(i, a.c.cible), in_force(i, "immeubles", "id")))


def _gardien() -> Query:
    """R-126: in the space of co-owners only, where the setting is on."""
    a, i, t = coproprietes_rows(), table_of(Immeuble), persons()
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.du,
            a.c.jusqu_au,
            a.c.cible.label("immeuble"),
            *columns(t, NOM),
            *columns(t, JOINDRE),
        )
        .join_from(a, i, and_(is_record(i, a.c.cible), in_force(i, "immeubles", "id")))
        .join(t, and_(t.c.id == i.c.gardien, in_force(t, "tiers", "id")))
        .where(is_on("gardien", "syndic", a.c.cible))
    )


_ADRESSE = {name: told for name, told in ADRESSE.items() if name != "pays"}
VIEWS = (
    View(
        "portail_immeubles",
        "Accueil: the buildings of each space",
        "R-074, R-075, R-150",
        _immeubles,
        {
            **QUI,
            "espace": "coproprietaire, proprietaire or locataire",
            **QUAND,
            **IMMEUBLE,
            "nom": "",
            **_ADRESSE,
            "derniere_ag": "the day of the last meeting, where it is shown",
            "prochaine_ag": "the day of the next one, where it is shown",
        },
    ),
    View(
        "portail_gardien",
        "Accueil – copropriétaire: the caretaker",
        "R-126",
        _gardien,
        {**QUI, **QUAND, **IMMEUBLE, **NOM, **JOINDRE},
    ),
)
