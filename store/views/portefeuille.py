"""The portfolio: the clients whose accounts are open, for the agency's staff.

Neither documents nor balances are in it: staff see those as the client does. Nor is who wants no
notifications: that is the portal's own (R-088).
Touches: nothing.
"""

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    case,
    exists,
    func,
    null,
    or_,
    select,
)

from store.models.comptes import Compte
from store.models.liens import Conseiller
from store.models.patrimoine import Batiment, Fiche, Immeuble, Lot
from store.models.personnes import Connexion
from store.tables import Query, table_of
from store.views.colonnes import ADRESSE, IMMEUBLE, JOINDRE, NOM, QUAND, columns
from store.views.personnel import staff_rows
from store.views.portees import comptes_rows, immeubles_des_comptes_rows, persons, unites_rows
from store.views.view import View, in_force, is_block, is_record, ref, since, true_now, until


def _portefeuille() -> Query:
    """R-087: of the login its id alone."""
    s, c, a, t = staff_rows(), table_of(Compte), comptes_rows(), persons()
    k = table_of(Connexion)
    return (
        select(
            s.c.tiers,
            a.c.du,
            a.c.jusqu_au,
            a.c.tiers.label("personne"),
            *columns(t, NOM),
            *columns(t, ADRESSE),
            *columns(t, JOINDRE),
            k.c.identifiant,
            a.c.espace,
            a.c.cible.label("compte"),
            c.c.numero,
            a.c.par_tiers.label("titulaire"),
        )
        .join_from(s, c, in_force(c, "comptes", "id"))
        .join(a, _is_of(a, c))
        .join(t, and_(t.c.id == a.c.tiers, in_force(t, "tiers", "id")))
        .join(k, and_(k.c.tiers == t.c.id, in_force(k, "connexions", "tiers")), isouter=True)
    )


def _immeubles() -> Query:
    """R-087: who lives there, and who is of the council (R-083)."""
    s, a, i = staff_rows(), immeubles_des_comptes_rows(), table_of(Immeuble)
    k = table_of(Conseiller)
    seat = and_(
        a.c.espace == "coproprietaire",
        k.c.immeuble == a.c.cible,
        k.c.tiers == a.c.tiers,
        true_now(k),
    )
    niveau = func.coalesce(k.c.niveau, "coproprietaire")
    return (
        select(
            s.c.tiers,
            since(a.c.du, k.c.du),
            until(a.c.jusqu_au, k.c.jusqu_au),
            a.c.tiers.label("personne"),
            a.c.espace,
            a.c.compte,
            a.c.cible.label("immeuble"),
            i.c.nom.label("nom_immeuble"),
            _is_resident(a).label("resident"),
            case((a.c.espace == "coproprietaire", niveau), else_=null().cast(String)).label(
                "niveau"
            ),
        )
        .join_from(s, i, in_force(i, "immeubles", "id"))
        .join(a, _is_of(a, i))
        .join(k, seat, isouter=True)
    )


def _is_of(a: FromClause, record: FromClause) -> ColumnElement[bool]:
    """Return "reaches that record", said twice: each of them is found from the other."""
    return and_(a.c.cible == ref(record), is_record(record, a.c.cible))


def _is_resident(a: FromClause) -> ColumnElement[bool]:
    fiche = table_of(Fiche)
    return exists().where(
        is_record(fiche, a.c.compte, "compte"),
        is_record(fiche, a.c.cible, "immeuble"),
        fiche.c.resident,
        in_force(fiche, "fiches_coproprietaires", "id"),
    )


def _lots() -> Query:
    """R-087: by building, not for tenants; of a tenant it is only told that it is furnished."""
    s, c, a, r = staff_rows(), table_of(Compte), comptes_rows(), unites_rows()
    lot, batiment = table_of(Lot), table_of(Batiment)
    return (
        select(
            s.c.tiers,
            since(a.c.du, r.c.du),
            until(a.c.jusqu_au, r.c.jusqu_au),
            a.c.tiers.label("personne"),
            a.c.espace,
            a.c.cible.label("compte"),
            r.c.immeuble,
            r.c.lot,
            batiment.c.nom.label("batiment"),
            lot.c.numero,
            lot.c.type,
            lot.c.etage,
            lot.c.meuble,
        )
        .join_from(s, c, in_force(c, "comptes", "id"))
        .join(a, _is_of(a, c))
        .join(r, and_(r.c.compte == a.c.cible, r.c.genre == a.c.espace))
        .join(lot, and_(is_record(lot, r.c.lot), in_force(lot, "lots", "id")))
        .join(batiment, is_block(batiment, lot), isouter=True)
        .where(or_(a.c.espace != "locataire", lot.c.meuble))
    )


_QUI = {"tiers": "who looks: staff", **QUAND, "personne": "the client who logs in"}
_COMPTE = {"espace": "coproprietaire, proprietaire or locataire", "compte": "entite/id"}
VIEWS = (
    View(
        "portail_portefeuille",
        "Gestionnaire – portefeuille: one row per client and open account. Who wants no "
        "notifications is in `portail_ecrit_refus`, which is the portal's own (R-088)",
        "R-085, R-087, R-170",
        _portefeuille,
        {
            "tiers": "who looks: staff",
            **QUAND,
            "personne": "the client who logs in",
            **NOM,
            **ADRESSE,
            **JOINDRE,
            "identifiant": "of his login; NULL: he has none",
            **_COMPTE,
            "numero": "of the account",
            "titulaire": "who holds it: he himself, or whose super tiers he is",
        },
    ),
    View(
        "portail_portefeuille_immeubles",
        "Gestionnaire – portefeuille: the buildings of each client's account, with its pictograms",
        "R-083, R-087",
        _immeubles,
        {
            **_QUI,
            **_COMPTE,
            **IMMEUBLE,
            "nom_immeuble": "",
            "resident": "of a co-owner; else false",
            "niveau": "president, membre or coproprietaire; NULL: of the gérance",
        },
    ),
    View(
        "portail_portefeuille_lots",
        "Gestionnaire – portefeuille: the units of each client's account; of a tenant only those "
        "that are furnished, for the pictogram",
        "R-075, R-087",
        _lots,
        {
            **_QUI,
            **_COMPTE,
            **IMMEUBLE,
            "lot": "entite/id",
            "batiment": "the block's name",
            "numero": "",
            "type": "",
            "etage": "",
            "meuble": "furnished",
        },
    ),
)
