"""What the guard looks at: one side of a change, and what it may say of it (R-011).

Touches: nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ingest.rules.acces import Acces
from ingest.rules.jours import is_within
from ingest.rules.publication import Publication
from ingest.rules.raisons import PUBLIEE

SORTIE, ENTREE = "RUN_HELD_MASS_WITHDRAWAL", "RUN_HELD_MASS_EXPOSURE"


class Seuils(NamedTuple):
    """The thresholds; each a setting of the agency."""

    sortie_part: float = 0.20
    sortie_nombre: int = 10
    entree_part: float = 0.05
    entree_paires: int = 200
    listes_vides: bool = True
    """A nature listed empty that was not is alarming."""
    immeubles_entiers: bool = True
    """All of a building is."""
    cases_ouvertes: bool = True
    """A binder that gains the co-owner or tenant box is, whatever the numbers."""


class Rights(NamedTuple):
    """One side: the rows that hold in one instant, and every document that is stored."""

    acces: frozenset[Acces]
    droits: frozenset[tuple[str, str]]
    publication: frozenset[Publication]
    documents: frozenset[str]


class Alarme(NamedTuple):
    """One reason to hold an envoi: what, where, why, how much."""

    code: str
    entite: str
    cause: str
    """French, as the agency reads it."""
    nombre: int
    sur: int
    exemples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circonstances:
    """What else the guard must know of an envoi."""

    premier: bool
    """The first envoi of an agency shows everything for the first time."""
    parametres_changes: bool
    natures_videes: tuple[tuple[str, str], ...]
    """Nature and entity of each list that is empty and was not."""
    noms: Mapping[str, str]
    """The names of the binders, by ref, for the causes."""


def at_instant(
    acces: Iterable[Acces],
    droits: Iterable[tuple[str, str]],
    publication: Iterable[Publication],
    moment: str,
) -> Rights:
    """Given derived rows and an instant, return those that show something in it."""
    rows = frozenset(publication)
    return Rights(
        frozenset(row for row in acces if is_within(row.du, row.jusqu_au, moment)),
        frozenset(droits),
        frozenset(
            row
            for row in rows
            if row.etat == PUBLIEE
            and row.portee is not None
            and row.visible_du is not None
            and is_within(row.visible_du, row.visible_jusqu_au, moment)
        ),
        frozenset(row.document for row in rows),
    )


def entite_of(ref: str) -> str:
    """Given a reference, return its entity."""
    return ref.partition("/")[0]
