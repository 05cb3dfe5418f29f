"""The units that a person sees: his own, while he holds, lets or rents them.

Touches: nothing.
"""

from sqlalchemy import and_, case, select

from store.models.patrimoine import Batiment, Immeuble, Lot
from store.tables import Query, table_of
from store.views.colonnes import QUAND, QUI
from store.views.places import module_of
from store.views.portees import comptes_rows, unites_rows
from store.views.view import View, in_force, is_block, is_on, is_record, since, until


def _lots() -> Query:
    """R-075: a unit's data need a holding, a mandate or a lease that runs; R-124: its criterion."""
    a, r = comptes_rows(), unites_rows()
    lot, immeuble, batiment = table_of(Lot), table_of(Immeuble), table_of(Batiment)
    cible = case((a.c.espace == "coproprietaire", r.c.immeuble), else_=a.c.compte)
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.espace,
            since(a.c.du, r.c.du),
            until(a.c.jusqu_au, r.c.jusqu_au),
            r.c.lot,
            r.c.immeuble,
            immeuble.c.nom.label("nom_immeuble"),
            batiment.c.nom.label("batiment"),
            lot.c.numero,
            lot.c.type,
            lot.c.etage,
            lot.c.adresse1,
            lot.c.adresse2,
            lot.c.adresse3,
            lot.c.critere2,
            case((a.c.espace == "coproprietaire", lot.c.tantiemes)).label("tantiemes"),
        )
        .join_from(a, r, and_(r.c.compte == a.c.cible, r.c.genre == a.c.espace))
        .join(lot, and_(is_record(lot, r.c.lot), in_force(lot, "lots", "id")))
        .join(immeuble, is_record(immeuble, r.c.immeuble))
        .join(batiment, is_block(batiment, lot), isouter=True)
        .where(is_on("lots", module_of(a), cible))
    )


VIEWS = (
    View(
        "portail_lots",
        "Lots: the units of each account",
        "R-075, R-124",
        _lots,
        {
            **QUI,
            "espace": "coproprietaire, proprietaire or locataire",
            **QUAND,
            "lot": "entite/id",
            "immeuble": "entite/id",
            "nom_immeuble": "",
            "batiment": "the block's name",
            "numero": "",
            "type": "",
            "etage": "",
            "adresse1": "",
            "adresse2": "",
            "adresse3": "",
            "critere2": "",
            "tantiemes": "of a co-owner: its share of the general charges",
        },
    ),
)
