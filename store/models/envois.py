"""The ledger of envois, what was applied and received, and what is still to be delivered."""

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from store.models.entiers import ENTIER_64


class Envoi(SQLModel, table=True):
    """What was decided about one attempt; written once, never changed but for a later decision."""

    __tablename__ = "envois"

    id: str = Field(primary_key=True)
    account: str
    domaine: str | None = None
    numero: int | None = Field(default=None, index=True, sa_type=ENTIER_64)
    manifeste: str | None = None
    essai: bool = False
    resultat: str
    code: int
    scelle_le: str
    decide_le: str
    attempt: int
    rapport: str


class FichierApplique(SQLModel, table=True):
    """The data file that was applied last, per nature and entity ("" for the agency)."""

    __tablename__ = "fichiers_appliques"

    nature: str = Field(primary_key=True)
    entite: str = Field(primary_key=True)
    sha256: str
    lecture: str
    envoi: str
    empreintes: bytes | None = Field(
        default=None,
        sa_type=LargeBinary,
        description="of all lines, in the order of the file; those of the facts that it holds",
    )
    suites: bytes | None = Field(
        default=None,
        sa_type=LargeBinary,
        description="of the same lines, twelve at a time: size and digest (`reading.suites`)",
    )


class Contenu(SQLModel, table=True):
    """A content that was received and is kept under its sha256 (R-012)."""

    __tablename__ = "contenus"

    sha256: str = Field(primary_key=True)
    taille: int = Field(sa_type=BigInteger)
    format: str
    recu_le: str
    envoi: str


class AEnvoyer(SQLModel, table=True):
    """A message of the outbox; it goes when it was delivered."""

    __tablename__ = "a_envoyer"
    __table_args__ = {"sqlite_autoincrement": True}  # a number is never given again

    id: int | None = Field(default=None, primary_key=True)
    envoi: str
    account: str
    name: str
    content: bytes = Field(sa_type=LargeBinary)


class Ordre(SQLModel, table=True):
    """What a command asks of the running daemon, and the daemon's answer."""

    __tablename__ = "ordres"

    id: int | None = Field(default=None, primary_key=True)
    genre: str = Field(description="ingest; later release, refuse, retry")
    cible: str
    cree_le: str
    reponse: str | None = None
