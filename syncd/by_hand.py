"""Taking in a directory by hand: here when no daemon runs, else by the one that does.

Touches: the spool, the store, the journal. After a crash: the copy under way is removed or sealed
by whoever next holds the spool; an order waits in the store.
"""

from contextlib import closing
from pathlib import Path

from ingest import pipeline
from ingest.disk.delivery import NotDeliverable
from ingest.disk.envoi import is_id
from ingest.disk.spool import AlreadyRunning
from ingest.persons.holding import NotHeld
from ingest.workshop import instant
from store.changes import Entry
from store.database import Store
from syncd import clock
from syncd.duties import Steps, duties_of, pace_of
from syncd.held import held_orders
from syncd.journal import Journal
from syncd.orders import INGEST
from syncd.retries import Unanswered, awaited
from syncd.site import Parts, Site, workshop_of
from syncd.worker import Worker


def take_in(site: Site, parts: Parts, source: Path, account: str, *, seconds: float) -> Entry:
    """Given a directory of this host, copy it into the spool, and return what was decided.

    Raise NotDeliverable when it cannot be taken in, Unanswered after so many seconds.
    """
    parts.store.create()
    try:
        with parts.spool.locked():
            return _here(site, parts, source, account)
    except AlreadyRunning:
        return _by_daemon(parts, source, account, seconds)


def settle_by_hand(site: Site, parts: Parts, genre: str, cible: str, *, seconds: float) -> Entry:
    """Given an order about a held envoi (`syncd.held`), have it done, and return the outcome.

    Raise NotHeld with the sentence that says why not, Unanswered after so many seconds.
    """
    try:
        with parts.spool.locked():
            identifier = held_orders(workshop_of(site, parts))[genre](cible)
            return _up_to(_checked(identifier), site, parts)
    except AlreadyRunning:
        return _ordered(parts, genre, cible, seconds)


def _checked(answer: str) -> str:
    if not is_id(answer):
        raise NotHeld(answer)
    return answer


def _ordered(parts: Parts, genre: str, cible: str, seconds: float) -> Entry:
    with parts.store.writing() as tx:
        number = tx.give_order(genre, cible, instant(clock.now()))
    identifier = _checked(awaited(lambda: _answer(parts.store, number), seconds))
    return awaited(lambda: _entry(parts.store, identifier), seconds)


def _here(site: Site, parts: Parts, source: Path, account: str) -> Entry:
    return _up_to(parts.spool.deliver(source, account, clock.now()).id, site, parts)


def _up_to(identifier: str, site: Site, parts: Parts) -> Entry:
    """Process the queue up to an envoi: an older one that waits comes first, as always."""
    steps = Steps(pipeline.process, pipeline.recover, pipeline.hold_after_crashes)
    with closing(Journal(site.journal)) as journal:
        duties = duties_of(site, workshop_of(site, parts), journal, steps)
        worker = Worker(parts.spool, duties, pace_of(site))
        while (entry := _entry(parts.store, identifier)) is None:
            if worker.round() > 0 and _entry(parts.store, identifier) is None:
                raise Unanswered(f"{identifier} waits in the spool: the log above says for what")
        duties.deliver()
    return entry


def _by_daemon(parts: Parts, source: Path, account: str, seconds: float) -> Entry:
    """Give the order; wait for its answer, then for what the ledger says."""
    name = parts.spool.bring(source, account, clock.now())
    with parts.store.writing() as tx:
        number = tx.give_order(INGEST, f"{account}/{name}", instant(clock.now()))
    identifier = awaited(lambda: _answer(parts.store, number), seconds)
    if not is_id(identifier):
        raise NotDeliverable(identifier)
    return awaited(lambda: _entry(parts.store, identifier), seconds)


def _answer(store: Store, number: int) -> str | None:
    with store.reading() as known:
        return known.order(number).reponse


def _entry(store: Store, identifier: str) -> Entry | None:
    with store.reading() as known:
        return known.entry(identifier)
