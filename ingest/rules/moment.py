"""What hides a document at one instant: its own reason, or time, whichever is the stronger.

The order is that of domain.md 8.0 ("reasons"): withdrawn and withheld before expired and future,
these before everything that waits or reaches nobody.
Touches: nothing.
"""

from itertools import takewhile
from typing import NamedTuple

from ingest.rules.decisions import DEPUBLIE, DEPUBLIE_JUSQU_AU
from ingest.rules.raisons import LISTE_REMPLACEE, RAISONS, RETENUE, RETIREE, VISIBLE

_BEFORE_TIME = frozenset(
    raison.code for raison in takewhile(lambda each: each.etat in {RETENUE, RETIREE}, RAISONS)
) | {DEPUBLIE}
"""What withdraws or withholds; from the first reason that waits for something, time is stronger."""


_SHOWN = frozenset({VISIBLE, DEPUBLIE_JUSQU_AU, LISTE_REMPLACEE})
"""The motifs of what shows between its instants."""


class Row(NamedTuple):
    """What a row of `publication` says: the code of its motif, and its instants (UTC texts)."""

    code: str
    visible_du: str | None
    visible_jusqu_au: str | None


def reason_at(row: Row, moment: str, *, readers: int) -> str:
    """Given a row, an instant and how many persons it reaches then, return the code that tells."""
    if row.code in _BEFORE_TIME:
        return row.code
    if row.visible_jusqu_au is not None and row.visible_jusqu_au <= moment:
        return row.code if row.code == LISTE_REMPLACEE else "EXPIRED"
    if row.visible_du is not None and moment < row.visible_du:
        return row.code if row.code == DEPUBLIE_JUSQU_AU else "PUBLICATION_FUTURE"
    if row.code in _SHOWN:
        return VISIBLE if readers else "NOBODY_REACHED"
    return row.code
