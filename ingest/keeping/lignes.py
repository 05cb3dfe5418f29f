"""What lists each content: the pieces of events, and the records of any other nature.

Nothing is purged that a list still holds, whatever it decides (domain.md §3).
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.keeping.absences import Absences, Place
from ingest.planning.plan import Situation
from ingest.rules.contenus import SHA256
from ingest.rules.publication import is_listed
from ingest.rules.raisons import Document
from ingest.rules.retention import Genre, Ligne
from store.changes import Ligne as Row
from store.changes import Record
from store.declarations import NATURES, Enfant, Nature

_EVENEMENTS = "evenements"


class Lignes(NamedTuple):
    """By sha256, all that lists each content, withdrawn or not; `en_usage` has one that is not."""

    par_contenu: Mapping[str, Sequence[Ligne]]
    en_usage: frozenset[str]


def lignes_of(situation: Situation, documents: Iterable[Document], absences: Absences) -> Lignes:
    """Given what is known and its documents, return what lists each content."""
    lines: dict[str, list[Ligne]] = defaultdict(list)
    in_use: set[str] = set()
    for sha256, line, is_in_use in (
        *_of_documents(documents, absences),
        *_of_records(situation, absences),
    ):
        lines[sha256].append(line)
        if is_in_use:
            in_use.add(sha256)
    return Lignes(lines, frozenset(in_use))


def _of_documents(
    documents: Iterable[Document], absences: Absences
) -> Iterator[tuple[str, Ligne, bool]]:
    for document in documents:
        is_out = absences.of_entity(document.evenement.entite) is not None
        line = (Genre.DOCUMENT, document.ref)
        yield document.piece.sha256, line, is_listed(document) and not is_out


def _of_records(situation: Situation, absences: Absences) -> Iterator[tuple[str, Ligne, bool]]:
    """The pieces of an event are documents; what else lists a content does it as a whole record."""
    for (nature, entite), facts in situation.facts.items():
        if nature == _EVENEMENTS or not _lists_contents(NATURES[nature]):
            continue
        for cle, known in facts.items():
            line = (Genre.ENREGISTREMENT, Place(nature, entite, cle).ref)
            for sha256 in contents_in(NATURES[nature], known.record):
                yield sha256, line, absences.since(entite, known) is None


def _lists_contents(nature: Nature) -> bool:
    return any(place is not None for place in _PLACES[nature.nom])


def contents_in(nature: Nature, record: Record) -> Iterator[str]:
    """Given a nature and a record of it, yield the sha256 of each content that it lists."""
    for place, lignes in zip(_PLACES[nature.nom], _rows(record), strict=True):
        if place is not None:
            yield from (str(ligne[place]) for ligne in lignes if ligne[place] is not None)


def _rows(record: Record) -> Iterator[Sequence[Row]]:
    yield (record.valeurs,)
    yield from record.enfants


def _places(nature: Nature) -> tuple[int | None, ...]:
    declared: tuple[Nature | Enfant, ...] = (nature, *nature.enfants)
    found = ([colonne.nom for colonne in each.colonnes] for each in declared)
    return tuple(noms.index(SHA256) if SHA256 in noms else None for noms in found)


_PLACES = {nature.nom: _places(nature) for nature in NATURES.values()}
"""Where a record, and each kind of its children, name a content; None: nowhere."""
