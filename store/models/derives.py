"""Derived tables: what follows from facts, decisions and settings, with its history.

Each row was true of our knowledge from `connu_du` until `connu_jusqu_au` (commit instants, UTC
text; None: still), for the causes named beside them. So "what did she see on that day" is one join
(architecture, "From facts to what people see"). A reference to a record of an entity is written
`entite/id`, to a binder `module/numero`; instants of visibility are UTC texts, half-open.
"""

from datetime import date

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from store.models.entiers import ENTIER_64


class Derive(SQLModel):
    """The history of one row."""

    ligne: int | None = Field(default=None, primary_key=True, sa_type=ENTIER_64)
    empreinte: bytes = Field(sa_type=LargeBinary, description="of the values, see store.history")
    connu_du: str
    connu_jusqu_au: str | None = None
    cause_du: str
    cause_jusqu_au: str | None = None


def _of_some(name: str, condition: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows of which the condition is true, on either database."""
    some = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=some, postgresql_where=some)


def true_once(table: str) -> Index:
    """A row is true once at most; the index is also what a row is ended by."""
    return _of_some(f"{table}_vraie", "connu_jusqu_au IS NULL", "empreinte", unique=True)


class Acces(Derive, table=True):
    """What a person reaches: one account or one building, at one level, for some time."""

    __tablename__ = "acces"
    __table_args__ = (
        true_once("acces"),
        Index("acces_tiers", "tiers", "connu_jusqu_au", "cible", "portee"),
        Index("acces_cible", "cible", "connu_jusqu_au"),
    )

    tiers: str = Field(description="who logs in")
    par_tiers: str = Field(description="who holds the account")
    compte: str
    espace: str = Field(description="coproprietaire, proprietaire or locataire (R-074)")
    portee: str = Field(description="compte or immeuble")
    cible: str
    niveau: str
    du: str | None = None
    jusqu_au: str | None = None
    traite_depuis: date | None = None
    traite_jusqu_au: date | None = Field(default=None, description="excluded")
    motif_fin: str | None = Field(default=None, description="the rule that ends it at jusqu_au")


class Droit(Derive, table=True):
    """A box of a binder that is ticked (R-031…R-034)."""

    __tablename__ = "droits"
    __table_args__ = (
        true_once("droits"),
        Index("droits_classeur", "classeur", "niveau", "connu_jusqu_au"),
    )

    classeur: str
    niveau: str


class Publication(Derive, table=True):
    """One document and one scope: what is served, when, under which title, or why it is not.

    `etat` never repeats time: publiee, retenue, attend_fichier, attend_rendu, retiree, purgee.
    What a portal asks is read from `publication_ouverte` alone, newest first (`store.newest`):
    its condition is that of `store.screens`, word for word.
    """

    __tablename__ = "publication"
    __table_args__ = (
        true_once("publication"),
        Index("publication_document", "document", "connu_jusqu_au"),
        _of_some(
            "publication_ouverte",
            "connu_jusqu_au IS NULL AND etat = 'publiee' AND contenu IS NOT NULL",
            *("cible", "portee", "traite_le", "document"),
            *("classeur", "visible_du", "visible_jusqu_au", "ligne"),
        ),
        _of_some("publication_passee", "connu_jusqu_au IS NOT NULL", "cible", "portee"),
    )

    document: str
    contenu: str | None = None
    portee: str | None = None
    cible: str | None = None
    classeur: str | None = None
    titre: str
    rangement: str = Field(description="the folders, as a JSON list")
    traite_le: date
    visible_du: str | None = None
    visible_jusqu_au: str | None = None
    etat: str
    motif: str = Field(description="a code of the catalogue and its arguments, as JSON")


class Anomalie(Derive, table=True):
    """Something wrong with a record, told in every accuse while it stands."""

    __tablename__ = "anomalies"
    __table_args__ = (
        true_once("anomalies"),
        _of_some("anomalies_cle", "connu_jusqu_au IS NULL", "nature", "entite", "cle"),
    )

    code: str
    nature: str
    entite: str
    cle: str = Field(description='the parts of the key joined with " "')
    attribut: str | None = None
    valeur: str | None = None
    attendu: str | None = None


class Rattachement(Derive, table=True):
    """What ties an account to a unit: a holding, a mandate or a lease; says nothing of who looks.

    The days are the instants' own, both included, in the building's zone.
    """

    __tablename__ = "rattachements"
    __table_args__ = (
        true_once("rattachements"),
        Index("rattachements_compte", "compte", "connu_jusqu_au", "lot"),
        Index("rattachements_immeuble", "immeuble", "genre", "connu_jusqu_au"),
        Index("rattachements_lot", "lot", "connu_jusqu_au"),
    )

    compte: str
    lot: str
    immeuble: str
    genre: str = Field(description="that of the account")
    titre: str = Field(description="the co-owner's record, the mandate or the lease")
    premier_jour: date | None = None
    dernier_jour: date | None = None
    du: str | None = None
    jusqu_au: str | None = None


class OptionEffective(Derive, table=True):
    """A setting of the extranet's side that is in force (R-021…R-024).

    Without `cible` it is the value of all of the module that have none of their own.
    """

    __tablename__ = "options_effectives"
    __table_args__ = (
        true_once("options_effectives"),
        Index("options_effectives_option", "option", "module", "cible", "connu_jusqu_au"),
    )

    option: str
    module: str = Field(description="commun, syndic or gerance")
    portee: str = Field(description="empty, immeuble, compte or classeur")
    cible: str
    valeur: bool
    origine: str = Field(description="defaut, global, propre, or lsc: not sent (R-024)")


class CoordonneesMontrees(Derive, table=True):
    """A building whose bank details are right, and released by a person (R-110…R-113b)."""

    __tablename__ = "coordonnees_montrees"
    __table_args__ = (
        true_once("coordonnees_montrees"),
        Index("coordonnees_montrees_immeuble", "immeuble", "connu_jusqu_au"),
    )

    immeuble: str
    forme: str = Field(description="iban (with its BIC) or rib")
    condense: str = Field(description="digest of the details that are shown")


class Repere(Derive, table=True):
    """What screens are told by name: binders, levels, roots of accounts (R-065, R-066)."""

    __tablename__ = "reperes"
    __table_args__ = (
        true_once("reperes"),
        Index("reperes_repere", "repere", "connu_jusqu_au"),
    )

    repere: str = Field(
        description="classeur_factures, classeur_assemblees, niveau_depenses or racine_personnel"
    )
    valeur: str


class LigneDeCompte(Derive, table=True):
    """A line of an account that stands for entries of it (R-091, R-093, R-094).

    What a person sees of an account is these, and those of its listed entries of which
    `ecritures_masquees` has no row that is true now (ADR 11). An account's
    lines, newest first, are in the order of `date`, then `rang` by length and text, like entries by
    their id.
    """

    __tablename__ = "lignes_de_compte"
    __table_args__ = (
        true_once("lignes_de_compte"),
        Index("lignes_de_compte_compte", "compte", "connu_jusqu_au", "date"),
    )

    compte: str
    date: date
    rang: str = Field(description="the id of the first of the entries, by day, then id")
    libelle: str
    debit: int = Field(sa_type=BigInteger, description="minor units; of a group one side is 0")
    credit: int = Field(sa_type=BigInteger)
    sous_compte: str | None = None
    rubrique: str | None = Field(default=None, description="if all of the entries say the same")
    journal: str | None = Field(default=None, description="if all of the entries say the same")
    genre: str = Field(description="ecriture, regroupement or report")
    ecritures: str = Field(description="the entries, a JSON list of their id, debit and credit")


class EcritureMasquee(Derive, table=True):
    """An entry of a published account that is not shown as itself."""

    __tablename__ = "ecritures_masquees"
    __table_args__ = (
        true_once("ecritures_masquees"),
        Index("ecritures_masquees_ecriture", "ecriture", "connu_jusqu_au"),
        Index("ecritures_masquees_compte", "compte", "connu_jusqu_au"),
    )

    compte: str
    ecriture: str
    motif: str = Field(description="the genre of the line, or analytique (R-092) or sans_effet")
    rang: str | None = Field(default=None, description="of the line that stands for it, if any")
