"""What a portal writes: tables that no envoi touches, and the values that are read from them.

They are no part of the store's own tables: on SQLite they are in a file of their own, and on either
database they have their own version.
Touches: nothing.
"""

from typing import NamedTuple

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = 1
"""Of these tables; the store's own revisions say nothing of them."""
PREFIX = "portail_ecrit_"
ECRITS = MetaData()


class MotDePasse(NamedTuple):
    """R-071: `condense` is the hash of his own password, None while he set none.

    `secret_utilise` is the hash of the initial secret that was used: it works once.
    """

    tiers: str
    condense: str | None
    pose_le: str | None
    secret_utilise: str | None


class DerniereConnexion(NamedTuple):
    """R-073: when a person was last connected to an account."""

    tiers: str
    compte: str
    derniere_le: str


class Lecture(NamedTuple):
    """R-058: when a document was first shown to a person as new, and when he read it."""

    tiers: str
    document: str
    vu_le: str | None
    lu_le: str | None


class Refus(NamedTuple):
    """R-088: who wants no notifications, since when."""

    tiers: str
    depuis: str


class ReglageEcrit(NamedTuple):
    """R-023: a value that somebody set in the portal for a building, an account or a binder."""

    portee: str
    cible: str
    option: str
    valeur: bool


class Usurpation(NamedTuple):
    """R-086: a member of the staff was connected as a client; `jusqu_au` None while he is."""

    qui: str
    tiers: str
    du: str
    jusqu_au: str | None


def _key(name: str, length: int = 130) -> Column[str]:
    return Column(name, String(length), primary_key=True)


def _text(name: str, *, required: bool = True) -> Column[str]:
    return Column(name, Text, nullable=not required)


VERSIONS = Table(f"{PREFIX}version", ECRITS, Column("numero", Integer, primary_key=True))
MOTS_DE_PASSE = Table(
    f"{PREFIX}mots_de_passe",
    ECRITS,
    _key("tiers"),
    _text("condense", required=False),
    _text("pose_le", required=False),
    _text("secret_utilise", required=False),
)
CONNEXIONS = Table(
    f"{PREFIX}connexions", ECRITS, _key("tiers"), _key("compte"), _text("derniere_le")
)
LECTURES = Table(
    f"{PREFIX}lectures",
    ECRITS,
    _key("tiers"),
    _key("document", 260),
    _text("vu_le", required=False),
    _text("lu_le", required=False),
)
REFUS = Table(f"{PREFIX}refus", ECRITS, _key("tiers"), _text("depuis"))
REGLAGES = Table(
    f"{PREFIX}reglages",
    ECRITS,
    _key("portee"),
    _key("cible"),
    _key("option"),
    Column("valeur", Boolean, nullable=False),
    CheckConstraint("portee IN ('immeuble', 'compte', 'classeur')"),
)
USURPATIONS = Table(
    f"{PREFIX}usurpations",
    ECRITS,
    Column("id", Integer, primary_key=True),
    _text("qui"),
    _text("tiers"),
    _text("du"),
    _text("jusqu_au", required=False),
)
COLONNES = {
    MOTS_DE_PASSE.name: "R-071: a person's own password, which no later initial secret replaces",
    CONNEXIONS.name: "R-073: when each person was last connected to each account",
    LECTURES.name: "R-058: what was shown to each person as new, and what he read",
    REFUS.name: "R-088: who wants no notifications",
    REGLAGES.name: "R-023: what is set in the portal for one building, account or binder",
    USURPATIONS.name: "R-086: when staff were connected as a client",
}
"""What each table is for."""
