"""The works funds of the units of a co-owner.

Touches: nothing.
"""

from sqlalchemy import String, and_, func, literal, select, union_all

from store.models.comptabilite import Fonds
from store.models.organisation import Entite
from store.models.patrimoine import Lot
from store.tables import Query, table_of
from store.views.buildings import accounts, owners
from store.views.colonnes import DEVISE, QUAND, QUI
from store.views.view import View, in_force, is_on, is_record, since, until

LEGAL, DECIDED = "fonds_travaux", "travaux_decides"


def _fonds() -> Query:
    """R-100: rows that are not 0; of the legal fund one at least for each unit, of 0 (LOT-03)."""
    a, owner, lot = accounts(), owners("lot"), table_of(Lot)
    fonds, entite = table_of(Fonds), table_of(Entite)
    units = (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, owner.c.du),
            until(a.c.jusqu_au, owner.c.jusqu_au),
            owner.c.lot,
            owner.c.immeuble,
            lot.c.numero,
            lot.c.type.label("type_lot"),
            entite.c.devise,
            lot.c.entite,
            lot.c.id,
        )
        .join_from(a, owner, owner.c.compte == a.c.compte)
        .join(lot, and_(is_record(lot, owner.c.lot), in_force(lot, "lots", "id")))
        .join(entite, entite.c.id == lot.c.entite)
        .where(is_on("fonds_travaux", "syndic", owner.c.immeuble))
        .where(is_on("finances", "syndic", owner.c.immeuble))
        .subquery()
    )
    shown = [column for column in units.c if column.name not in {"entite", "id"}]
    his = and_(
        fonds.c.entite == units.c.entite,
        fonds.c.lot == units.c.id,
        fonds.c.montant != 0,
        in_force(fonds, "fonds_travaux", "lot", "numero_compte"),
    )
    legal, decided = and_(his, fonds.c.type == LEGAL), and_(his, fonds.c.type == DECIDED)
    of_legal = select(
        *shown,
        literal(LEGAL, String).label("type"),
        fonds.c.numero_compte,
        func.coalesce(fonds.c.montant, 0).label("montant"),
    ).join_from(units, fonds, legal, isouter=True)
    of_decided = select(*shown, fonds.c.type, fonds.c.numero_compte, fonds.c.montant).join_from(
        units, fonds, decided
    )
    return select(*union_all(of_legal, of_decided).subquery().c)


VIEWS = (
    View(
        "portail_fonds_travaux",
        "Finances, fonds travaux: what is held for each unit",
        "R-100",
        _fonds,
        {
            **QUI,
            **QUAND,
            "lot": "entite/id",
            "immeuble": "entite/id",
            "numero": "of the unit",
            "type_lot": "",
            **DEVISE,
            "type": "fonds_travaux, the legal fund, or travaux_decides",
            "numero_compte": "of the ledger; NULL where nothing is held",
            "montant": "in minor units; 0 where nothing is held",
        },
    ),
)
