"""The records of buildings, units, accounts, and of who holds, manages or rents them.

Same conventions as `syncd/sample/values.py`.
Touches: nothing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Batiment:
    """One block of a building."""

    code: str
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Immeuble:
    """One building."""

    id: str
    module: str
    nom: str
    adresse1: str
    code_postal: str
    ville: str
    complet: bool | None = None
    derniere_ag: date | None = None
    prochaine_ag: date | None = None
    derniere_ag_comptes: date | None = None
    gardien: str | None = None
    titulaire: str | None = None
    iban: str | None = None
    bic: str | None = None
    rib: str | None = None
    batiments: tuple[Batiment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One unit."""

    id: str
    immeuble: str
    batiment: str | None = None
    numero: str
    type: str
    etage: str | None = None
    adresse1: str | None = None
    critere2: str | None = None
    tantiemes: int | None = None
    meuble: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Titulaire:
    """One holder of an account; `au` when he no longer is."""

    tiers: str
    au: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compte:
    """One ledger account (R-070)."""

    id: str
    genre: str
    numero: str
    publie: bool
    solde: Decimal | None = None
    valide: bool | None = None
    titulaires: tuple[Titulaire, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """One co-owner's record in one building (R-083)."""

    id: str
    immeuble: str
    compte: str
    correspondant: str | None = None
    membre_cs: bool | None = None
    president_cs: bool | None = None
    resident: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detention:
    """One unit held by one co-owner's record, both days included (R-078)."""

    lot: str
    fiche: str
    du: date
    au: date | None = None
    mutation_enregistree_le: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotMandat:
    """One unit under a mandate."""

    lot: str
    du: date
    au: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandat:
    """One mandate of a landlord (R-079)."""

    id: str
    compte: str
    du: date
    inactif_le: date | None = None
    inactivite_enregistree_le: date | None = None
    lots: tuple[LotMandat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotBail:
    """One unit of a lease."""

    lot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bail:
    """One lease (R-076, R-077)."""

    id: str
    compte: str
    entree: date
    sortie: date | None = None
    preavis_enregistre_le: date | None = None
    depart_enregistre_le: date | None = None
    lots: tuple[LotBail, ...]
