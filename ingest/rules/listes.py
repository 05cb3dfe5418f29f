"""One list of co-owners at a time: a newer one that shows supersedes the older ones (R-131).

Newer is by the day of processing, then the instant of creation, then the id. A list that is
withdrawn, withheld, or shows later supersedes nothing before: so the instants say it, and no job.
Touches: nothing.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from ingest.rules.anomalies import anomaly_of
from ingest.rules.cibles import zone_of
from ingest.rules.ecarts import Ecart
from ingest.rules.publication import Publication, Sort, derive_publication, is_listed, motif_of
from ingest.rules.raisons import LISTE_REMPLACEE, PUBLIEE, Document

LISTE = "liste_coproprietaires"
"""The kind of model of such a list."""


class Remplacement(NamedTuple):
    """The newer list that shows first, and from when (UTC)."""

    depuis: str
    evenement: str


def one_list_at_a_time(sorts: Iterable[Sort]) -> Iterator[Sort]:
    """Given what becomes of every document, yield the same, each list only until a newer shows."""
    lists: dict[tuple[str, str], list[Sort]] = defaultdict(list)
    for sort in sorts:
        modele, immeuble = sort.document.modele, sort.document.evenement.immeuble
        if modele is None or modele.genre != LISTE or immeuble is None:
            yield sort
        else:
            lists[immeuble, modele.ref].append(sort)
    for found in lists.values():
        yield from _newest_first(found)


def replaced_by(document: Document) -> Remplacement | None:
    """Given a document, return from when a newer list shows in its place, and which; None: none."""
    evenement, vigueur = document.evenement, document.vigueur
    others = [
        other
        for other in vigueur.faits.evenements.values()
        if (other.immeuble, other.modele) == (evenement.immeuble, evenement.modele)
    ]
    for sort in one_list_at_a_time(derive_publication(vigueur, others)):
        for row in sort.rows if sort.document.ref == document.ref else ():
            code, valeurs = json.loads(row.motif)
            if code == LISTE_REMPLACEE and row.visible_jusqu_au is not None:
                return Remplacement(row.visible_jusqu_au, valeurs["par"])
    return None


def _newest_first(sorts: Sequence[Sort]) -> Iterator[Sort]:
    by_event: dict[str, list[Sort]] = defaultdict(list)
    for sort in sorts:
        by_event[sort.document.evenement.ref].append(sort)
    newer: Remplacement | None = None
    for event in sorted(by_event.values(), key=_rank, reverse=True):
        yield from (event if newer is None else [_until(sort, newer) for sort in event])
        starts = [start for sort in event if (start := _shown_from(sort)) is not None]
        own = Remplacement(min(starts), event[0].document.evenement.ref) if starts else None
        if own is not None and (newer is None or own.depuis < newer.depuis):
            newer = own


def _rank(sorts: Sequence[Sort]) -> tuple[date, datetime, int, str]:
    document = sorts[0].document
    evenement = document.evenement
    return evenement.traite_le, _created(document), len(evenement.ref), evenement.ref


def _created(document: Document) -> datetime:
    """Return when an event was made; what is no instant is older than any other."""
    try:
        moment = datetime.fromisoformat(document.evenement.cree_le)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone_of(document.evenement, document.vigueur))
    return moment


def _shown_from(sort: Sort) -> str | None:
    """Return the instant from which anybody of its scope may see a document, None for never."""
    starts = [row.visible_du for row in sort.rows if _shows(row) and row.visible_du is not None]
    return min(starts, default=None)


def _shows(row: Publication) -> bool:
    ends_after = row.visible_jusqu_au is None or (row.visible_du or "") < row.visible_jusqu_au
    return row.etat == PUBLIEE and row.contenu is not None and ends_after


def _until(sort: Sort, newer: Remplacement) -> Sort:
    rows = tuple(_cut(row, newer) for row in sort.rows)
    if rows == sort.rows or not is_listed(sort.document):
        return sort._replace(rows=rows)
    piece = f"piece {sort.document.piece.id}"
    ecart = Ecart(LISTE_REMPLACEE, piece, newer.evenement.partition("/")[2])
    told = anomaly_of("evenements", sort.document.evenement, ecart)
    return sort._replace(rows=rows, anomalies=(*sort.anomalies, told))


def _cut(row: Publication, newer: Remplacement) -> Publication:
    end = row.visible_jusqu_au
    if row.etat != PUBLIEE or (end is not None and end <= newer.depuis):
        return row
    motif = motif_of(LISTE_REMPLACEE, {"par": newer.evenement})
    return row._replace(visible_jusqu_au=newer.depuis, motif=motif)
