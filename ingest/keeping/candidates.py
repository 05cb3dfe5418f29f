"""Everything that may be purged, with its dates and what keeps it, as the policy takes it.

Touches: the store and the spool, reading.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.keeping.absences import Absences, Place
from ingest.keeping.holds import Holds
from ingest.keeping.lignes import Lignes, lignes_of
from ingest.keeping.mentions import Mentions, mentions
from ingest.planning.plan import Situation, facts_after, tables_of
from ingest.rules.derivation import in_force
from ingest.rules.faits import ref
from ingest.rules.publication import documents_of
from ingest.rules.raisons import Document
from ingest.rules.retention import Candidat, Contenu, Genre, Raison
from ingest.workshop import Workshop
from store.changes import Entry
from store.history import HistoryRow
from store.reading import Reading

_EVENEMENTS = "evenements"
_WITHDRAWN = "absent"
"""What a row's motif names once no list has the document (`rules.raisons`)."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the policy judges, and where each of it stands.

    `places` are the records that are out, by name; `orphans` the contents that nothing
    lists, withdrawn ones included; `marked` those that a sweep saw so before;
    `gone_entites` the entities that are out.
    """

    candidats: tuple[Candidat, ...]
    contenus: tuple[Contenu, ...]
    documents: Mapping[str, Document]
    places: Mapping[str, Place]
    orphans: frozenset[str]
    marked: frozenset[str]
    gone_entites: frozenset[str]


def candidates(known: Reading, workshop: Workshop, situation: Situation, now: str) -> Candidates:
    """Given what is known at a UTC instant, return everything that may go."""
    documents = {each.ref: each for each in _documents(situation)}
    absences = Absences(situation)
    lignes = lignes_of(situation, documents.values(), absences)
    entries = known.entries()
    found = mentions(workshop, entries, situation.formats.keys() - lignes.en_usage)
    holds = Holds(situation, documents.values(), found, now)
    orphans = frozenset(situation.formats.keys() - lignes.par_contenu.keys())
    places = {place.ref: place for place in absences.out()}
    return Candidates(
        candidats=(
            *_of_documents(known, situation, documents, holds),
            *_of_records(situation, places, holds),
            *_of_envois(entries, workshop),
        ),
        contenus=tuple(_contents(known, situation, lignes, orphans, found)),
        documents=documents,
        places=places,
        orphans=orphans,
        marked=frozenset(known.unlisted()),
        gone_entites=absences.entites,
    )


def _documents(situation: Situation) -> Iterator[Document]:
    vigueur = in_force(facts_after(situation, tables_of(situation.facts)))
    for evenement in vigueur.faits.evenements.values():
        yield from documents_of(evenement, vigueur)


def _of_documents(
    known: Reading, situation: Situation, documents: Mapping[str, Document], holds: Holds
) -> Iterator[Candidat]:
    events = {
        ref(entite, cle[0]): record
        for (nature, entite), facts in situation.facts.items()
        if nature == _EVENEMENTS
        for cle, record in facts.items()
    }
    absences = Absences(situation)
    for name, document in documents.items():
        event = events[document.evenement.ref]
        depuis = absences.since(document.evenement.entite, event)
        if depuis is None and document.piece.retiree:
            depuis = withdrawn_since(known.history("publication", document=name))
        retenu = holds.of_document(document) if depuis else None
        yield Candidat(Genre.DOCUMENT, name, depuis, retenu)


def withdrawn_since(rows: Sequence[HistoryRow]) -> str | None:
    """Given the history of a piece that its event lost, return since when no list has it.

    An event's absence is a fact; that of one piece is told by its rows. None: one still shows it.
    """
    listed = [row for row in rows if not _says_withdrawn(row)]
    if any(row.connu_jusqu_au is None for row in listed):
        return None
    ends = [row.connu_jusqu_au for row in listed if row.connu_jusqu_au is not None]
    return max(ends) if ends else min((row.connu_du for row in rows), default=None)


def _says_withdrawn(row: HistoryRow) -> bool:
    return _WITHDRAWN in json.loads(str(row.valeurs["motif"]))[1]


def _of_records(
    situation: Situation, places: Mapping[str, Place], holds: Holds
) -> Iterator[Candidat]:
    absences = Absences(situation)
    for name, (nature, entite, cle) in places.items():
        known = situation.facts[nature, entite][cle]
        retenu = holds.of_record(nature, entite, known)
        yield Candidat(Genre.ENREGISTREMENT, name, absences.since(entite, known), retenu)


def _of_envois(entries: Iterable[Entry], workshop: Workshop) -> Iterator[Candidat]:
    decided = {entry.id: entry.decide_le for entry in entries}
    for envoi in workshop.spool.finished():
        yield Candidat(Genre.ENVOI, envoi.id, decided.get(envoi.id))


def _contents(
    known: Reading,
    situation: Situation,
    lignes: Lignes,
    orphans: frozenset[str],
    found: Mentions,
) -> Iterator[Contenu]:
    seen, received = known.unlisted(), known.received()
    marked = orphans & seen.keys()
    served = known.last_served(marked)
    for sha256 in situation.formats:
        depuis = None
        if sha256 in marked:
            depuis = max(seen[sha256], received[sha256], served.get(sha256, ""))
        yield Contenu(
            sha256, depuis, tuple(lignes.par_contenu.get(sha256, ())), _kept_by(sha256, found)
        )


def _kept_by(sha256: str, found: Mentions) -> Raison | None:
    return Raison.ENVOI_EN_ATTENTE if sha256 in found.attendus else None
