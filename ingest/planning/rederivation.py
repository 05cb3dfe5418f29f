"""Deriving everything again when it is the program or its settings that changed, not the facts.

Touches: the store. After a crash: nothing of it is there, or all; the next start does it again.
"""

from ingest.check import NOTHING_CHECKED
from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.workshop import Workshop, cause_of


def rederive(workshop: Workshop, identifier: str) -> int:
    """Given the id of the cause, make the derived rows what the facts say; return how many change.

    A new version of the rules, or a switch such as `conseil_herite_coproprietaire`, acts on what
    was received long ago (R-026). The cause stands in the history of each row.
    """
    with workshop.store.writing() as tx:
        changes = make_plan(NOTHING_CHECKED, situation_of(tx, workshop)).changes
        if changes.derived:
            tx.apply(changes, cause_of(identifier, workshop))
    return sum(len(table.debuts) + len(table.fins) for table in changes.derived)
