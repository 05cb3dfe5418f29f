"""Which envoi of a domain comes after which: by numero, in a numbering that may begin again.

"`numero` grows per `domaine` and alone decides the order"; a person may let it start again, once,
after LSC was installed anew (export.md, "L'envoi").
Touches: the store, reading.
"""

from typing import NamedTuple

from ingest.check import Checked
from ingest.disk.envoi import Envoi, sealed_at
from ingest.telling.report import report_from
from store.changes import Entry, Place
from store.reading import Reading

NUMEROTATION = "numerotation_acceptee"
"""The constat by which a person lets the numbering of a domain start again, once."""

Listing = frozenset[Place]


class Rang(NamedTuple):
    """The place of an attempt among those of its domain; a later one is greater."""

    recommence: bool
    """It belongs to the numbering that began again."""
    numero: int
    id: str

    def is_corrected_by(self, later: "Rang") -> bool:
        """Return whether another attempt is a later one under the same numero."""
        return self[:2] == later[:2] and self < later


def begun_again(known: Reading, domaine: str | None) -> str:
    """Given a domain, return the UTC instant at which its numbering began again, else ""."""
    accepted = known.constats(genre=NUMEROTATION, cible=domaine or "")
    return max((each.instant for each in accepted), default="")


def rang_of_held(held: Entry | Envoi, since: str) -> Rang:
    """Given a held attempt, return its place: sealed before a new numbering, it is before it."""
    return Rang(sealed_at(held.id) >= since, held.numero or 0, held.id)


def rang_of_applied(entry: Entry, since: str) -> Rang:
    """Given an applied attempt, return its place: decided after a new numbering, it is of it."""
    return Rang(entry.decide_le >= since, entry.numero or 0, entry.id)


def listed_after(known: Reading, domaine: str, rang: Rang) -> Listing:
    """Given a domain and a place in it, return what the applied attempts that come later listed."""
    since = begun_again(known, domaine)
    found = known.applied(domaine, numero=rang.numero, since=since if rang.recommence else "")
    if not rang.recommence:
        found += known.applied(domaine, since=since)
    return frozenset(
        (comptage.nature, comptage.entite)
        for entry in found
        if rang_of_applied(entry, since) > rang
        for comptage in report_from(entry.rapport).comptages
    )


def ledger_of(known: Reading, checked: Checked, *, back: bool) -> tuple[int | None, list[Entry]]:
    """Given an envoi, return the greatest numero applied and the entries of its own numero.

    One that is `back` from `hold` may come after newer ones. What was decided before a person
    accepted a new numbering does not count.
    """
    manifeste = checked.manifeste
    if manifeste is None:
        return None, []
    since = begun_again(known, manifeste.domaine)
    same = known.with_numero(manifeste.domaine, manifeste.numero, since=since)
    return None if back else known.last_numero(manifeste.domaine, since=since), same
