"""Deriving everything again when it is the program or its settings that changed, not the facts.

Touches: the store. After a crash: nothing of it is there, or all; the next start does it again.
"""

from ingest.check import NOTHING_CHECKED
from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.workshop import Workshop, cause_of
from store.changes import Changes
from store.reading import Reading


def rederive(workshop: Workshop, identifier: str) -> int:
    """Given the id of the cause, make the derived rows what the facts say; return how many change.

    A new version of the rules, or a switch such as `conseil_herite_coproprietaire`, acts on what
    was received long ago (R-026). The cause stands in the history of each row.
    """
    with workshop.store.writing() as tx:
        changes = arrivals(tx, workshop)
        if changes.derived:
            tx.apply(changes, cause_of(identifier, workshop))
    return sum(len(table.debuts) + len(table.fins) for table in changes.derived)


def arrivals(known: Reading, workshop: Workshop) -> Changes:
    """Return what must be derived again of what is known, when no list of an envoi is applied.

    An envoi that is not applied may bring a content that a document waits for: it was listed by one
    that was applied, and shows now (R-012).
    """
    return make_plan(NOTHING_CHECKED, situation_of(known, workshop)).changes
