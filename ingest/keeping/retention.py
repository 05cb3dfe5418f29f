"""The conservation sweep: what expired is told, what was withdrawn long ago is removed for good.

It is a plan like any other: looked at without a change, or applied in one transaction; what follows
from the facts is derived again from those that are left, so it equals a full derivation (law 9).
Touches: the store, the documents, the finished envois. After a crash: either nothing of it is
there, or all of its rows; contents that were to be unlinked are unlinked by the next sweep or the
next start, an envoi that is half removed by the next sweep.
"""

from dataclasses import dataclass

from ingest.disk.envoi import stamp
from ingest.keeping.candidates import candidates
from ingest.keeping.elapsed import Elapsed, elapsed_between
from ingest.keeping.removal import changes_of
from ingest.planning.gathering import situation_of
from ingest.rules.retention import Delais, Genre, Raison, Sort, apply_policy, end_of_audit
from ingest.workshop import Workshop, cause_of
from store.changes import CONSERVATION, Changes
from store.reading import Reading

_UNLINKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """What a sweep does at `now`: what becomes of everything, why, and what time did since.

    `depuis` is the instant of the sweep before it, None for the first.
    """

    now: str
    depuis: str | None
    sorts: tuple[Sort, ...]
    changes: Changes
    elapsed: Elapsed

    @property
    def purged(self) -> tuple[Sort, ...]:
        """Return what goes."""
        return tuple(sort for sort in self.sorts if sort.purge)

    @property
    def kept(self) -> tuple[Sort, ...]:
        """Return what stays although no list holds it, or nobody knows."""
        return tuple(
            sort for sort in self.sorts if not sort.purge and sort.raison is not Raison.LISTE
        )


def plan_retention(known: Reading, workshop: Workshop, delais: Delais, now: str) -> RetentionPlan:
    """Given what is known and a UTC instant, return what a sweep would do then."""
    situation = situation_of(known, workshop)
    found = candidates(known, workshop, situation, now)
    sorts = tuple(apply_policy(found.candidats, found.contenus, delais, now))
    depuis = max((c.instant for c in known.constats(genre=CONSERVATION)), default=None)
    before = end_of_audit(now, delais)
    return RetentionPlan(
        now=now,
        depuis=depuis,
        sorts=sorts,
        changes=changes_of(situation, found, sorts, now=now, before=before),
        elapsed=elapsed_between(situation, depuis, now),
    )


def apply_retention(workshop: Workshop, delais: Delais) -> RetentionPlan:
    """Purge now what is due in the store and the documents, and return what was done.

    It may run beside a daemon. Envois stay: only the holder of the spool's lock removes these.
    """
    finish_unlinking(workshop)
    with workshop.store.writing() as tx:
        cause = cause_of(f"conservation-{stamp(workshop.now())}", workshop)
        plan = plan_retention(tx, workshop, delais, cause.instant)
        tx.apply(plan.changes, cause)
    finish_unlinking(workshop)
    return plan


def remove_envois(plan: RetentionPlan, workshop: Workshop) -> int:
    """Given a plan, remove its finished envois and return how many; the spool is locked by us."""
    removed = 0
    for sort in plan.purged:
        envoi = workshop.spool.find(sort.ref) if sort.genre is Genre.ENVOI else None
        if envoi is not None and envoi.state in {"done", "refused"}:
            workshop.spool.remove(envoi)
            removed += 1
    return removed


def finish_unlinking(workshop: Workshop) -> int:
    """Unlink the contents that a purge left to be unlinked, and return how many.

    One that was received again meanwhile stays: it is looked at inside the write lock.
    """
    done = 0
    while True:
        with workshop.store.writing() as tx:
            waiting = tx.to_unlink(_UNLINKED_AT_ONCE)
            for sha256 in waiting:
                if not tx.is_received(sha256):
                    workshop.documents.forget(sha256)
            tx.unlinked(waiting)
        done += len(waiting)
        if len(waiting) < _UNLINKED_AT_ONCE:
            return done
