"""The natures that the sample writes: their records, keys and order in the manifest.

Touches: nothing.
"""

from typing import NamedTuple

from syncd.sample import ledger, patrimoine, values

Enregistrement = (
    values.Commun
    | values.Gerance
    | values.Syndic
    | values.Entite
    | values.Utilisateur
    | values.Tiers
    | values.Connexion
    | values.Relation
    | values.Journal
    | values.Classeur
    | values.Modele
    | patrimoine.Immeuble
    | patrimoine.Lot
    | patrimoine.Compte
    | patrimoine.Fiche
    | patrimoine.Detention
    | patrimoine.Mandat
    | patrimoine.Bail
    | values.Dossier
    | values.Evenement
    | ledger.Analytique
    | ledger.Exercice
    | ledger.Ecriture
    | ledger.Depense
    | ledger.Budget
    | ledger.Operation
    | ledger.Fonds
    | ledger.Correspondant
    | ledger.Photo
    | ledger.Contact
    | ledger.Digicode
    | ledger.Assemblee
)
Cle = tuple[str, ...]


class Nature(NamedTuple):
    """One nature of the contract: `nom` is its root element, `cle` the attributes of its key."""

    nom: str
    cle: tuple[str, ...]
    elements: tuple[type[Enregistrement], ...]


AGENCE: tuple[Nature, ...] = (
    Nature("parametres", (), (values.Commun, values.Gerance, values.Syndic)),
    Nature("entites", ("id",), (values.Entite,)),
    Nature("utilisateurs", ("id",), (values.Utilisateur,)),
    Nature("tiers", ("id",), (values.Tiers,)),
    Nature("connexions", ("tiers",), (values.Connexion,)),
    Nature("relations", ("super_tiers", "tiers"), (values.Relation,)),
    Nature("journaux", ("code",), (values.Journal,)),
    Nature("classeurs", ("module", "numero"), (values.Classeur,)),
    Nature("modeles", ("code",), (values.Modele,)),
)
"""Natures written once for the agency."""

PAR_ENTITE: tuple[Nature, ...] = (
    Nature("immeubles", ("id",), (patrimoine.Immeuble,)),
    Nature("lots", ("id",), (patrimoine.Lot,)),
    Nature("comptes", ("id",), (patrimoine.Compte,)),
    Nature("fiches_coproprietaires", ("id",), (patrimoine.Fiche,)),
    Nature("detentions", ("lot", "fiche", "du"), (patrimoine.Detention,)),
    Nature("mandats", ("id",), (patrimoine.Mandat,)),
    Nature("baux", ("id",), (patrimoine.Bail,)),
    Nature("analytiques", ("code",), (ledger.Analytique,)),
    Nature("exercices", ("id",), (ledger.Exercice,)),
    Nature("ecritures", ("id",), (ledger.Ecriture,)),
    Nature("depenses", ("id",), (ledger.Depense,)),
    Nature("budgets", ("exercice", "cle", "numero_compte"), (ledger.Budget,)),
    Nature("travaux", ("id",), (ledger.Operation,)),
    Nature("fonds_travaux", ("lot", "numero_compte"), (ledger.Fonds,)),
    Nature("correspondants", ("compte", "tiers"), (ledger.Correspondant,)),
    Nature("dossiers", ("id",), (values.Dossier,)),
    Nature("evenements", ("id",), (values.Evenement,)),
    Nature("photos", ("immeuble", "lot", "rang"), (ledger.Photo,)),
    Nature("contacts", ("immeuble", "compte", "role"), (ledger.Contact,)),
    Nature("digicodes", ("immeuble", "lot"), (ledger.Digicode,)),
    Nature("assemblees", ("id",), (ledger.Assemblee,)),
)
"""Natures written for each entity that has such records."""

NATURE_OF: dict[type[object], Nature] = {
    element: nature for nature in AGENCE + PAR_ENTITE for element in nature.elements
}


def key_of(record: Enregistrement) -> Cle:
    """Given a record, return its key as texts; for `parametres` the name of its element."""
    nature = NATURE_OF[type(record)]
    if not nature.cle:
        return (type(record).__name__.lower(),)
    return tuple(
        "" if (part := getattr(record, name)) is None else str(part) for name in nature.cle
    )
