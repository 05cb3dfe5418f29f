"""What the guard looks at: one side of a change, and what it may say of it (R-011).

Touches: nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.rules.acces import Acces
from ingest.rules.bailleurs import BAILLEUR
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
    """One side: the rows that show something at an instant or will later, and what is stored."""

    acces: frozenset[Acces]
    droits: frozenset[tuple[str, str]]
    publication: frozenset[Publication]
    moment: str
    """The instant, UTC."""
    lignes: frozenset[Publication] = frozenset()
    """The rows of every stored document, whatever hides it."""
    fermes: frozenset[str] = frozenset()
    """The accounts that a setting of LSC closed by then (R-076…R-079), also a tenant's whose
    landlord alone has a login (R-042)."""
    reperes: frozenset[tuple[str, str]] = frozenset()
    """What screens are told by name: of expenses their binder, and the levels that see them."""


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
    modeles_changes: bool
    reglages_changes: bool
    """The agency sets what the extranet shows (R-021)."""
    natures_videes: tuple[tuple[str, str], ...]
    """Nature and entity of each list that is empty and was not."""
    connus: frozenset[tuple[str, str]]
    """Nature and ref of the binders, accounts and buildings that were known, listed or not."""
    noms: Mapping[str, str]
    """The names of the binders, by ref, for the causes."""
    vus: Mapping[str, int] = field(default_factory=dict)
    """By entity, at least how many documents somebody sees, where not all are looked at."""
    paires: Mapping[str, int] = field(default_factory=dict)
    """And how many pairs of a person and a document there are, at least."""


def from_instant(
    acces: Iterable[Acces],
    droits: Iterable[tuple[str, str]],
    publication: Iterable[Publication],
    moment: str,
    reperes: Iterable[tuple[str, str]] = (),
) -> Rights:
    """Given derived rows and an instant, return those that show something then or later.

    What is to show tomorrow is opened today: no envoi will come between to be guarded.
    """
    reaches, rows = frozenset(acces), frozenset(publication)
    lasting = frozenset(row for row in reaches if is_within(None, row.jusqu_au, moment))
    return Rights(
        acces=lasting,
        droits=frozenset(droits),
        publication=frozenset(
            row
            for row in rows
            if row.etat == PUBLIEE
            and row.portee is not None
            and row.visible_du is not None
            and is_within(None, row.visible_jusqu_au, moment)
        ),
        moment=moment,
        lignes=rows,
        fermes=frozenset(
            row.cible if row.niveau == BAILLEUR else row.compte
            for row in reaches - lasting
            if row.motif_fin is not None
        ),
        reperes=frozenset(reperes),
    )


def shown_now(rights: Rights) -> Rights:
    """Given one side, return it without what only begins after its instant."""
    now = rights.moment
    acces = (row for row in rights.acces if is_within(row.du, row.jusqu_au, now))
    rows = rights.publication
    shown = (row for row in rows if is_within(row.visible_du, row.visible_jusqu_au, now))
    return rights._replace(acces=frozenset(acces), publication=frozenset(shown))


def entite_of(ref: str) -> str:
    """Given a reference, return its entity."""
    return ref.partition("/")[0]
