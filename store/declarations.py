"""The natures that are read into facts: one declaration each, from which all else is told.

A nature is declared by its SQLModel class: the columns are the attributes of its element, under the
same names. What reads the XML, compares records and writes rows goes through `NATURES` and knows no
nature by name; the XSD says the same attributes, and a test proves it.
Touches: nothing.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType, NoneType
from typing import NamedTuple, get_args

from sqlmodel import SQLModel

from store.models.assemblees import Assemblee, Resolution, Votant
from store.models.classement import Classeur, Dossier, Evenement, Modele, Piece
from store.models.comptabilite import (
    Analytique,
    Budget,
    Depense,
    Ecriture,
    Exercice,
    Fonds,
    Journal,
    Operation,
    PieceDepense,
)
from store.models.comptes import Bail, Compte, LotBail, LotMandat, Mandat, Titulaire
from store.models.fait import Fait
from store.models.organisation import Contact, Entite, Parametres, Theme, Utilisateur
from store.models.patrimoine import Batiment, Detention, Digicode, Fiche, Immeuble, Lot, Photo
from store.models.personnes import Connexion, Correspondant, Relation, Tiers

ELEMENT = "element"
"""The column that holds the name of the element itself, for a nature whose records are one of
each (`parametres`)."""
ENTITE = "entite"


class Colonne(NamedTuple):
    """One attribute of a record; `genre` is the Python type of its value."""

    nom: str
    genre: type[str] | type[int] | type[bool] | type[date]
    requis: bool
    defaut: bool | str | None
    """What an absent attribute means: False for a boolean, "" in a key, else None."""
    montant: bool
    """An amount: the XML has decimals, the column integer minor units of the currency."""


class Enfant(NamedTuple):
    """Elements that repeat inside a record."""

    element: str
    table: type[SQLModel]
    parent: tuple[str, ...]
    """The columns that hold the key of the record, after `entite` for a nature of an entity."""
    colonnes: tuple[Colonne, ...]
    cle: tuple[str, ...]
    """What no two of them may share inside one record; empty: equal ones are one."""
    transport: tuple[str, ...]
    """Attributes that tell how a content travels; they are no facts."""
    internes: tuple[str, ...]
    """Columns that no attribute gives; they follow the attributes in a row."""
    rang: str | None
    """The column that numbers the rows of one record in their order, where they have no key."""


class Secret(NamedTuple):
    """An attribute that is never kept in clear; a keyed digest tells whether it changed."""

    attribut: str
    requis: bool
    colonnes: tuple[str, ...]
    """What is kept of it: its digest first, then what `chiffre` says."""
    chiffre: bool
    """Encrypted, for those who may read it; else hashed, and dated."""


class Nature(NamedTuple):
    """One nature: its table, its elements, and what repeats inside."""

    nom: str
    elements: tuple[str, ...]
    table: type[Fait]
    par_entite: bool
    colonnes: tuple[Colonne, ...]
    """In the order of the table, without `entite`."""
    cle: tuple[str, ...]
    enfants: tuple[Enfant, ...]
    transport: tuple[str, ...]
    """Attributes that tell how a content travels, as those of a child."""
    secret: Secret | None
    """It becomes the columns `internes`."""
    internes: tuple[str, ...]
    """Columns that no attribute gives; they follow the attributes in a record's values."""
    demeure: bool
    """A record that its list leaves out stays as it was: absence withdraws nothing (R-154)."""


_GENRES: Mapping[type, type[str] | type[int] | type[bool] | type[date]] = {
    str: str,
    int: int,
    bool: bool,
    date: date,
}
_MONTANTS = {"solde", "debit", "credit", "montant", "budget", "realise"}
_DEMEURENT = {"assemblees"}
_INITIAL = Secret(
    "secret_initial",
    requis=False,
    colonnes=("secret_empreinte", "secret_condense", "secret_recu_le"),
    chiffre=False,
)
_CODE = Secret("code", requis=True, colonnes=("code_empreinte", "code_chiffre"), chiffre=True)


def _colonnes(table: type[SQLModel], *without: str) -> tuple[Colonne, ...]:
    return tuple(
        Colonne(
            nom=nom,
            genre=_genre(champ.annotation),
            requis=champ.is_required(),
            defaut=None if champ.is_required() else champ.default,
            montant=nom in _MONTANTS,
        )
        for nom, champ in table.model_fields.items()
        if nom not in without
    )


def _genre(annotation: object) -> type[str] | type[int] | type[bool] | type[date]:
    """Given `date` or `date | None`, return `date`."""
    kinds = [kind for kind in get_args(annotation) or (annotation,) if kind is not NoneType]
    (kind,) = kinds
    return _GENRES[kind]


def _transport(table: type[SQLModel]) -> tuple[str, ...]:
    """What lists a content may say which file of the envoi brings it."""
    return ("fichier",) if "sha256" in table.model_fields else ()


def _keys(table: type[SQLModel], *without: str) -> tuple[str, ...]:
    names = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]  # SQLModel hides it
    return tuple(name for name in names if name not in without)


def _nature(
    nom: str,
    elements: tuple[str, ...],
    table: type[Fait],
    *enfants: Enfant,
    secret: Secret | None = None,
) -> Nature:
    internes = secret.colonnes if secret else ()
    return Nature(
        nom=nom,
        elements=elements,
        table=table,
        par_entite=ENTITE in table.model_fields,
        colonnes=_colonnes(table, ENTITE, "empreinte", "absent_depuis", "absent_par", *internes),
        cle=_keys(table, ENTITE),
        enfants=enfants,
        transport=_transport(table),
        secret=secret,
        internes=internes,
        demeure=nom in _DEMEURENT,
    )


def _enfant(
    element: str,
    table: type[SQLModel],
    parent: str,
    *,
    internes: tuple[str, ...] = (),
    rang: str | None = None,
) -> Enfant:
    hidden = (ENTITE, parent, *internes, *([rang] if rang else []))
    return Enfant(
        element=element,
        table=table,
        parent=(parent,),
        colonnes=_colonnes(table, *hidden),
        cle=_keys(table, *hidden),
        transport=_transport(table),
        internes=internes,
        rang=rang,
    )


NATURES: Mapping[str, Nature] = MappingProxyType(
    {
        nature.nom: nature
        for nature in (
            _nature(
                "parametres",
                ("commun", "gerance", "syndic"),
                Parametres,
                _enfant("theme", Theme, ELEMENT),
            ),
            _nature("entites", ("entite",), Entite),
            _nature("utilisateurs", ("utilisateur",), Utilisateur),
            _nature("tiers", ("tiers",), Tiers),
            _nature("connexions", ("connexion",), Connexion, secret=_INITIAL),
            _nature("relations", ("relation",), Relation),
            _nature("journaux", ("journal",), Journal),
            _nature("classeurs", ("classeur",), Classeur),
            _nature("modeles", ("modele",), Modele),
            _nature(
                "immeubles", ("immeuble",), Immeuble, _enfant("batiment", Batiment, "immeuble")
            ),
            _nature("lots", ("lot",), Lot),
            _nature(
                "comptes",
                ("compte",),
                Compte,
                _enfant("titulaire", Titulaire, "compte", rang="rang"),
            ),
            _nature("fiches_coproprietaires", ("fiche",), Fiche),
            _nature("detentions", ("detention",), Detention),
            _nature("mandats", ("mandat",), Mandat, _enfant("lot_mandat", LotMandat, "mandat")),
            _nature("baux", ("bail",), Bail, _enfant("lot_bail", LotBail, "bail")),
            _nature("analytiques", ("analytique",), Analytique),
            _nature("exercices", ("exercice",), Exercice),
            _nature("ecritures", ("ecriture",), Ecriture),
            _nature("depenses", ("depense",), Depense, _enfant("piece", PieceDepense, "depense")),
            _nature("budgets", ("budget",), Budget),
            _nature("travaux", ("operation",), Operation),
            _nature("fonds_travaux", ("fonds",), Fonds),
            _nature("correspondants", ("correspondant",), Correspondant),
            _nature("dossiers", ("dossier",), Dossier),
            _nature(
                "evenements",
                ("evenement",),
                Evenement,
                _enfant("piece", Piece, "evenement", internes=("retiree",)),
            ),
            _nature("photos", ("photo",), Photo),
            _nature("contacts", ("contact",), Contact),
            _nature("digicodes", ("digicode",), Digicode, secret=_CODE),
            _nature(
                "assemblees",
                ("assemblee",),
                Assemblee,
                _enfant("resolution", Resolution, "assemblee"),
                _enfant("votant", Votant, "assemblee"),
            ),
        )
    }
)
"""The 30 natures, in the order of the contract."""
