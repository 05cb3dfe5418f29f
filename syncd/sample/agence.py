"""The imaginary agency on one night: what it sends, and what its author knows of it.

What is sent are records. What is known is who each document was written for and what became of it:
the oracle of the tests is counted from that knowledge, never by a receiver's rules. A document and
a person meet in *labels* such as `compte:S1:C3` or `immeuble:S1:I1:membre`.
Touches: nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from syncd.sample.letters import Contenu
from syncd.sample.natures import Cle, Enregistrement

Table = tuple[str, str]
"""A nature and its entity ("" for the agency's own natures)."""


class Sort(StrEnum):
    """What the author of a document decided for it; time and transport come on top."""

    PUBLIE = "publie"
    RETIRE_EXPLICITE = "WITHDRAWN_EXPLICIT"
    RETIRE_ABSENT = "WITHDRAWN_ABSENT"
    CONFIDENTIEL = "EVENT_CONFIDENTIAL"
    SANS_ECRITURE = "INVOICE_WITHOUT_ENTRY"
    OPTION_FACTURES = "INVOICE_OPTION_OFF"
    NON_PUBLIE = "NOT_PUBLISHED"
    SANS_CLASSEUR = "MODEL_NO_BINDER"
    A_RENDRE = "RENDERING_PENDING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is known of one piece: its content, the labels it was written for, its fate.

    Visible from `des` (included) to `jusqu_au` (excluded); its file is sent by the first night
    whose numero is not less than `arrive`.
    """

    contenu: Contenu
    pour: frozenset[str]
    sort: Sort
    des: date
    jusqu_au: date | None
    arrive: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coproprietaire:
    """One co-owner's record: `tiers[0]` bears the council flag, `lots` are those held today."""

    entite: str
    immeuble: str
    fiche: str
    compte: str
    tiers: tuple[str, ...]
    lots: tuple[str, ...]
    niveau: str
    ouvert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bailleur:
    """One landlord's account: the buildings of his lots, open while its mandate is active."""

    entite: str
    compte: str
    tiers: tuple[str, ...]
    mandat: str
    immeubles: tuple[str, ...]
    ouvert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Locataire:
    """One lease: `etat` is present, preavis or parti; `bailleur` is the landlord's account."""

    entite: str
    immeuble: str
    lot: str
    bail: str
    compte: str
    tiers: tuple[str, ...]
    bailleur: str
    etat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvements:
    """What this night changed, noted as it was done: table and key of each record."""

    nouveaux: frozenset[tuple[Table, Cle]]
    modifies: frozenset[tuple[Table, Cle]]
    disparus: frozenset[tuple[Table, Cle]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agence:
    """The whole state on one night.

    `acces` gives the labels of each tiers, `roles` the persons that the oracle follows (tiers to
    what he is), `acteurs` who plays which part in the coming nights, `recit` what happened.
    """

    graine: int
    domaine: str
    numero: int
    nuit: date
    tables: Mapping[Table, Mapping[Cle, Enregistrement]]
    documents: Mapping[str, Document]
    acces: Mapping[str, frozenset[str]]
    coproprietaires: Mapping[str, Coproprietaire]
    bailleurs: Mapping[str, Bailleur]
    locataires: Mapping[str, Locataire]
    compteurs: Mapping[str, int]
    roles: Mapping[str, str]
    acteurs: Mapping[str, str]
    mouvements: Mouvements
    recit: tuple[str, ...]


def account_label(entite: str, compte: str) -> str:
    """Return the label of who holds an account."""
    return f"compte:{entite}:{compte}"


def building_labels(entite: str, immeuble: str, *niveaux: str) -> frozenset[str]:
    """Return the labels of who has one of these levels in a building (exact level, R-033)."""
    return frozenset(f"immeuble:{entite}:{immeuble}:{niveau}" for niveau in niveaux)
