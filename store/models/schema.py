"""Which version of the tables a database has."""

from sqlmodel import Field, SQLModel


class VersionSchema(SQLModel, table=True):
    """One row: the version that made these tables."""

    __tablename__ = "version_schema"

    version: int = Field(primary_key=True)
