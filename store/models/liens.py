"""Derived tables of what ties persons, accounts and units; none says who may look.

Each row has its history, as all derived ones; refs and instants are written as in
`store.models.derives`.
"""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from store.models.derives import Derive, true_once


class FinTitulaire(Derive, table=True):
    """When a holder of an account is one no longer; who has no row holds it without end."""

    __tablename__ = "fins_titulaires"
    __table_args__ = (
        true_once("fins_titulaires"),
        Index("fins_titulaires_compte", "compte", "tiers", "connu_jusqu_au"),
    )

    compte: str
    tiers: str
    jusqu_au: str


class Conseiller(Derive, table=True):
    """Who is of a building's council (R-083): each time of whoever ever is, at his level then."""

    __tablename__ = "conseil"
    __table_args__ = (
        true_once("conseil"),
        Index("conseil_immeuble", "immeuble", "tiers", "connu_jusqu_au"),
    )

    immeuble: str
    tiers: str
    niveau: str = Field(description="president, membre, or coproprietaire while he is not of it")
    du: str | None = None
    jusqu_au: str | None = None


class Location(Derive, table=True):
    """A lease while its unit is under a landlord's mandate (R-107, R-108).

    The days are the instants' own, both included, in the building's zone.
    """

    __tablename__ = "locations"
    __table_args__ = (
        true_once("locations"),
        Index("locations_compte", "compte", "connu_jusqu_au", "locataire"),
    )

    compte: str = Field(description="the landlord's")
    locataire: str = Field(description="the tenant's account")
    bail: str
    lot: str
    immeuble: str
    premier_jour: date | None = None
    dernier_jour: date | None = None
    du: str | None = None
    jusqu_au: str | None = None
    suivi_jusqu_au: str | None = Field(
        default=None, description="until when who left is shown while he owes"
    )
    solde_propre: bool = Field(description="all that the account ever rented was this landlord's")


class Occupation(Derive, table=True):
    """Who occupied a landlord's unit on 1 January, during the year that began then (R-108)."""

    __tablename__ = "occupations"
    __table_args__ = (
        true_once("occupations"),
        Index("occupations_compte", "compte", "connu_jusqu_au"),
    )

    compte: str = Field(description="the landlord's")
    lot: str
    immeuble: str
    tiers: str = Field(description="a holder of the tenant's account")
    du: str | None = None
    jusqu_au: str | None = None


class Contrat(Derive, table=True):
    """A case file with a theme of a building, while it runs (R-138)."""

    __tablename__ = "contrats"
    __table_args__ = (
        true_once("contrats"),
        Index("contrats_immeuble", "immeuble", "connu_jusqu_au"),
    )

    dossier: str
    immeuble: str
    du: str | None = None
    jusqu_au: str | None = None
