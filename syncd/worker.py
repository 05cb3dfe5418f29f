"""The worker: one thread that takes the envois one at a time, in order, and answers for each.

It is woken by a bell or by the clock and then always lists (architecture, idea 6). A fault of this
host puts the envoi in `deferred`, which stops the queue until it is over; the sender never hears of
it. Anything else is a bug: one traceback, the envoi stays in `active`, is taken first, and after
three starts it is held.
Touches: the spool; the rest through its duties. After a crash: the next start takes up `active`.
"""

import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from config.logs import bound
from ingest.disk.envoi import Envoi, order
from ingest.disk.spool import Spool
from store.changes import Entry
from store.database import StoreUnavailable
from store.documents import DamagedError, ElsewhereError
from syncd.bell import Bell
from syncd.canonical import canonical
from syncd.retries import Backoff

log = logging.getLogger(__name__)

LOCAL_FAULTS = (
    OSError,
    StoreUnavailable,
    ElsewhereError,
    DamagedError,
    sqlite3.OperationalError,
)
"""What is nobody's fault but this host's: it is tried again."""
MOST_STARTS = 3

_SWEEP_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What the worker does, each a function of `ingest` or `syncd` bound to its parts.

    `process` decides a started envoi and files it; `recover` files one that was decided before,
    and says whether it was; `hold` records one that we cannot process, and files it. `note` tells
    the journal what was sealed; `deliver`, `answer_orders` (of persons, and what a crash left of
    them) and `sweep` are the chores around.
    """

    process: Callable[[Envoi], Entry]
    recover: Callable[[Envoi], bool]
    hold: Callable[[Envoi], object]
    note: Callable[[Envoi], object]
    deliver: Callable[[], object]
    answer_orders: Callable[[], object]
    sweep: Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When the worker looks and how long it waits after a fault; the clocks are given."""

    scan_seconds: float
    backoff: Backoff
    now: Callable[[], datetime]
    monotonic: Callable[[], float]


class Terms(NamedTuple):
    """What a worker works by, once new settings are in force; `first` is done before the rest."""

    spool: Spool
    duties: Duties
    pace: Pace
    first: Callable[[], object] | None = None


class Worker:
    """The queue at work; `run` is the thread, `bell` and `stop` are for any other."""

    def __init__(self, spool: Spool, duties: Duties, pace: Pace) -> None:
        """Given the spool, whose lock is held, prepare."""
        self.bell = Bell()
        self._spool = spool
        self._duties = duties
        self._pace = pace
        self._failures = 0
        self._resumes_at = float("-inf")
        self._faults = 0
        self._queue_resumes_at = float("-inf")
        self._sweeps_at = float("-inf")
        self._noted: set[str] = set()
        self._to_defer: set[str] = set()
        self._current: str | None = None
        self._terms: deque[Terms] = deque()

    def run(self) -> None:
        """Work until told to stop; the envoi that is being processed is finished first."""
        while not self.bell.is_stopping:
            begun = self._pace.monotonic()
            wait = self.round()
            self.bell.sleep(wait, worked_seconds=self._pace.monotonic() - begun)

    def change(self, terms: Terms) -> None:
        """Given new terms, over the same spool and store, work by them from the next round on."""
        self._terms.append(terms)
        self.bell.ring()

    def stop(self) -> None:
        """End after the envoi that is being processed."""
        self.bell.stop()

    def round(self) -> float:
        """Do the chores and process one envoi at most; return the seconds until the next round."""
        left = self._resumes_at - self._pace.monotonic()
        if left > 0:
            return left
        try:
            wait = self._work()
        except LOCAL_FAULTS as error:
            log.warning("local_fault", extra=_reason(error))
            return self._pause()
        except Exception:
            log.exception("worker_failed", extra={"envoi": self._current})
            return self._pause()
        self._failures = 0
        return wait

    def _work(self) -> float:
        self._current = None
        self._take_terms()
        self._duties.deliver()
        self._duties.answer_orders()
        if self._take_up():
            return 0
        self._seal()
        envoi = self._next()
        if envoi:
            self._take(envoi)
            return 0
        self._sweep()
        return self._idle_seconds()

    def _take_terms(self) -> None:
        """Work by the terms that came last; what they want first is done, or tried again."""
        while self._terms:
            self._spool, self._duties, self._pace, first = self._terms[0]
            if first:
                first()
            self._terms.popleft()

    def _take_up(self) -> bool:
        """Deal with the first envoi whose processing did not end; return whether there was one."""
        envoi = next(iter(self._spool.interrupted()), None)
        if envoi is None:
            return False
        self._current = envoi.id
        if envoi.id in self._to_defer:
            self._file_deferred(envoi)
        elif envoi.attempt >= MOST_STARTS and not self._recovered(envoi):
            with bound(envoi.id):
                self._duties.hold(envoi)
                log.error("envoi_held_after_crashes", extra={"starts": envoi.attempt})
        elif envoi.attempt < MOST_STARTS:
            self._take(envoi)
        return True

    def _seal(self) -> None:
        for envoi in self._spool.seal_what_is_complete(self._pace.now()):
            log.info("envoi_sealed", extra={"envoi": envoi.id, "account": envoi.account})
        ready = self._spool.ready()
        for envoi in ready:
            if envoi.id not in self._noted:
                self._duties.note(envoi)
                self._noted.add(envoi.id)
        self._noted &= {envoi.id for envoi in ready}

    def _next(self) -> Envoi | None:
        """Return the first of the queue; None also while a deferred one waits for its time."""
        deferred = self._spool.deferred()
        if deferred and self._pace.monotonic() < self._queue_resumes_at:
            return None
        return min([*deferred, *self._spool.ready()], key=order, default=None)

    def _take(self, envoi: Envoi) -> None:
        if envoi.state != "ready" and self._recovered(envoi):
            return
        self._current = envoi.id
        started = self._spool.start(envoi)
        with bound(envoi.id):
            begun = self._pace.monotonic()
            try:
                entry = self._duties.process(started)
            except LOCAL_FAULTS as error:
                self._defer(started, error)
                return
            self._faults = 0
            log.info("envoi_decided", extra=canonical(entry, self._pace.monotonic() - begun))

    def _recovered(self, envoi: Envoi) -> bool:
        """Return whether the ledger knew the outcome, so that only the filing was left."""
        done = self._duties.recover(envoi)
        if done:
            log.info("envoi_recovered", extra={"envoi": envoi.id, "account": envoi.account})
        return done

    def _defer(self, started: Envoi, error: Exception) -> None:
        self._faults += 1
        seconds = self._pace.backoff.seconds(self._faults)
        self._queue_resumes_at = self._pace.monotonic() + seconds
        log.warning("envoi_deferred", extra={**_reason(error), "again_in": round(seconds)})
        self._to_defer.add(started.id)
        self._file_deferred(started)

    def _file_deferred(self, envoi: Envoi) -> None:
        """May fail as well: then it is the first thing to be tried again, and no crash."""
        self._spool.file(envoi, "deferred")
        self._to_defer.discard(envoi.id)

    def _sweep(self) -> None:
        if self._pace.monotonic() >= self._sweeps_at:
            self._duties.sweep()
            self._sweeps_at = self._pace.monotonic() + _SWEEP_SECONDS

    def _idle_seconds(self) -> float:
        left = self._queue_resumes_at - self._pace.monotonic()
        return min(self._pace.scan_seconds, left) if left > 0 else self._pace.scan_seconds

    def _pause(self) -> float:
        self._failures += 1
        seconds = self._pace.backoff.seconds(self._failures)
        self._resumes_at = self._pace.monotonic() + seconds
        return seconds


def _reason(error: Exception) -> dict[str, str]:
    return {"fault": type(error).__name__, "reason": str(error)}
