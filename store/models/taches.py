"""The chores: when each ran last, and since when its agenda counts."""

from sqlmodel import Field, SQLModel


class Tache(SQLModel, table=True):
    """One chore; all instants are UTC."""

    __tablename__ = "taches"

    nom: str = Field(primary_key=True)
    agenda: str = Field(description="as it was written in the settings")
    fuseau: str
    depuis: str = Field(description="the agenda counts from this instant on")
    creneau: str | None = Field(default=None, description="the instant that the last run was for")
    commence_le: str | None = None
    fini_le: str | None = Field(default=None, description="absent: it runs, or was interrupted")
    resultat: str | None = Field(default=None, description="fait, echec")
    essais: int = Field(default=0, description="how often it was begun for `creneau`")
