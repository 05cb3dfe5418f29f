"""From the records of the store to the tables of those that decide no document.

All their attributes are given as they were read, under their own names.
Touches: nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from ingest.planning.projection import Tables
from ingest.rules.references import ANNEXES
from ingest.rules.tableaux import Ligne, Tableau
from store.changes import Record
from store.declarations import NATURES, Enfant, Nature


def annexes_of(tables: Tables) -> Iterator[Tableau]:
    """Given every record, yield the listed ones of each nature that decides no document."""
    for (nature, entite), table in tables.items():
        if nature in ANNEXES:
            yield _tableau(NATURES[nature], entite, table.presents.values())


def _tableau(nature: Nature, entite: str, records: Collection[Record]) -> Tableau:
    enfants = {
        enfant.element: _of_children(nature, enfant, entite, place, records)
        for place, enfant in enumerate(nature.enfants)
    }
    lignes = _Lignes(records, _of_records)
    return Tableau(nature.nom, entite, _noms(nature), nature.cle, lignes, enfants)


def _of_children(
    nature: Nature, enfant: Enfant, entite: str, place: int, records: Collection[Record]
) -> Tableau:
    noms = (*enfant.parent, *_noms(enfant))
    lignes = _Lignes(records, partial(_of_rows, place))
    return Tableau(nature.nom, entite, noms, enfant.parent, lignes)


class _Lignes(Iterable[Ligne]):
    """The rows of some records, gone through as often as one likes, held by nobody."""

    def __init__(
        self, records: Collection[Record], rows: Callable[[Iterable[Record]], Iterator[Ligne]]
    ) -> None:
        self._records = records
        self._rows = rows

    def __iter__(self) -> Iterator[Ligne]:
        return self._rows(self._records)


def _of_records(records: Iterable[Record]) -> Iterator[Ligne]:
    return (record.valeurs for record in records)


def _of_rows(place: int, records: Iterable[Record]) -> Iterator[Ligne]:
    return ((*record.cle, *row) for record in records for row in record.enfants[place])


def _noms(declared: Nature | Enfant) -> tuple[str, ...]:
    return tuple(colonne.nom for colonne in declared.colonnes)
