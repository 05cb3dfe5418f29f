"""The way of an envoi, whole: keep, check, decide, plan, apply, answer, file.

It is applied entirely or not at all (R-003): the rows, the ledger and the answers are one commit.
Touches: the store, the documents, the spool. After a crash anywhere: the envoi is still in
`active`, and the ledger says whether it was decided (`recover`); beginning again is harmless.
"""

from ingest.check import NOTHING_CHECKED, check
from ingest.collecting import without_collecting
from ingest.decision import RETENU_PAR_NOTRE_FAUTE, decide
from ingest.disk.contents import keep_again, keeping
from ingest.disk.envoi import Envoi
from ingest.disk.tree import read_tree
from ingest.persons.holding import is_back, narrowed, replace_covered, settle_held
from ingest.persons.sequence import ledger_of
from ingest.planning.envois import plan_envoi
from ingest.planning.gathering import before_of
from ingest.planning.guarding import guard
from ingest.settling import settle
from ingest.telling.accuse import messages
from ingest.telling.report import entry_of, make_report
from ingest.workshop import Workshop, cause_of
from store.changes import Entry


@without_collecting()
def process(envoi: Envoi, workshop: Workshop) -> Entry:
    """Given an envoi in `active`, decide it, apply it whole or not at all, answer and file it.

    Return what the ledger says of it. Raise OSError or StoreUnavailable for a fault of this host.
    """
    tree = read_tree(envoi.path)  # once: in `active` nobody else writes
    with keeping(tree, workshop) as contents:  # first, whatever becomes of the data
        checked = check(tree, before_of(workshop), workshop)  # every problem, not the first
    with workshop.store.writing() as tx:
        cause = cause_of(envoi.id, workshop)
        keep_again(envoi, contents, workshop)  # a purge may have come between
        arrived = tx.keep(contents, cause)
        back = is_back(envoi.id, tx)  # from hold, by a person
        checked = narrowed(envoi, checked, tx) if back else checked
        decision = decide(checked, *ledger_of(tx, checked, back=back))
        plan = plan_envoi(checked, tx, workshop, arrived, cause) if decision.is_planned else None
        decision = guard(decision, plan, workshop.seuils, cause) if plan else decision
        if plan and decision.applies:
            tx.apply(plan.changes, cause)
        elif arrived:  # a record that is listed may have waited for one of them
            tx.apply(plan_envoi(NOTHING_CHECKED, tx, workshop, arrived, cause).changes, cause)
        rapport = make_report(envoi, cause, checked, decision, plan)
        entry = entry_of(envoi, rapport, checked)
        tx.record(entry)
        tx.queue(messages(rapport))  # one commit, whatever the outcome
        if decision.applies:
            replace_covered(tx, entry, cause, workshop)
    settle(envoi, entry, workshop)
    settle_held(workshop)
    return entry


def recover(envoi: Envoi, workshop: Workshop) -> bool:
    """Given an envoi that a crash left in `active`, file it if it was decided; say whether."""
    with workshop.store.reading() as known:
        entry = known.entry(envoi.id)
    if entry is None:
        return False
    settle(envoi, entry, workshop)
    return True


def hold_after_crashes(envoi: Envoi, workshop: Workshop) -> Entry:
    """Given an envoi whose processing failed three times, hold it: the fault is ours."""
    with workshop.store.writing() as tx:
        cause = cause_of(envoi.id, workshop)
        rapport = make_report(envoi, cause, NOTHING_CHECKED, RETENU_PAR_NOTRE_FAUTE)
        entry = entry_of(envoi, rapport, NOTHING_CHECKED)
        tx.record(entry)
        tx.queue(messages(rapport))
    settle(envoi, entry, workshop)
    return entry
