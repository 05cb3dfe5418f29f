"""What the conservation sweep remembers of contents: since when unlisted, which to unlink."""

from sqlmodel import Field, SQLModel


class ContenuSansLigne(SQLModel, table=True):
    """A received content that no row lists, and since when a sweep saw it so."""

    __tablename__ = "contenus_sans_ligne"

    sha256: str = Field(primary_key=True)
    depuis: str = Field(description="UTC instant of the sweep that saw it first")


class ContenuARetirer(SQLModel, table=True):
    """A content that was purged and whose file is still to be unlinked."""

    __tablename__ = "contenus_a_retirer"

    sha256: str = Field(primary_key=True)
