"""What a list holds that was never read before, by key: gone through rather than held.

Touches: nothing.
"""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from functools import cached_property

from ingest.reading.gathered import Gathered
from store.changes import Cle, Record


class Listed(Mapping[Cle, Record]):
    """The records of one file by their keys; asking for one of them holds all."""

    def __init__(self, lus: Gathered) -> None:
        """Given what was read, no key twice, take it as a mapping."""
        self._lus = lus

    def __len__(self) -> int:
        return len(self._lus)

    def __iter__(self) -> Iterator[Cle]:
        return (lu.record.cle for lu in self._lus)

    def __getitem__(self, cle: Cle) -> Record:
        return self._held[cle]

    def values(self) -> ValuesView[Record]:
        """Return the records, in the order of the file."""
        return _Values(self)

    def items(self) -> ItemsView[Cle, Record]:
        """Return the records with their keys, in the order of the file."""
        return _Items(self)

    def records(self) -> Iterator[Record]:
        """Yield the records, in the order of the file."""
        return (lu.record for lu in self._lus)

    @cached_property
    def _held(self) -> Mapping[Cle, Record]:
        return dict(self.items())


class _Values(ValuesView[Record]):
    _mapping: Listed

    def __iter__(self) -> Iterator[Record]:
        return self._mapping.records()


class _Items(ItemsView[Cle, Record]):
    _mapping: Listed

    def __iter__(self) -> Iterator[tuple[Cle, Record]]:
        return ((record.cle, record) for record in self._mapping.records())
