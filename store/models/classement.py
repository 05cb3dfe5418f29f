"""Binders, event models, case files, events and their pieces."""

from datetime import date

from sqlmodel import Field, SQLModel

from store.models.fait import Fait


class Classeur(Fait, table=True):
    """A binder and the boxes of its rights (R-030…R-035)."""

    __tablename__ = "classeurs"

    module: str = Field(primary_key=True)
    numero: int = Field(primary_key=True)
    nom: str
    parent: int | None = None
    proprietaire: bool = False
    locataire: bool = False
    coproprietaire: bool = False
    membre: bool = False
    president: bool = False
    ajout: bool = False


class Modele(Fait, table=True):
    """An event model: binder, retention, titles (R-040, R-053, R-060…R-064)."""

    __tablename__ = "modeles"

    code: str = Field(primary_key=True)
    libelle: str
    genre: str
    module: str | None = None
    classeur: int | None = None
    duree_mois: str | None = Field(default=None, description="as sent: a rule judges it (R-053)")
    grouper_par_dossier: bool = False
    prefixer_reference: bool = False
    noms_pieces_jointes: bool = False
    notifier: bool = False


class Dossier(Fait, table=True):
    """A case file (R-060, R-138)."""

    __tablename__ = "dossiers"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    reference: str
    type: str
    theme: str | None = None
    immeuble: str | None = None
    batiment: str | None = None
    objet: str | None = None
    fournisseur: str | None = None
    du: date | None = None
    au: date | None = None


class Evenement(Fait, table=True):
    """An event: what LSC publishes (R-040…R-054)."""

    __tablename__ = "evenements"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    modele: str
    objet: str
    traite_le: date
    cree_le: str = Field(description="xs:dateTime as sent")
    publie_le: str | None = Field(default=None, description="a day, or 0000-00-00 (R-051)")
    dossier: str | None = None
    confidentiel: bool
    ecriture_comptable: bool = False
    immeuble: str | None = None
    lot: str | None = None
    compte: str | None = None
    bail: str | None = None


class Piece(SQLModel, table=True):
    """A piece of an event: one document (R-044). It stays when its event no longer has it."""

    __tablename__ = "pieces"

    entite: str = Field(primary_key=True)
    evenement: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    type: str
    rang: str = Field(description="as sent: it only orders")
    nom: str
    sha256: str = Field(index=True)
    retiree: bool = Field(default=False, description="its event is listed without it")
