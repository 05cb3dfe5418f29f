"""From the records of the store to the tables of those that decide no document.

All their attributes are given as they were read, under their own names.
Touches: nothing.
"""

from collections.abc import Iterable, Iterator

from ingest.planning.projection import Tables
from ingest.rules.references import ANNEXES
from ingest.rules.tableaux import Tableau
from store.changes import Record
from store.declarations import NATURES, Enfant, Nature


def annexes_of(tables: Tables) -> Iterator[Tableau]:
    """Given every record, yield the listed ones of each nature that decides no document."""
    for (nature, entite), table in tables.items():
        if nature in ANNEXES:
            yield _tableau(NATURES[nature], entite, table.presents.values())


def _tableau(nature: Nature, entite: str, records: Iterable[Record]) -> Tableau:
    found = tuple(records)
    enfants = {
        enfant.element: _of_children(nature, enfant, entite, place, found)
        for place, enfant in enumerate(nature.enfants)
    }
    lignes = tuple(record.valeurs for record in found)
    return Tableau(nature.nom, entite, _noms(nature), nature.cle, lignes, enfants)


def _of_children(
    nature: Nature, enfant: Enfant, entite: str, place: int, records: Iterable[Record]
) -> Tableau:
    noms = (*enfant.parent, *_noms(enfant))
    lignes = tuple((*record.cle, *row) for record in records for row in record.enfants[place])
    return Tableau(nature.nom, entite, noms, enfant.parent, lignes)


def _noms(declared: Nature | Enfant) -> tuple[str, ...]:
    return tuple(colonne.nom for colonne in declared.colonnes)
