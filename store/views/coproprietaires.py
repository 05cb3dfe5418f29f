"""The co-owners of a building, for its council.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, and_, case, func, select

from store.models.comptabilite import Fonds
from store.models.comptes import Titulaire
from store.models.liens import Conseiller
from store.models.patrimoine import Batiment, Fiche, Lot
from store.tables import Query, table_of
from store.views.colonnes import ADRESSE, IMMEUBLE, JOINDRE, NOM, QUAND, QUI, columns
from store.views.portees import conseils_rows, devise, ends, persons, unites_rows, with_holders
from store.views.view import View, in_force, is_block, is_on, is_record, since, true_now, until


def _coproprietaires() -> Query:
    """R-133: who holds a unit there at that instant, also of accounts that are not published."""
    a, r, t, f = conseils_rows(), unites_rows(), persons(), ends()
    fiche, lot, batiment = table_of(Fiche), table_of(Lot), table_of(Batiment)
    k = table_of(Conseiller)
    seat = and_(k.c.immeuble == r.c.immeuble, k.c.tiers == t.c.id, true_now(k))
    own = and_(r.c.immeuble == a.c.cible, r.c.genre == "coproprietaire")
    query = (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, r.c.du, k.c.du),
            until(a.c.jusqu_au, r.c.jusqu_au, f.c.jusqu_au, k.c.jusqu_au),
            r.c.immeuble,
            t.c.id.label("personne"),
            *columns(t, NOM),
            *columns(t, ADRESSE),
            *_joindre(t, a.c.cible),
            r.c.lot,
            lot.c.numero,
            lot.c.type,
            batiment.c.nom.label("batiment"),
            _fonds(lot, a.c.cible),
            devise(lot.c.entite),
            fiche.c.resident,
            func.coalesce(k.c.niveau, "coproprietaire").label("niveau"),
        )
        .distinct()
        .join_from(a, r, own)
    )
    return (
        with_holders(query, r.c.compte, table_of(Titulaire), t, f)
        .join(
            fiche,
            and_(is_record(fiche, r.c.titre), in_force(fiche, "fiches_coproprietaires", "id")),
        )
        .join(lot, and_(is_record(lot, r.c.lot), in_force(lot, "lots", "id")))
        .join(batiment, is_block(batiment, lot), isouter=True)
        .join(k, seat, isouter=True)
    )


def _joindre(t: FromClause, immeuble: ColumnElement[str]) -> list[ColumnElement[str | None]]:
    """R-133: no phone and no e-mail, unless the agency says so."""
    shown = is_on("coordonnees_dans_liste", "syndic", immeuble)
    return [case((shown, t.c[name])).label(name) for name in JOINDRE]


def _fonds(lot: FromClause, immeuble: ColumnElement[str]) -> ColumnElement[int | None]:
    """R-100: what is held for the unit, 0 where nothing is; nothing where funds are not shown."""
    fonds = table_of(Fonds)
    held = (
        select(func.sum(fonds.c.montant))
        .where(fonds.c.entite == lot.c.entite, fonds.c.lot == lot.c.id)
        .where(fonds.c.type == "fonds_travaux")
        .where(in_force(fonds, "fonds_travaux", "lot", "numero_compte"))
        .scalar_subquery()
    )
    shown = is_on("fonds_travaux", "syndic", immeuble)
    return case((shown, func.coalesce(held, 0))).label("fonds_travaux")


VIEWS = (
    View(
        "portail_coproprietaires",
        "CS – liste des copropriétaires: one row per person and unit; the portal sorts by nom",
        "R-100, R-130, R-133",
        _coproprietaires,
        {
            **QUI,
            **QUAND,
            **IMMEUBLE,
            "personne": "the co-owner",
            **NOM,
            **ADRESSE,
            **JOINDRE,
            "lot": "entite/id",
            "numero": "of the unit",
            "type": "of the unit",
            "batiment": "the block's name",
            "fonds_travaux": "what is held for the unit, in minor units; NULL: not shown",
            "devise": "",
            "resident": "",
            "niveau": "president, membre or coproprietaire",
        },
    ),
)
