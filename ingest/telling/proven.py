"""What is proven of one document: who could open which content, from when to when, and why.

Touches: the store, reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.telling.codes import CODES
from ingest.telling.edge import Edge
from ingest.telling.edges import Rows, beginning_of, end_of
from ingest.telling.explanation import Explanation, UnknownDocument, Verdict, explain
from ingest.telling.past import Span
from ingest.telling.proof import meetings_of, text
from ingest.telling.ways import Trait, Way, last_of, touching, ways_of
from ingest.workshop import Workshop
from store.history import HistoryRow
from store.reading import Reading


class Through(NamedTuple):
    """One way of a view, with its own ends: account, level, scope and binder are in `trait`."""

    trait: Trait
    du: str
    avant: str | None
    commence: Edge
    finit: Edge | None


@dataclass(frozen=True, slots=True)
class View:
    """One content that a person could open without a break, by one way or several (R-047)."""

    contenu: str
    du: str
    avant: str | None
    commence: Edge
    finit: Edge | None
    chemins: tuple[Through, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """All views of a person, in order; `maintenant` is why there is none now, None when there is.

    `titre` is "" for a document that was purged.
    """

    document: str
    titre: str
    tiers: str
    vues: tuple[View, ...]
    maintenant: Verdict | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which document and person a proof is asked, and the instant of asking, UTC text."""

    document: str
    tiers: str
    now: str


def prove(known: Reading, workshop: Workshop, asked: Asked, span: Span | None = None) -> Proof:
    """Given what is asked, and perhaps a span, return the views, those of the span only.

    Raise UnknownDocument when no event that was ever listed has such a piece.
    """
    rows = Rows(
        rows_ever(known, asked.document),
        known.history("acces", tiers=asked.tiers),
        known.history("options_effectives", cible=""),
    )
    ways = ways_of(meetings_of(known, asked.document, asked.tiers))
    views = tuple(_views(ways, rows))
    is_seen = any(way.contains(asked.now) for way in ways)
    return Proof(
        document=asked.document,
        titre=text(rows.publications[-1], "titre"),
        tiers=asked.tiers,
        vues=tuple(view for view in views if span is None or _meets(view, span)),
        maintenant=None if is_seen else _why_not(known, workshop, asked),
    )


def readers_of(known: Reading, document: str, span: Span | None = None) -> list[Way]:
    """Given a document, and perhaps a span, return every way in which anybody could open it.

    In order of person. Raise UnknownDocument.
    """
    rows_ever(known, document)
    ways = ways_of(meetings_of(known, document))
    found = (way for way in ways if span is None or way.meets(*span))
    return sorted(found, key=lambda way: (way.trait.tiers, way.du))


def rows_ever(known: Reading, document: str) -> Sequence[HistoryRow]:
    """Given a document, return every row that ever stood of it. Raise UnknownDocument."""
    rows = known.history("publication", document=document)
    if not rows:
        raise UnknownDocument(f"No document {document!r} was ever listed")
    return rows


def _views(ways: Iterable[Way], rows: Rows) -> Iterator[View]:
    by_content: dict[str, list[Way]] = defaultdict(list)
    for way in ways:
        by_content[way.trait.contenu].append(way)
    groups = [group for each in by_content.values() for group in touching(each)]
    for group in sorted(groups, key=lambda group: group[0].du):
        first, last = group[0], last_of(group)
        yield View(
            contenu=first.trait.contenu,
            du=first.du,
            avant=last.avant,
            commence=beginning_of(first.first, rows),
            finit=end_of(last.last, rows),
            chemins=tuple(_through(way, rows) for way in group),
        )


def _through(way: Way, rows: Rows) -> Through:
    begins, ends = beginning_of(way.first, rows), end_of(way.last, rows)
    return Through(way.trait, way.du, way.avant, begins, ends)


def _meets(view: View, span: Span) -> bool:
    return view.du < span.avant and (view.avant is None or span.du < view.avant)


def _why_not(known: Reading, workshop: Workshop, asked: Asked) -> Verdict:
    """Return the strongest reason of now (R-038): the document's, else the person's."""
    try:
        found = explain(known, workshop, asked.document, tiers=asked.tiers, now=asked.now)
    except UnknownDocument:
        purged = CODES["PURGED"]
        return Verdict(purged.rule, "PURGED", cache=True, phrase=purged.sentence, valeurs={})
    return _strongest(found)


def _strongest(found: Explanation) -> Verdict:
    hiding = [verdict for verdict in found.verdicts if verdict.cache]
    own = [verdict for verdict in found.personne if verdict.cache]
    return (hiding or sorted(own, key=_distance))[0]


def _distance(verdict: Verdict) -> int:
    """Of several accounts the one that is nearest to the document tells the reason."""
    return _NEAREST.get(verdict.code, _OTHERS)


_NEAREST = {"BINDER_LEVEL": 0, "SCOPE_PERIOD": 1, "TARGET_ELSEWHERE": 3}
_OTHERS = 2
