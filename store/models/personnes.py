"""Persons: identities, their logins, who may act for whom, who speaks for a supplier."""

from sqlmodel import Field

from store.models.fait import Fait


class Tiers(Fait, table=True):
    """A person or a company."""

    __tablename__ = "tiers"

    id: str = Field(primary_key=True)
    civilite: str | None = None
    nom: str
    prenom: str | None = None
    adresse1: str | None = None
    adresse2: str | None = None
    adresse3: str | None = None
    code_postal: str | None = None
    ville: str | None = None
    pays: str | None = None
    email: str | None = None
    telephone: str | None = None
    mobile: str | None = None
    activite: str | None = None


class Connexion(Fait, table=True):
    """A login. The initial secret is kept as an argon2id hash and a keyed digest, never in clear.

    R-071: it works once and for 30 days from `secret_recu_le`; R-072: one login reaches every
    published account of the person.
    """

    __tablename__ = "connexions"

    tiers: str = Field(primary_key=True)
    identifiant: str = Field(index=True)
    secret_empreinte: str | None = Field(default=None, description="keyed digest of the secret")
    secret_condense: str | None = Field(default=None, description="argon2id hash of the secret")
    secret_recu_le: str | None = Field(default=None, description="UTC instant")


class Relation(Fait, table=True):
    """`super_tiers` may act for `tiers` (R-073)."""

    __tablename__ = "relations"

    super_tiers: str = Field(primary_key=True)
    tiers: str = Field(primary_key=True)


class Correspondant(Fait, table=True):
    """A contact person of a supplier (R-136, R-170)."""

    __tablename__ = "correspondants"

    entite: str = Field(primary_key=True)
    compte: str = Field(primary_key=True)
    tiers: str = Field(primary_key=True)
    fonction: str | None = None
