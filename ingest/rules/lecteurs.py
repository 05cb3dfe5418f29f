"""Who sees what on one side of a change: its rows joined as the screens join them.

Most nights change little: only what is touched is joined.
Touches: nothing.
"""

from collections import Counter, defaultdict
from datetime import date

from ingest.rules.acces import Acces
from ingest.rules.cotes import Rights, entite_of
from ingest.rules.jours import Periode
from ingest.rules.publication import Publication

_NOBODY: frozenset[str] = frozenset()


class Lecteurs:
    """The persons of one side, by document.

    Those whom a scope and a binder reach are found once: the cost grows with the rows and with the
    pairs, no faster.
    """

    def __init__(self, rights: Rights) -> None:
        """Given one side, index it."""
        self.droits = rights.droits
        self.acces: dict[tuple[str, str], list[Acces]] = defaultdict(list)
        for reach in rights.acces:
            self.acces[reach.portee, reach.cible].append(reach)
        self._cut = {(reach.portee, reach.cible) for reach in rights.acces if _is_cut(reach)}
        self.rows: dict[str, list[Publication]] = defaultdict(list)
        for row in rights.publication:
            self.rows[row.document].append(row)
        self._reached: dict[tuple[str | date | None, ...], frozenset[str]] = {}

    def day_asked(self, row: Publication) -> date | None:
        """Given a row, return its day where that decides who sees it (R-042), else None."""
        return row.traite_le if (row.portee, row.cible) in self._cut else None

    def reaching(self, row: Publication) -> list[Acces]:
        """Given a row, return the accesses that see it: in its scope, at a level of its binder."""
        found = self.acces.get((row.portee or "", row.cible or ""), ())
        return [
            each
            for each in found
            if (row.classeur, each.niveau) in self.droits and _is_of(each, row.traite_le)
        ]

    def reached_by(self, row: Publication) -> frozenset[str]:
        """Given a row, return the persons who see it."""
        return self.reached_at(row.portee, row.cible, row.classeur, self.day_asked(row))

    def reached_at(
        self, portee: str | None, cible: str | None, classeur: str | None, day: date | None = None
    ) -> frozenset[str]:
        """Given a scope and a binder, return the persons who see what stands there.

        With a day, what was processed then; without, of any day.
        """
        place = (portee, cible, classeur, day)
        if place not in self._reached:
            found = self.acces.get((portee or "", cible or ""), ())
            self._reached[place] = frozenset(
                each.tiers
                for each in found
                if (classeur, each.niveau) in self.droits
                and (not _is_cut(each) if day is None else _is_of(each, day))
            )
        return self._reached[place]

    def of(self, document: str) -> frozenset[str]:
        """Given a document, return the persons who see it by any of its rows."""
        rows = self.rows.get(document, ())
        if len(rows) == 1:
            return self.reached_by(rows[0])
        return _NOBODY.union(*map(self.reached_by, rows))

    def documents(self) -> set[str]:
        """Return the documents that somebody sees."""
        return {document for document in self.rows if self.of(document)}

    def pairs(self) -> Counter[str]:
        """Return, by entity, how many pairs of a person and a document there are."""
        found: Counter[str] = Counter()
        for document in self.rows:
            found[entite_of(document)] += len(self.of(document))
        return found


def compared(before: Rights, after: Rights) -> tuple[Lecteurs, Lecteurs]:
    """Given both sides, return the readers of each, of the touched documents only."""
    some = _touched(before, after)
    old, new = (_narrowed(side, some) for side in (before, after))
    scopes = {(row.portee, row.cible) for row in old.publication | new.publication}
    return Lecteurs(_within(old, scopes)), Lecteurs(_within(new, scopes))


def _touched(before: Rights, after: Rights) -> set[str]:
    """Return the documents that may be seen otherwise: by their rows, a scope or a binder."""
    scopes = {(row.portee, row.cible) for row in before.acces ^ after.acces}
    binders = {classeur for classeur, _ in before.droits ^ after.droits}
    around = (
        row.document
        for row in before.publication
        if (row.portee, row.cible) in scopes or row.classeur in binders
    )
    return {row.document for row in before.publication ^ after.publication}.union(around)


def _narrowed(side: Rights, documents: set[str]) -> Rights:
    rows = frozenset(row for row in side.publication if row.document in documents)
    return side._replace(publication=rows)


def _is_cut(reach: Acces) -> bool:
    return reach.traite_depuis is not None or reach.traite_jusqu_au is not None


def _is_of(reach: Acces, day: date) -> bool:
    """R-042: the days that a landlord sees of a tenant's account."""
    return not _is_cut(reach) or Periode(reach.traite_depuis, reach.traite_jusqu_au).holds(day)


def _within(side: Rights, scopes: set[tuple[str | None, str | None]]) -> Rights:
    acces = frozenset(row for row in side.acces if (row.portee, row.cible) in scopes)
    return side._replace(acces=acces)
