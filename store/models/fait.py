"""What every table of facts has besides the attributes of its nature.

A record that left its list stays, with the instant and the envoi that said so, until it is purged
(architecture, "From facts to what people see"): without this memory no full derivation could tell
a withdrawn document from one that never was.
Touches: nothing.
"""

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel


class Fait(SQLModel):
    """The memory of one record's absence, None while its list holds it, and of the line it was."""

    empreinte: bytes | None = Field(
        default=None,
        sa_type=LargeBinary,
        description="of the line last read (`ingest.reading.empreintes`)",
    )

    absent_depuis: str | None = None
    absent_par: str | None = Field(default=None, description="id of the envoi")
