"""Buildings, units, their photos and door codes, and the co-owners who hold them."""

from datetime import date

from sqlmodel import Field, SQLModel

from store.models.fait import Fait


class Immeuble(Fait, table=True):
    """A building, managed by an entity as syndic or as gérance."""

    __tablename__ = "immeubles"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    module: str
    nom: str
    adresse1: str | None = None
    adresse2: str | None = None
    adresse3: str | None = None
    code_postal: str | None = None
    ville: str | None = None
    fuseau: str | None = Field(default=None, description="overrides the entity's")
    complet: bool = False
    ancien_decret: bool = False
    derniere_ag: date | None = None
    prochaine_ag: date | None = None
    derniere_ag_comptes: date | None = None
    gardien: str | None = None
    titulaire: str | None = None
    iban: str | None = None
    bic: str | None = None
    rib: str | None = None


class Batiment(SQLModel, table=True):
    """A block of a building."""

    __tablename__ = "batiments"

    entite: str = Field(primary_key=True)
    immeuble: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    nom: str


class Lot(Fait, table=True):
    """A unit: a flat, a garage, a cellar."""

    __tablename__ = "lots"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    immeuble: str
    batiment: str | None = None
    numero: str
    type: str
    etage: str | None = None
    adresse1: str | None = None
    adresse2: str | None = None
    adresse3: str | None = None
    critere2: str | None = None
    tantiemes: int | None = None
    meuble: bool = False


class Fiche(Fait, table=True):
    """A co-owner's record in one building, with the flags of the council (R-083)."""

    __tablename__ = "fiches_coproprietaires"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    immeuble: str
    compte: str = Field(index=True)
    correspondant: str | None = None
    membre_cs: bool = False
    president_cs: bool = False
    resident: bool = False


class Detention(Fait, table=True):
    """A unit held by a co-owner's record, both days included (R-078, R-082)."""

    __tablename__ = "detentions"

    entite: str = Field(primary_key=True)
    lot: str = Field(primary_key=True)
    fiche: str = Field(primary_key=True)
    du: date = Field(primary_key=True)
    au: date | None = None
    mutation_enregistree_le: date | None = None


class Photo(Fait, table=True):
    """A photo of a building or of a unit; it has a content iff people may see it (R-120)."""

    __tablename__ = "photos"

    entite: str = Field(primary_key=True)
    immeuble: str = Field(default="", primary_key=True)
    lot: str = Field(default="", primary_key=True)
    rang: str = Field(primary_key=True, description="as sent: it only orders (R-121)")
    nom: str
    publiable: bool = False
    vignette: bool = False
    sha256: str | None = None


class Digicode(Fait, table=True):
    """The door code of a building or of a unit, encrypted with the agency's key (R-125)."""

    __tablename__ = "digicodes"

    entite: str = Field(primary_key=True)
    immeuble: str = Field(default="", primary_key=True)
    lot: str = Field(default="", primary_key=True)
    code_empreinte: str | None = Field(default=None, description="keyed digest of the code")
    code_chiffre: str | None = Field(default=None, description="the code, encrypted, in base64")
