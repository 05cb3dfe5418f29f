"""General meetings whose vote by correspondence is open: what is decided, and who may vote."""

from datetime import date

from sqlmodel import Field, SQLModel

from store.models.fait import Fait


class Assemblee(Fait, table=True):
    """A general meeting; its list may leave it out, it stays all the same (R-154, R-156)."""

    __tablename__ = "assemblees"

    entite: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    immeuble: str
    tenue_le: str = Field(description="xs:dateTime as sent")
    lieu: str
    convoquee_le: date | None = Field(default=None, description="without it nobody votes (R-152)")
    limite: str | None = Field(default=None, description="xs:dateTime as sent; ours wins (R-156)")
    note: str | None = None
    destinataire: str
    adresse1: str | None = None
    adresse2: str | None = None
    adresse3: str | None = None
    code_postal: str | None = None
    ville: str | None = None
    email: str | None = None


class Resolution(SQLModel, table=True):
    """A resolution of a meeting, and the majority that it needs."""

    __tablename__ = "resolutions"

    entite: str = Field(primary_key=True)
    assemblee: str = Field(primary_key=True)
    rang: str = Field(primary_key=True, description="as sent: it only orders")
    numero: str
    titre: str
    texte: str | None = None
    majorite: str
    vote: str
    second_tour: str | None = None


class Votant(SQLModel, table=True):
    """Who may vote for one co-owner's record (R-167, R-168)."""

    __tablename__ = "votants"

    entite: str = Field(primary_key=True)
    assemblee: str = Field(primary_key=True)
    tiers: str
    fiche: str = Field(primary_key=True)
    tantiemes: int | None = None
