"""What the store notes for portals besides what it derives."""

from sqlmodel import Field, SQLModel

from store.models.entiers import ENTIER_64


class Version(SQLModel, table=True):
    """How often anything changed that a portal may read: one row."""

    __tablename__ = "version_portail"

    id: int = Field(default=1, primary_key=True)
    numero: int = Field(sa_type=ENTIER_64)
    instant: str


class Vue(SQLModel, table=True):
    """A view as it was made: of another program, it is made again."""

    __tablename__ = "vues_portail"

    nom: str = Field(primary_key=True)
    sql: str
