"""Who would lose or gain what: the pairs person × document before and after, at one instant.

Only the documents that a change touches are looked at, one after the other: every pair is counted,
a bounded number of them is named. Nothing is decided here; the derived rows are joined as the
screens join them.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.rules.acces import Acces
from ingest.rules.derivation import Derivation, Droit
from ingest.rules.jours import is_within
from ingest.rules.publication import Publication
from ingest.rules.raisons import PUBLIEE
from store.changes import Ligne

MOST_NAMED = 1000


class Effect(NamedTuple):
    """One person who gains a document, or loses it."""

    tiers: str
    document: str
    gagne: bool


@dataclass(frozen=True, slots=True)
class Effects:
    """How many pairs are lost and gained, by how many persons; `nommes` are the first of them."""

    perdus: int
    gagnes: int
    perdants: int
    gagnants: int
    documents: int
    nommes: tuple[Effect, ...]

    @property
    def omis(self) -> int:
        """Return how many pairs are counted and not named."""
        return self.perdus + self.gagnes - len(self.nommes)


class Seen:
    """Derived rows, joined on demand; nothing of it changes."""

    def __init__(self, rows: Mapping[str, Iterable[Ligne]], moment: str) -> None:
        """Given the rows of each derived table, and the UTC instant at which people look."""
        self._moment = moment
        self.reach: dict[tuple[str | None, str | None], set[Acces]] = defaultdict(set)
        self.levels: dict[str | None, set[str]] = defaultdict(set)
        self.rows: dict[str, list[Publication]] = defaultdict(list)
        for acces in map(Acces._make, rows["acces"]):
            if is_within(acces.du, acces.jusqu_au, moment):
                self.reach[acces.portee, acces.cible].add(acces)
        for classeur, niveau in map(Droit._make, rows["droits"]):
            self.levels[classeur].add(niveau)
        for row in map(Publication._make, rows["publication"]):
            self.rows[row.document].append(row)

    def rows_of(self, document: str) -> Sequence[Publication]:
        """Given a document, return its rows, in order of their scopes."""
        rows = self.rows.get(document, ())
        return sorted(rows, key=lambda row: (row.portee or "", row.cible or ""))

    def reached_by(self, row: Publication) -> set[str]:
        """Given a row, return the persons whom it reaches, whatever hides it."""
        levels = self.levels.get(row.classeur, ())
        reach = self.reach.get((row.portee, row.cible), ())
        return {each.tiers for each in reach if each.niveau in levels and _may_see(each, row)}

    def viewers(self, document: str) -> set[str]:
        """Given a document, return who sees it."""
        shown = (row for row in self.rows_of(document) if _is_shown(row, self._moment))
        return set().union(*map(self.reached_by, shown))


def tables_of_derivation(derivation: Derivation) -> Mapping[str, frozenset[Ligne]]:
    """Given what was derived, return its rows by table, as the store has them."""
    return {
        "acces": derivation.acces,
        "droits": derivation.droits,
        "publication": derivation.publication,
    }


def effects_between(before: Seen, after: Seen, *, most: int = MOST_NAMED) -> Effects:
    """Given what is seen before and after, return who loses and gains what, the losses first."""
    lost, gained = _Tally(gagne=False), _Tally(gagne=True)
    touched = sorted(_touched(before, after))
    for document in touched:
        then, now = before.viewers(document), after.viewers(document)
        lost.add(document, then - now, most)
        gained.add(document, now - then, most)
    return Effects(
        perdus=lost.pairs,
        gagnes=gained.pairs,
        perdants=len(lost.persons),
        gagnants=len(gained.persons),
        documents=len(lost.documents | gained.documents),
        nommes=tuple((lost.named + gained.named)[:most]),
    )


def _touched(before: Seen, after: Seen) -> set[str]:
    """Return the documents that may be seen otherwise: by their rows, their scope, their binder."""
    both = (before, after)
    scopes = {
        scope
        for scope in before.reach.keys() | after.reach.keys()
        if before.reach.get(scope) != after.reach.get(scope)
    }
    binders = {
        classeur
        for classeur in before.levels.keys() | after.levels.keys()
        if before.levels.get(classeur) != after.levels.get(classeur)
    }
    return {
        document
        for document in before.rows.keys() | after.rows.keys()
        if set(before.rows.get(document, ())) != set(after.rows.get(document, ()))
        or any(
            (row.portee, row.cible) in scopes or row.classeur in binders
            for seen in both
            for row in seen.rows.get(document, ())
        )
    }


class _Tally:
    """One side of the comparison, counted document by document."""

    def __init__(self, *, gagne: bool) -> None:
        self._gagne = gagne
        self.pairs = 0
        self.persons: set[str] = set()
        self.documents: set[str] = set()
        self.named: list[Effect] = []

    def add(self, document: str, persons: set[str], most: int) -> None:
        """Count a document's pairs, and name those that there is still room for."""
        if not persons:
            return
        self.pairs += len(persons)
        self.persons |= persons
        self.documents.add(document)
        room = most - len(self.named)
        self.named += [Effect(each, document, self._gagne) for each in sorted(persons)[:room]]


def _is_shown(row: Publication, moment: str) -> bool:
    if row.etat != PUBLIEE or row.contenu is None or row.visible_du is None:
        return False
    return is_within(row.visible_du, row.visible_jusqu_au, moment)


def _may_see(acces: Acces, row: Publication) -> bool:
    """The landlord's window on a tenant's documents (R-042, R-107)."""
    start, end = acces.traite_depuis, acces.traite_jusqu_au
    return (start is None or start <= row.traite_le) and (end is None or row.traite_le < end)
