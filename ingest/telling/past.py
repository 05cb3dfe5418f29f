"""What stood on a past day about one document, and perhaps one person: rows, motifs and causes.

Facts are kept as they are now; what anybody could see is kept with its history, so a past day is
told from the derived rows alone (architecture, "History is kept of the derived tables only").
Touches: the store, reading.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from ingest.telling.explanation import UnknownDocument
from ingest.telling.proof import Interval, intervals_of
from ingest.workshop import instant
from store.changes import Valeur
from store.history import HistoryRow
from store.reading import Reading


class Span(NamedTuple):
    """Two UTC instants, the second excluded."""

    du: str
    avant: str


class Stood(NamedTuple):
    """One derived row that was true during some of the span."""

    table: str
    valeurs: Mapping[str, Valeur]
    connu_du: str
    connu_jusqu_au: str | None
    cause_du: str
    cause_jusqu_au: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """What stood, and the intervals of the span in which the document could be opened."""

    span: Span
    rows: tuple[Stood, ...]
    intervals: tuple[Interval, ...]


def day_of(day: date, zone: tzinfo) -> Span:
    """Given a day and a zone, return all of it."""
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    return Span(instant(start), instant(end))


def moment_of(moment: datetime) -> Span:
    """Given an aware instant, return the millisecond that begins there."""
    return Span(instant(moment), instant(moment + timedelta(milliseconds=1)))


def past_of(known: Reading, document: str, tiers: str | None, span: Span) -> Past:
    """Given a document, perhaps a person, and a span, return what stood during some of it.

    Raise UnknownDocument when it stood at no time at all.
    """
    ever = known.history("publication", document=document)
    if not ever:
        raise UnknownDocument(f"No document {document!r} was ever listed")
    publications = list(_during("publication", ever, span))
    rows = [*publications]
    for cible in sorted(
        {str(row.valeurs["cible"]) for row in publications if row.valeurs["cible"]}
    ):
        wanted = {"cible": cible} | ({"tiers": tiers} if tiers is not None else {})
        rows += _during("acces", known.history("acces", **wanted), span)
    for classeur in sorted(
        {str(r.valeurs["classeur"]) for r in publications if r.valeurs["classeur"]}
    ):
        rows += _during("droits", known.history("droits", classeur=classeur), span)
    intervals = (each for each in intervals_of(known, document, tiers) if each.meets(*span))
    return Past(span, tuple(rows), tuple(intervals))


def _during(table: str, rows: Iterable[HistoryRow], span: Span) -> Iterator[Stood]:
    for row in rows:
        ended = row.connu_jusqu_au
        if row.connu_du < span.avant and (ended is None or span.du < ended):
            yield Stood(table, row.valeurs, row.connu_du, ended, row.cause_du, row.cause_jusqu_au)
