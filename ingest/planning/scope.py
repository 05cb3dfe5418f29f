"""Change → scope: what must be derived again, when all that is derived follows from the facts.

| what changes | what is derived again |
|---|---|
| a record of `FEUILLES` is new, different or gone | that record |
| a record that rules read differs in what no rule reads (`comptes/@solde`) | nothing |
| a content arrives | the records that list it |
| anything else | everything |

What is derived of a leaf follows from itself, from what it refers to, and from nothing that another
leaf says: that is what makes it one.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from ingest.planning.differences import Difference
from ingest.planning.projection import as_read
from ingest.rules.references import FEUILLES
from store.changes import Cle, Facts, Place, Record


class Scope(NamedTuple):
    """By nature and entity, the keys of the leaves to derive again; the rest stays as it is."""

    feuilles: Mapping[Place, frozenset[Cle]]


def scope_of(
    differences: Iterable[Difference], facts: Facts, arrived: Mapping[Place, frozenset[Cle]]
) -> Scope | None:
    """Given what changes and the records that list what arrived, return the scope; None: all."""
    found: dict[Place, set[Cle]] = defaultdict(set)
    for place, cles in arrived.items():
        if place[0] not in FEUILLES:
            return None
        found[place].update(cles)
    for difference in differences:
        place = difference.change.place
        if place[0] in FEUILLES:
            found[place].update(_changed(difference))
        elif not _reads_the_same(difference, facts):
            return None
    return Scope({place: frozenset(cles) for place, cles in found.items() if cles})


def _changed(difference: Difference) -> Iterator[Cle]:
    change = difference.change
    yield from (lu.record.cle for lu in chain(change.nouveaux, change.modifies))
    yield from change.disparus


def _reads_the_same(difference: Difference, facts: Facts) -> bool:
    change = difference.change
    if change.nouveaux or change.disparus:
        return False
    before = facts.get(change.place, {})
    return all(
        not before[lu.record.cle].absent_depuis
        and _reads_like(change.place, lu.record, before[lu.record.cle].record)
        for lu in change.modifies
    )


def _reads_like(place: Place, record: Record, other: Record) -> bool:
    found = as_read(*place, record)
    return found is not None and found == as_read(*place, other)
