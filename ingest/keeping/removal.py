"""From what becomes of each thing to the changes of the store: one `Changes`, and its audit.

Touches: nothing.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.check import NOTHING_CHECKED
from ingest.keeping.absences import Place
from ingest.keeping.candidates import Candidates
from ingest.planning.plan import Situation, make_plan
from ingest.rules.retention import Genre, Raison, Sort
from store.changes import (
    AUDIT,
    CONSERVATION,
    PURGE,
    Changes,
    Cle,
    Constat,
    FactChange,
    Facts,
    Known,
    KnownConstat,
    Lu,
    PurgedFacts,
    Purges,
)

_EVENEMENTS = "evenements"


def changes_of(
    situation: Situation, found: Candidates, sorts: Sequence[Sort], *, now: str, before: str
) -> Changes:
    """Given what is known and what becomes of each thing, return what changes in the store.

    What ended before the UTC instant `before` is no longer kept either.
    """
    purged = {genre: [s.ref for s in sorts if s.purge and s.genre is genre] for genre in Genre}
    gone = [found.places[name] for name in purged[Genre.ENREGISTREMENT]]
    changes = Changes(
        facts=tuple(_without_pieces(situation.facts, found, purged[Genre.DOCUMENT])),
        constats=tuple(_audit(sorts, found, now)),
        purges=Purges(
            facts=tuple(_records(gone)),
            entites=tuple(sorted({place.entite for place in gone} & found.gone_entites)),
            documents=tuple(purged[Genre.DOCUMENT]),
            contents=tuple(purged[Genre.CONTENU]),
            unlisted=tuple(s.ref for s in sorts if s.raison is Raison.VU_SANS_LIGNE),
            relisted=tuple(sorted(found.marked - found.orphans)),
            before=before,
        ),
    )
    after = _situation_after(situation, changes, before)
    return replace(changes, derived=make_plan(NOTHING_CHECKED, after).changes.derived)


def _records(places: Iterable[Place]) -> Iterator[PurgedFacts]:
    by_table: dict[tuple[str, str], list[Cle]] = defaultdict(list)
    for nature, entite, cle in places:
        by_table[nature, entite].append(cle)
    for (nature, entite), cles in by_table.items():
        yield PurgedFacts(nature, entite, tuple(cles))


def _without_pieces(
    facts: Facts, found: Candidates, documents: Iterable[str]
) -> Iterator[FactChange]:
    """A listed event is written again without the pieces that it lost long ago (R-044)."""
    pieces: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in documents:
        document = found.documents[name]
        evenement = document.evenement
        if f"{_EVENEMENTS} {evenement.ref}" not in found.places:
            cle = evenement.ref.removeprefix(f"{evenement.entite}/")
            pieces[evenement.entite, cle].add(document.piece.id)
    for (entite, cle), gone in pieces.items():
        known = facts[_EVENEMENTS, entite][cle,]
        left = tuple(piece for piece in known.record.enfants[0] if piece[0] not in gone)
        written = Lu(known.record._replace(enfants=(left,)), known.empreinte)
        yield FactChange(_EVENEMENTS, entite, modifies=(written,))


def _audit(sorts: Iterable[Sort], found: Candidates, now: str) -> Iterator[Constat]:
    """Ids, sha256, dates and rule; no content (domain.md §3)."""
    purged = [sort for sort in sorts if sort.purge]
    for sort in purged:
        if sort.genre is not Genre.ENVOI:
            yield Constat(PURGE, sort.ref, _json(_detail(sort, found, now)))
    counts = Counter(str(sort.genre) for sort in purged)
    yield Constat(CONSERVATION, "conservation", _json(counts))


def _detail(sort: Sort, found: Candidates, now: str) -> dict[str, str]:
    detail = {"genre": str(sort.genre), "raison": str(sort.raison), "le": now}
    if sort.depuis is not None:
        detail["depuis"] = sort.depuis
    if sort.genre is Genre.DOCUMENT:
        document = found.documents[sort.ref]
        is_out = f"{_EVENEMENTS} {document.evenement.ref}" in found.places
        detail["regle"] = "R-010" if is_out else "R-044"
        detail["sha256"] = document.piece.sha256
        detail["traite_le"] = document.evenement.traite_le.isoformat()
    return detail


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def _situation_after(situation: Situation, changes: Changes, before: str) -> Situation:
    facts = {place: dict(table) for place, table in situation.facts.items()}
    for nature, entite, cles in changes.purges.facts:
        for cle in cles:
            del facts[nature, entite][cle]
    for change in changes.facts:
        for lu in change.modifies:
            facts[change.place][lu.record.cle] = Known(lu.record, None)
    gone = set(changes.purges.contents)
    kept = (constat for constat in situation.constats if not _is_too_old(constat, before))
    return situation._replace(
        facts=facts,
        formats={sha: found for sha, found in situation.formats.items() if sha not in gone},
        constats=(*kept, *changes.constats),
    )


def _is_too_old(constat: KnownConstat | Constat, before: str) -> bool:
    if not isinstance(constat, KnownConstat):
        return False
    return constat.genre in AUDIT and constat.instant < before
