"""What persons decided, and what no list says again: read by the rules like any fact."""

from sqlmodel import Field, SQLModel


class Decision(SQLModel, table=True):
    """A decision as it was written: criteria, reason, who, when, until. Closed, never changed."""

    __tablename__ = "decisions"

    id: str = Field(primary_key=True)
    genre: str = Field(description="depublier")
    criteres: str = Field(description="JSON: the criteria that are given, by name")
    raison: str
    qui: str
    pris_le: str = Field(description="UTC instant")
    jour: str = Field(description="the agency's local day of `pris_le`")
    jusqu_au: str | None = Field(default=None, description="last day, included")
    clos_le: str | None = None
    clos_par: str | None = None
    clos_raison: str | None = None


class Constat(SQLModel, table=True):
    """What an envoi or a person changed and a rule needs later (R-081b)."""

    __tablename__ = "constats"

    id: int | None = Field(default=None, primary_key=True)
    genre: str = Field(description="titulaire_remplace, compte_confirme")
    cible: str = Field(index=True, description="entite/compte")
    instant: str
    cause: str
    detail: str = Field(description="JSON: values before and after, ids only")


class Reglage(SQLModel, table=True):
    """A setting of the extranet's side as it is set, by the agency's file or in the portal."""

    __tablename__ = "reglages"

    portee: str = Field(primary_key=True, description="empty, immeuble, compte or classeur")
    cible: str = Field(primary_key=True, description="without portee, the section")
    option: str = Field(primary_key=True)
    source: str = Field(primary_key=True, description="fichier or portail")
    valeur: bool
