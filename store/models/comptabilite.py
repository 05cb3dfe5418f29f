"""The books: journals, years, entries, expenses, budgets, works; amounts in minor units."""

from datetime import date

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from store.models.fait import Fait


class Journal(Fait, table=True):
    """A journal; its type tells which entries are grouped, and which are hidden (R-091, R-094)."""

    __tablename__ = "journaux"

    code: str = Field(primary_key=True)
    libelle: str
    type: str = Field(description="as sent: a rule judges it")


class Analytique(Fait, table=True):
    """An analytic account (R-092)."""

    __tablename__ = "analytiques"

    entite: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    libelle: str
    reverse_au_proprietaire: bool = False


class Exercice(Fait, table=True):
    """An accounting year of a building, both days included (R-101, R-103)."""

    __tablename__ = "exercices"
    __table_args__ = (Index("exercices_immeuble", "entite", "immeuble"),)

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    immeuble: str
    du: date
    au: date
    clos: bool


class Ecriture(Fait, table=True):
    """An entry of a published account (R-090…R-094)."""

    __tablename__ = "ecritures"
    __table_args__ = (Index("ecritures_compte", "entite", "compte"),)

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    compte: str
    date: date
    libelle: str
    debit: int = Field(sa_type=BigInteger)
    credit: int = Field(sa_type=BigInteger)
    journal: str
    bloc: str | None = None
    sous_compte: str | None = Field(default=None, description="as sent: a rule judges it (R-093)")
    rubrique: str | None = None
    analytique: str | None = None


class Depense(Fait, table=True):
    """An expense of a building (R-101)."""

    __tablename__ = "depenses"
    __table_args__ = (Index("depenses_exercice", "entite", "exercice"),)

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    exercice: str
    type: str
    cle: str
    libelle_cle: str
    numero_compte: str
    libelle_compte: str
    date: date
    libelle: str
    montant: int = Field(sa_type=BigInteger)


class PieceDepense(SQLModel, table=True):
    """A voucher of an expense (R-065)."""

    __tablename__ = "pieces_depenses"

    entite: str = Field(primary_key=True)
    depense: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    nom: str
    sha256: str


class Budget(Fait, table=True):
    """What was voted for one account under one key, and what was spent (R-103, R-106)."""

    __tablename__ = "budgets"

    entite: str = Field(primary_key=True)
    exercice: str = Field(primary_key=True)
    cle: str = Field(primary_key=True)
    libelle_cle: str
    numero_compte: str = Field(primary_key=True)
    libelle_compte: str
    montant: int = Field(sa_type=BigInteger)
    realise: int | None = Field(default=None, sa_type=BigInteger)
    delegation: bool = False


class Operation(Fait, table=True):
    """A works operation of a building: in progress, or done on `acheve_le` (R-104, R-105)."""

    __tablename__ = "travaux"
    __table_args__ = (Index("travaux_immeuble", "entite", "immeuble"),)

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    immeuble: str
    designation: str
    debut: date | None = None
    fin_prevue: date | None = None
    decision_ag: date | None = None
    resolution: str | None = None
    budget: int = Field(sa_type=BigInteger)
    realise: int = Field(sa_type=BigInteger)
    acheve_le: date | None = None
    inactif: bool = False


class Fonds(Fait, table=True):
    """What is held for a unit on one account of works funds (R-100)."""

    __tablename__ = "fonds_travaux"

    entite: str = Field(primary_key=True)
    lot: str = Field(primary_key=True)
    type: str
    numero_compte: str = Field(primary_key=True)
    montant: int = Field(sa_type=BigInteger)
