"""The small frozen values that the rules read: what LSC said, and nothing of how it came.

A record of an entity is named `entite/id`, a binder `module/numero`, everything else by its id, in
its own `ref` as in every reference to it: one string is one thing in the whole agency (R-008).
Days are `date`s; `du` and `au` are both included (export.md, "Les conventions").
Touches: nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import lru_cache
from typing import NamedTuple

from ingest.rules.coordonnees import Coordonnees
from ingest.rules.decisions import Decision
from ingest.rules.tableaux import Ligne, Tableau

JAMAIS = "0000-00-00"
"""`publie_le` of an event that is not to be published (R-051)."""


@lru_cache(8192)
def ref(entite: str, identifiant: object) -> str:
    """Given an entity ("" for the agency's natures) and an id, return the one name of a record."""
    return f"{entite}/{identifiant}" if entite else str(identifiant)


class Parametres(NamedTuple):
    """The settings of LSC that rules of this program read (R-020); absent means off."""

    publier_factures: bool = False
    ignorer_controle_pieces: bool = False
    noms_gerance: bool = False
    noms_syndic: bool = False
    depublier_locataire_preavis: bool = False
    depublier_locataire_depart: bool = False
    depublier_proprietaire_mandat_inactif: bool = False
    depublier_vendeur_mutation: bool = False
    envoyer_fonds_102: bool = False
    envoyer_depenses: bool = False
    masquer_coordonnees_bancaires: bool = False
    regrouper_tresorerie_proprietaire: bool = False
    regrouper_tresorerie_locataire: bool = False
    regrouper_tresorerie_coproprietaire: bool = False
    exclure_analytiques: bool = False
    classeurs_designes: tuple[tuple[str, str], ...] = ()
    """Attribute and binder: `classeur_factures`, `classeur_assemblees`."""


class Entite(NamedTuple):
    """A legal entity; `devise` is what its amounts are in."""

    ref: str
    fuseau: str
    pays: str = "FR"
    devise: str = "EUR"


class Tiers(NamedTuple):
    """A person or a company; `signes` are its name, address and e-mail, as they are compared."""

    ref: str
    signes: frozenset[str] = frozenset()


class Connexion(NamedTuple):
    """A login; `ref` is its person."""

    ref: str
    tiers: str
    identifiant: str


class Relation(NamedTuple):
    """Who may act for whom (R-073)."""

    ref: str
    super_tiers: str
    tiers: str


class Classeur(NamedTuple):
    """A binder; `cases` are the ticked boxes that its module has (R-031, R-032)."""

    ref: str
    module: str
    nom: str
    parent: str | None
    cases: frozenset[str]


class Modele(NamedTuple):
    """An event model; `module` and `numero` name its binder."""

    ref: str
    genre: str
    module: str | None
    numero: int | None
    duree_mois: str | None
    grouper_par_dossier: bool
    prefixer_reference: bool
    noms_pieces_jointes: bool


class Immeuble(NamedTuple):
    """A building."""

    ref: str
    entite: str
    module: str
    fuseau: str | None
    gardien: str | None
    batiments: frozenset[str]
    coordonnees: Coordonnees | None = None
    """None when nothing is said of a bank account."""


class Lot(NamedTuple):
    """A unit."""

    ref: str
    entite: str
    immeuble: str
    batiment: str | None


class Titulaire(NamedTuple):
    """A holder of an account; `au` is his last day."""

    tiers: str
    au: date | None


class Compte(NamedTuple):
    """A ledger account."""

    ref: str
    entite: str
    genre: str
    publie: bool
    titulaires: tuple[Titulaire, ...]
    has_solde: bool = True


class Fiche(NamedTuple):
    """A co-owner's record in one building."""

    ref: str
    entite: str
    immeuble: str
    compte: str
    correspondant: str | None
    membre_cs: bool
    president_cs: bool


class Detention(NamedTuple):
    """A unit held by a co-owner's record."""

    ref: str
    entite: str
    lot: str
    fiche: str
    du: date
    au: date | None
    mutation_enregistree_le: date | None


class LotMandat(NamedTuple):
    """A unit under a mandate."""

    lot: str
    du: date
    au: date | None


class Mandat(NamedTuple):
    """A landlord's mandate."""

    ref: str
    entite: str
    compte: str
    du: date
    inactif_le: date | None
    """The day typed, else the day of the recording (R-080); None while it is active."""
    lots: tuple[LotMandat, ...]


class Bail(NamedTuple):
    """A lease."""

    ref: str
    entite: str
    compte: str
    entree: date
    sortie: date | None
    preavis_enregistre_le: date | None
    depart_enregistre_le: date | None
    lots: tuple[str, ...]


class Dossier(NamedTuple):
    """A case file."""

    ref: str
    entite: str
    reference: str
    type: str
    immeuble: str | None
    batiment: str | None
    fournisseur: str | None
    theme: str | None = None
    du: date | None = None
    au: date | None = None


class Piece(NamedTuple):
    """A piece of an event; `retiree` when its event is listed without it (R-044)."""

    id: str
    type: str
    rang: str
    nom: str
    sha256: str
    retiree: bool


class Evenement(NamedTuple):
    """An event and its pieces; `absent` when its list no longer holds it (R-010)."""

    ref: str
    entite: str
    modele: str
    objet: str
    traite_le: date
    publie_le: str | None
    dossier: str | None
    confidentiel: bool
    ecriture_comptable: bool
    immeuble: str | None
    lot: str | None
    compte: str | None
    bail: str | None
    absent: bool
    pieces: tuple[Piece, ...]
    cree_le: str = ""
    """As sent."""


Fait = (
    Entite
    | Tiers
    | Connexion
    | Relation
    | Classeur
    | Modele
    | Immeuble
    | Lot
    | Compte
    | Fiche
    | Detention
    | Mandat
    | Bail
    | Dossier
    | Evenement
)


class Purge(NamedTuple):
    """A document that was removed for good; `le` is the UTC instant (domain.md §3)."""

    document: str
    traite_le: date
    le: str


class Reglage(NamedTuple):
    """A setting of the extranet's side that somebody set (R-021, R-023).

    Without `portee`, `cible` is its section; `source` is `fichier` or `portail`.
    """

    portee: str
    cible: str
    option: str
    valeur: bool
    source: str = "fichier"


class Options(NamedTuple):
    """The settings of this program that rules read."""

    conseil_herite_coproprietaire: bool = False
    """A binder ticked for co-owners is the council's too (R-033)."""
    racines_personnel: tuple[str, ...] = ("64",)
    """What the numbers of staff accounts begin with (R-065, R-096); others are told by words."""
    reglages: frozenset[Reglage] = frozenset()
    """What is set of the extranet's side; the rest is as `rules.reglages` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faits:
    """Everything that is known, by `ref`. Only `evenements` holds what left its list as well.

    `places` names the accounts that some record, listed or not, ever tied to a place (R-084);
    `fuseaux` are the zones that exist among the names used; `formats` tells, by sha256, what each
    received content is; `decisions` are those of persons, that are not closed.
    """

    parametres: Parametres
    entites: Mapping[str, Entite]
    tiers: Mapping[str, Tiers]
    connexions: Mapping[str, Connexion]
    relations: Mapping[str, Relation]
    classeurs: Mapping[str, Classeur]
    modeles: Mapping[str, Modele]
    immeubles: Mapping[str, Immeuble]
    lots: Mapping[str, Lot]
    comptes: Mapping[str, Compte]
    fiches_coproprietaires: Mapping[str, Fiche]
    detentions: Mapping[str, Detention]
    mandats: Mapping[str, Mandat]
    baux: Mapping[str, Bail]
    dossiers: Mapping[str, Dossier]
    evenements: Mapping[str, Evenement]
    places: frozenset[str]
    fuseaux: Mapping[str, tzinfo]
    formats: Mapping[str, str]
    options: Options
    decisions: tuple[Decision, ...] = ()
    remplaces: frozenset[str] = frozenset()
    """The accounts whose holder changed and that nobody confirmed since (R-081b)."""
    coordonnees_liberees: Mapping[str, str] = field(default_factory=dict)
    """By building, the digest of the bank details that were released last (R-113b)."""
    purges: Mapping[str, Purge] = field(default_factory=dict)
    """By document, its latest purge."""
    soldes: Mapping[str, int] = field(default_factory=dict)
    """What LSC says that each account owes, in minor units: compared, never shown (R-092)."""
    ailleurs: Mapping[str, Mapping[Ligne, int]] = field(default_factory=dict)
    """By entity, what entries come to that are not here, by what decides of them (`rules.lignes`).

    They are shown as they are.
    """
    annexes: tuple[Tableau, ...] = ()
    """The records that decide no document."""
