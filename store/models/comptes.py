"""Ledger accounts, their holders, and the mandates and leases that explain them."""

from datetime import date

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from store.models.fait import Fait


class Compte(Fait, table=True):
    """A ledger account; its check box `publie` opens the extranet (R-070)."""

    __tablename__ = "comptes"
    __table_args__ = (
        Index(
            "comptes_fournisseurs",
            "entite",
            sqlite_where=text("genre = 'fournisseur'"),
            postgresql_where=text("genre = 'fournisseur'"),
        ),
    )

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    genre: str
    numero: str
    publie: bool
    solde: int | None = Field(
        default=None, sa_type=BigInteger, description="minor units of the entity's currency"
    )
    valide: bool = False


class Titulaire(SQLModel, table=True):
    """A holder of an account; `au` is his last day."""

    __tablename__ = "titulaires"

    entite: str = Field(primary_key=True)
    compte: str = Field(primary_key=True)
    rang: int = Field(primary_key=True, description="place among the sorted holders")
    tiers: str
    au: date | None = None


class Mandat(Fait, table=True):
    """A landlord's mandate (R-079)."""

    __tablename__ = "mandats"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    compte: str = Field(index=True)
    du: date
    inactif_le: date | None = None
    inactivite_enregistree_le: date | None = None


class LotMandat(SQLModel, table=True):
    """A unit under a mandate, both days included."""

    __tablename__ = "lots_mandats"

    entite: str = Field(primary_key=True)
    mandat: str = Field(primary_key=True)
    lot: str = Field(primary_key=True, index=True)
    du: date = Field(primary_key=True)
    au: date | None = None


class Bail(Fait, table=True):
    """A lease (R-076, R-077)."""

    __tablename__ = "baux"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    compte: str = Field(index=True)
    entree: date
    sortie: date | None = None
    preavis_enregistre_le: date | None = None
    depart_enregistre_le: date | None = None


class LotBail(SQLModel, table=True):
    """A unit of a lease."""

    __tablename__ = "lots_baux"

    entite: str = Field(primary_key=True)
    bail: str = Field(primary_key=True)
    lot: str = Field(primary_key=True, index=True)
