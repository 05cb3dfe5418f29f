"""The records that the sample sends: one frozen value per element of the contract.

Field names are attribute names, field order is attribute order, a tuple is a list of child
elements (docs/export.md, "Les natures"). None means "attribute absent".
Touches: nothing.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Commun:
    """Settings common to both modules (R-020)."""

    publier_factures: bool
    ignorer_controle_pieces: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gerance:
    """Settings of the module gérance (R-020)."""

    noms_pieces_jointes: bool
    depublier_locataire_preavis: bool
    depublier_locataire_depart: bool
    depublier_proprietaire_mandat_inactif: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One published contract theme (R-138)."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Syndic:
    """Settings of the module syndic (R-020)."""

    envoyer_depenses: bool
    noms_pieces_jointes: bool
    depublier_vendeur_mutation: bool
    classeur_factures: int
    classeur_assemblees: int
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entite:
    """One entity of the agency."""

    id: str
    nom: str
    pays: str
    devise: str
    fuseau: str
    adresse1: str
    code_postal: str
    ville: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Utilisateur:
    """One user of LSC (R-085)."""

    id: str
    nom: str
    prenom: str
    email: str
    telephone: str
    tiers: str
    role: str
    recoit_messages_systeme: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """One identity: a person, a company or a supplier."""

    id: str
    civilite: str | None = None
    nom: str
    prenom: str | None = None
    adresse1: str | None = None
    adresse2: str | None = None
    code_postal: str | None = None
    ville: str | None = None
    pays: str | None = None
    email: str | None = None
    telephone: str | None = None
    mobile: str | None = None
    activite: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connexion:
    """One login; a sealed nature (R-071)."""

    tiers: str
    identifiant: str
    secret_initial: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One "is super tiers of" (R-073)."""

    super_tiers: str
    tiers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """One journal; code of at most 3 characters (V5)."""

    code: str
    libelle: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classeur:
    """One binder and its boxes (R-030…R-035)."""

    module: str
    numero: int
    nom: str
    parent: int | None = None
    proprietaire: bool | None = None
    locataire: bool | None = None
    coproprietaire: bool | None = None
    membre: bool | None = None
    president: bool | None = None
    ajout: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Modele:
    """One event model (R-040)."""

    code: str
    libelle: str
    genre: str = "ordinaire"
    module: str | None = None
    classeur: int | None = None
    duree_mois: int | None = None
    grouper_par_dossier: bool | None = None
    prefixer_reference: bool | None = None
    noms_pieces_jointes: bool | None = None
    notifier: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One case file (R-060, R-138)."""

    id: str
    reference: str
    type: str
    theme: str | None = None
    immeuble: str | None = None
    batiment: str | None = None
    objet: str | None = None
    fournisseur: str | None = None
    du: date | None = None
    au: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of an event or of an expense; `source` names its document ("S1/E12/a").

    The sha256 and the file are known only when the night is written; `source` is not sent.
    """

    id: str
    rang: int | None = None
    type: str | None = None
    nom: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenement:
    """One event and its pieces (R-040…R-054); exactly one of the four targets is given."""

    id: str
    modele: str
    objet: str
    traite_le: date
    cree_le: str
    publie_le: str | None = None
    dossier: str | None = None
    confidentiel: bool
    ecriture_comptable: bool | None = None
    immeuble: str | None = None
    lot: str | None = None
    compte: str | None = None
    bail: str | None = None
    pieces: tuple[Piece, ...]
