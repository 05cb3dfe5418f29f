"""Deriving again when it is the program or its settings that changed, not the facts.

Touches: the store. After a crash: nothing of it is there, or all; the next start does it again.
"""

from ingest.check import NOTHING_CHECKED
from ingest.planning.gathering import situation_of
from ingest.planning.plan import Plan, Reste, make_plan
from ingest.planning.scope import REGLES, Scope
from ingest.planning.wide import make_wide_plan, widened
from ingest.workshop import Workshop, cause_of
from store.reading import Reading
from store.transaction import Transaction

_BOXES = Scope({}, REGLES)
_NOT_COUNTED = Reste({}, (), {})


def rederive(workshop: Workshop, identifier: str) -> int:
    """Given the id of the cause, make the derived rows what the facts say; return how many change.

    A new version of the rules acts on what was received long ago. The cause stands in the history
    of each row.
    """
    with workshop.store.writing() as tx:
        return _apply(tx, _everything(tx, workshop), workshop, identifier)


def rederive_boxes(workshop: Workshop, identifier: str) -> int:
    """As `rederive`, when nothing but `conseil_herite_coproprietaire` changed (R-026, R-033)."""
    with workshop.store.writing() as tx:
        wide = widened(tx, workshop, (), _BOXES)
        plan = make_wide_plan(NOTHING_CHECKED, tx, wide, _NOT_COUNTED) if wide else None
        return _apply(tx, plan or _everything(tx, workshop), workshop, identifier)


def _everything(known: Reading, workshop: Workshop) -> Plan:
    return make_plan(NOTHING_CHECKED, situation_of(known, workshop))


def _apply(tx: Transaction, plan: Plan, workshop: Workshop, identifier: str) -> int:
    changes = plan.changes
    if changes.derived:
        tx.apply(changes, cause_of(identifier, workshop))
    return sum(len(table.debuts) + len(table.fins) for table in changes.derived)
