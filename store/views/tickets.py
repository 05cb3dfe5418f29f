"""What tickets need of LSC's data: places, suppliers, managers; for the agency's staff alone.

Their clients are those of `portail_portefeuille`. Door codes are in no view (R-125).
Touches: nothing.
"""

from sqlalchemy import String, and_, case, literal, null, or_, select, union_all

from store.models.comptes import Compte, Titulaire
from store.models.organisation import Contact, Utilisateur
from store.models.patrimoine import Batiment, Immeuble, Lot
from store.models.personnes import Correspondant
from store.tables import Query, table_of
from store.views.colonnes import ADRESSE, IMMEUBLE, JOINDRE, NOM, QUAND, columns
from store.views.personnel import staff_rows
from store.views.portees import ends, persons, with_holders
from store.views.prestataires import AUTRES, activity, speaks_for
from store.views.view import View, in_force, is_block, ref, since, until


def _lieux() -> Query:
    """R-170: buildings, of the gérance only those of one owner alone, and every unit."""
    return select(union_all(_buildings(), _units()).subquery())


def _buildings() -> Query:
    s, i, t = staff_rows(), table_of(Immeuble), persons()
    none = null().cast(String)
    return (
        select(
            s.c.tiers,
            since(None),
            until(None),
            ref(i).label("immeuble"),
            i.c.nom.label("nom_immeuble"),
            i.c.module,
            i.c.complet,
            *(none.label(name) for name in _LOT),
            *columns(i, _ADRESSE),
            t.c.id.label("gardien"),
            *(t.c[name].label(f"{name}_gardien") for name in _GARDIEN),
        )
        .join_from(s, i, in_force(i, "immeubles", "id"))
        .join(t, and_(t.c.id == i.c.gardien, in_force(t, "tiers", "id")), isouter=True)
        .where(or_(i.c.module == "syndic", i.c.complet))
    )


def _units() -> Query:
    s, i, t = staff_rows(), table_of(Immeuble), persons()
    lot, batiment = table_of(Lot), table_of(Batiment)
    return (
        select(
            s.c.tiers,
            since(None),
            until(None),
            ref(i).label("immeuble"),
            i.c.nom.label("nom_immeuble"),
            i.c.module,
            i.c.complet,
            ref(lot).label("lot"),
            batiment.c.nom.label("batiment"),
            lot.c.numero,
            lot.c.type,
            lot.c.etage,
            lot.c.adresse1,
            lot.c.adresse2,
            lot.c.adresse3,
            i.c.code_postal,
            i.c.ville,
            t.c.id.label("gardien"),
            *(t.c[name].label(f"{name}_gardien") for name in _GARDIEN),
        )
        .join_from(s, lot, in_force(lot, "lots", "id"))
        .join(
            i,
            and_(
                i.c.entite == lot.c.entite,
                i.c.id == lot.c.immeuble,
                in_force(i, "immeubles", "id"),
            ),
        )
        .join(batiment, is_block(batiment, lot), isouter=True)
        .join(t, and_(t.c.id == i.c.gardien, in_force(t, "tiers", "id")), isouter=True)
    )


def _intervenants() -> Query:
    """R-170: all suppliers, approved or not (R-135)."""
    s, c, t, f = staff_rows(), table_of(Compte), persons(), ends()
    query = (
        select(
            s.c.tiers,
            since(None),
            until(f.c.jusqu_au),
            c.c.entite,
            ref(c).label("prestataire"),
            t.c.id.label("personne"),
            *columns(t, NOM),
            *columns(t, ADRESSE),
            *columns(t, JOINDRE),
            activity(t),
            c.c.valide,
        )
        .distinct()
        .join_from(s, c, c.c.genre == "fournisseur")
    )
    return with_holders(query, ref(c), table_of(Titulaire), t, f)


def _correspondants() -> Query:
    """R-170: who speaks for a supplier, and as what."""
    s, c, t = staff_rows(), table_of(Compte), persons()
    k = table_of(Correspondant)
    return (
        select(
            s.c.tiers,
            since(None),
            until(None),
            c.c.entite,
            ref(c).label("prestataire"),
            t.c.id.label("personne"),
            *columns(t, NOM),
            k.c.fonction,
            *columns(t, JOINDRE),
        )
        .join_from(s, c, and_(c.c.genre == "fournisseur", in_force(c, "comptes", "id")))
        .join(k, speaks_for(k, c))
        .join(t, and_(t.c.id == k.c.tiers, in_force(t, "tiers", "id")))
    )


def _gestionnaires() -> Query:
    """R-170: of each building, of each account, and of each entity (R-127), in every role."""
    s, c, u = staff_rows(), table_of(Contact), table_of(Utilisateur)
    of_building, of_account = c.c.immeuble != "", c.c.compte != ""
    return (
        select(
            s.c.tiers,
            since(None),
            until(None),
            case(
                (of_building, literal("immeuble", String)),
                (of_account, "compte"),
                else_="entite",
            ).label("portee"),
            case(
                (of_building, ref(c, "immeuble")),
                (of_account, ref(c, "compte")),
                else_=c.c.entite,
            ).label("cible"),
            c.c.role,
            u.c.id.label("utilisateur"),
            u.c.tiers.label("personne"),
            *columns(u, _UTILISATEUR),
        )
        .join_from(s, c, in_force(c, "contacts", "immeuble", "compte", "role"))
        .join(u, and_(u.c.id == c.c.utilisateur, in_force(u, "utilisateurs", "id")))
    )


_QUI = {"tiers": "who looks: staff", **QUAND}
_ADRESSE = {name: told for name, told in ADRESSE.items() if name != "pays"}
_LOT = {
    "lot": "entite/id; NULL: the building itself",
    "batiment": "the block's name",
    "numero": "of the unit",
    "type": "of the unit",
    "etage": "",
}
_GARDIEN = (*NOM, *JOINDRE)
_UTILISATEUR = {"nom": "", "prenom": "", "telephone": "", "email": ""}
_FOURNISSEUR = {"entite": "", "prestataire": "its account, entite/id"}
VIEWS = (
    View(
        "portail_tickets_lieux",
        "Tickets: where; a building of the gérance only if one owner has it all. Without door "
        "codes, which are in no view",
        "R-125, R-126, R-170",
        _lieux,
        {
            **_QUI,
            **IMMEUBLE,
            "nom_immeuble": "",
            "module": "syndic or gerance",
            "complet": "of the gérance: one owner has all of it",
            **_LOT,
            **_ADRESSE,
            "adresse1": "of the unit, or of the building itself",
            "gardien": "the building's caretaker, a person; NULL: none",
            **{f"{name}_gardien": "" for name in _GARDIEN},
        },
    ),
    View(
        "portail_tickets_intervenants",
        "Tickets: suppliers, approved or not",
        "R-135, R-170",
        _intervenants,
        {
            **_QUI,
            **_FOURNISSEUR,
            "personne": "who holds it",
            **NOM,
            **ADRESSE,
            **JOINDRE,
            "activite": f"{AUTRES} without one",
            "valide": "approved: councils see it",
        },
    ),
    View(
        "portail_tickets_correspondants",
        "Tickets: who speaks for each supplier",
        "R-136, R-170",
        _correspondants,
        {**_QUI, **_FOURNISSEUR, "personne": "", **NOM, "fonction": "", **JOINDRE},
    ),
    View(
        "portail_tickets_gestionnaires",
        "Tickets: managers, assistants and the other roles of each place",
        "R-127, R-170",
        _gestionnaires,
        {
            **_QUI,
            "portee": "immeuble, compte or entite: what he has that role for",
            "cible": "for which one",
            "role": "as LSC names it",
            "utilisateur": "the user of LSC",
            "personne": "who logs in; NULL: he has no identity",
            **_UTILISATEUR,
        },
    ),
)
