"""Who could see a document, from when to when, and because of which rows: proven from the history.

A person sees a document while an access row, a publication row and a right hold together, both in
our knowledge (`connu_*`) and in their own time (`du`, `visible_du`…); each such meeting is one
interval (R-047: it names the content that was served).
Touches: the store, reading.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from ingest.rules.jours import is_within
from ingest.rules.raisons import PUBLIEE
from store.history import HistoryRow
from store.reading import Reading

_EVER = "0000"
_NEVER_ENDS = "9999-99"


class Meeting(NamedTuple):
    """Three rows that hold together from `du` to `avant` (UTC; None: still): somebody may open."""

    publication: HistoryRow
    acces: HistoryRow
    droit: HistoryRow
    du: str
    avant: str | None


class Interval(NamedTuple):
    """One span of UTC instants during which a person could open a document.

    `avant` is None while it lasts; `causes` are the envois that made the three rows true, `fins`
    those that ended one of them.
    """

    tiers: str
    contenu: str
    du: str
    avant: str | None
    compte: str
    portee: str
    cible: str
    classeur: str
    niveau: str
    causes: tuple[str, ...]
    fins: tuple[str, ...]

    def contains(self, moment: str) -> bool:
        """Return whether a UTC instant lies in it."""
        return is_within(self.du, self.avant, moment)

    def meets(self, du: str, avant: str) -> bool:
        """Return whether some instant of it lies in another span."""
        return self.du < avant and (self.avant is None or du < self.avant)


def is_current(access: HistoryRow, moment: str) -> bool:
    """Given an access row and a UTC instant, return whether it holds then, in its own time."""
    return is_within(text(access, "du"), text(access, "jusqu_au") or None, moment)


def intervals_of(known: Reading, document: str, tiers: str | None = None) -> list[Interval]:
    """Given a document, and perhaps a person, return every interval, in order, each once."""
    found = {_interval(meeting) for meeting in meetings_of(known, document, tiers)}
    return sorted(found, key=lambda each: (each.du, each.tiers, each.compte, each.niveau))


def meetings_of(known: Reading, document: str, tiers: str | None = None) -> Iterator[Meeting]:
    """Given a document, and perhaps a person, yield all that ever let somebody open it."""
    for publication in known.history("publication", document=document):
        if text(publication, "portee") and text(publication, "etat") == PUBLIEE:
            yield from meetings_between(publication, *_candidates(known, publication, tiers))


def meetings_between(
    publication: HistoryRow, acces: Iterable[HistoryRow], droits: Iterable[HistoryRow]
) -> Iterator[Meeting]:
    """Given a publication row, and rows of its scope and of its binder, yield their meetings."""
    rights = list(droits)
    for access in acces:
        for right in rights:
            same = text(access, "niveau") == text(right, "niveau")
            if same and _is_in_window(publication, access):
                yield from _meeting(publication, access, right)


def text(row: HistoryRow, name: str) -> str:
    """Return a value as text, "" for none."""
    return cast("str", row.valeurs[name] or "")


def _candidates(
    known: Reading, publication: HistoryRow, tiers: str | None
) -> tuple[list[HistoryRow], list[HistoryRow]]:
    wanted = {"portee": text(publication, "portee"), "cible": text(publication, "cible")}
    if tiers is not None:
        wanted["tiers"] = tiers
    return (
        known.history("acces", **wanted),
        known.history("droits", classeur=text(publication, "classeur")),
    )


def _meeting(publication: HistoryRow, access: HistoryRow, right: HistoryRow) -> Iterator[Meeting]:
    rows = (publication, access, right)
    starts = [row.connu_du for row in rows]
    starts += [text(publication, "visible_du") or _NEVER_ENDS, text(access, "du") or _EVER]
    ends = [row.connu_jusqu_au or _NEVER_ENDS for row in rows]
    ends += [text(publication, "visible_jusqu_au") or _NEVER_ENDS]
    ends += [text(access, "jusqu_au") or _NEVER_ENDS]
    du, avant = max(starts), min(ends)
    if du < avant and text(publication, "contenu"):
        yield Meeting(*rows, du, None if avant == _NEVER_ENDS else avant)


def _interval(meeting: Meeting) -> Interval:
    publication, access, right, du, avant = meeting
    rows = (publication, access, right)
    ended = (row for row in rows if avant is not None and row.connu_jusqu_au == avant)
    return Interval(
        tiers=text(access, "tiers"),
        contenu=text(publication, "contenu"),
        du=du,
        avant=avant,
        compte=text(access, "compte"),
        portee=text(access, "portee"),
        cible=text(access, "cible"),
        classeur=text(right, "classeur"),
        niveau=text(access, "niveau"),
        causes=tuple(row.cause_du for row in rows),
        fins=tuple(row.cause_jusqu_au or "" for row in ended),
    )


def _is_in_window(publication: HistoryRow, access: HistoryRow) -> bool:
    """The landlord's window on a tenant's documents (R-042, R-107)."""
    day = publication.valeurs["traite_le"]
    start, end = access.valeurs["traite_depuis"], access.valeurs["traite_jusqu_au"]
    return (start is None or str(start) <= str(day)) and (end is None or str(day) < str(end))
