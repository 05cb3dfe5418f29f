"""Whether a key stands twice among a million, in eight bytes for each.

Touches: nothing.
"""

from array import array
from collections.abc import Iterable

from store.changes import Lu

_PARTS = 64


class Keys:
    """The keys of the records of one file, by their hashes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._parts = [array("q") for _ in range(_PARTS)]

    def add(self, lus: Iterable[Lu]) -> None:
        """Given records, note their keys."""
        parts = self._parts
        for lu in lus:
            noted = hash(lu.record.cle)
            parts[noted % _PARTS].append(noted)

    def may_stand_twice(self) -> bool:
        """Return whether two records may have one key; False is certain."""
        return any(len(set(part)) < len(part) for part in self._parts)
