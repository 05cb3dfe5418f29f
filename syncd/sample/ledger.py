"""The records of the natures that decide no document: accounts, works, contacts, meetings.

Same conventions as `syncd/sample/values.py`.
Touches: nothing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from syncd.sample.values import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Analytique:
    """One analytic account (R-092)."""

    code: str
    libelle: str
    reverse_au_proprietaire: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercice:
    """One accounting year of a building."""

    id: str
    immeuble: str
    du: date
    au: date
    clos: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecriture:
    """One ledger entry of a published account."""

    id: str
    compte: str
    date: date
    libelle: str
    debit: Decimal
    credit: Decimal
    journal: str
    bloc: str
    sous_compte: str | None = None
    rubrique: str | None = None
    analytique: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Depense:
    """One expense of a building and its voucher."""

    id: str
    exercice: str
    type: str
    cle: str
    libelle_cle: str
    numero_compte: str
    libelle_compte: str
    date: date
    libelle: str
    montant: Decimal
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One line of a budget."""

    exercice: str
    cle: str
    libelle_cle: str
    numero_compte: str
    libelle_compte: str
    montant: Decimal
    realise: Decimal | None = None
    delegation: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One works operation of a building."""

    id: str
    immeuble: str
    designation: str
    debut: date | None = None
    fin_prevue: date | None = None
    decision_ag: date | None = None
    resolution: str | None = None
    budget: Decimal
    realise: Decimal
    acheve_le: date | None = None
    inactif: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonds:
    """The works fund held for one unit (R-100)."""

    lot: str
    type: str
    numero_compte: str
    montant: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondant:
    """One contact person of a supplier."""

    compte: str
    tiers: str
    fonction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo of a building or a unit; `source` names its image, if people may see it (R-120)."""

    immeuble: str | None = None
    lot: str | None = None
    rang: int
    nom: str
    publiable: bool | None = None
    vignette: bool | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact of the agency, for a building or an account (R-127)."""

    role: str
    utilisateur: str
    immeuble: str | None = None
    compte: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digicode:
    """One door code; a sealed nature (R-125)."""

    immeuble: str | None = None
    lot: str | None = None
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One resolution of a meeting."""

    rang: int
    numero: str
    titre: str
    texte: str
    majorite: str
    vote: str
    second_tour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Votant:
    """One co-owner who may vote."""

    tiers: str
    fiche: str
    tantiemes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assemblee:
    """One general meeting whose vote by correspondence is open (R-156)."""

    id: str
    immeuble: str
    tenue_le: str
    lieu: str
    convoquee_le: date
    limite: str
    note: str
    destinataire: str
    adresse1: str
    code_postal: str
    ville: str
    email: str
    resolutions: tuple[Resolution, ...]
    votants: tuple[Votant, ...]
