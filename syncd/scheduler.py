"""The chores at work: one thread that looks again and again what is due, and does it.

`schedule` makes it look; what is due is decided by `syncd.slots` from the rows of the store, so
that no restart and no clock loses or repeats a run. A chore that fails says so in the log and in
its row, and stops no other; it runs again at its next slot.
Touches: the store; the rest through the chores. After a crash: a run without an end was
interrupted, and is begun again.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

import schedule

from config.agenda import JAMAIS, Agenda
from store.database import Store, StoreUnavailable
from store.taches import ChoreRecord
from syncd.chores import Chore
from syncd.slots import ECHEC, FAIT, begun, due_slot, ended, up_to_date

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What runs when: the chores and their agendas, by name, and the zone of the agency."""

    fuseau: str
    chores: Mapping[str, Chore] = field(default_factory=dict)
    agendas: Mapping[str, Agenda] = field(default_factory=dict)


class Scheduler:
    """The chores of one store; `run` is the thread, the rest may be called from any other."""

    def __init__(
        self,
        store: Store,
        programme: Programme,
        *,
        now: Callable[[], datetime],
        look_seconds: float,
    ) -> None:
        """Given the store, of which this is the only scheduler, and the clock, prepare."""
        self._store = store
        self._programme = programme
        self._now = now
        self._look_seconds = look_seconds
        self._stopping = Event()
        self._to_note: list[ChoreRecord] = []

    def run(self) -> None:
        """Look and do until told to stop; the chore that runs is finished first."""
        looking = Looking(self.look, self._look_seconds)
        self.look()
        while not self._stopping.wait(looking.seconds_left()):
            looking.look_if_due()

    def stop(self) -> None:
        """End after the chore that runs."""
        self._stopping.set()

    def change(self, programme: Programme) -> None:
        """Given what runs when from now on, follow it at the next look."""
        self._programme = programme

    def look(self) -> None:
        """Run every chore that is due now; what the store does not let us is done next time."""
        programme = self._programme
        for nom in programme.chores:
            if self._stopping.is_set():
                return
            try:
                self._note_ends()
                self._run_if_due(nom, programme)
            except StoreUnavailable as error:
                log.warning("chore_delayed", extra={"chore": nom, "reason": str(error)})

    def _run_if_due(self, nom: str, programme: Programme) -> None:
        started = self._started(nom, programme)
        if started is None:
            return
        log.info("chore_begun", extra={"chore": nom, "start": started.essais})
        resultat = _done(nom, programme.chores[nom])
        self._to_note.append(ended(started, resultat, self._now()))
        self._note_ends()

    def _started(self, nom: str, programme: Programme) -> ChoreRecord | None:
        """Return the record of a run that begins now, committed; None if the chore is not due."""
        now, agenda = self._now(), programme.agendas.get(nom, JAMAIS)
        with self._store.reading() as reading:
            known = reading.chores().get(nom)
        current = up_to_date(known, nom, agenda, programme.fuseau, now)
        slot = due_slot(current, agenda, now)
        record = begun(current, slot, now) if slot else current
        if record != known:
            with self._store.writing() as tx:
                tx.record_chore(record)
        return record if slot else None

    def _note_ends(self) -> None:
        """Write how runs ended; as long as that cannot be, none is taken for interrupted."""
        while self._to_note:
            with self._store.writing() as tx:
                tx.record_chore(self._to_note[0])
            del self._to_note[0]


class Looking:
    """What `schedule` does for us: a job every so many seconds of the local clock.

    A local clock that is set back, also by the end of summer time, would make it wait for that
    long: it is then begun again.
    """

    def __init__(self, look: Callable[[], object], every_seconds: float) -> None:
        """Given what to do and how often, wait for the first time."""
        self._look = look
        self._every = max(1, round(every_seconds))
        self.jobs = schedule.Scheduler()
        self._begin()

    def seconds_left(self) -> float:
        """Return how long to wait; never longer than the interval."""
        left = self.jobs.idle_seconds
        if left is None or left > self._every:
            self._begin()
            return self._every
        return max(left, 0)

    def look_if_due(self) -> None:
        """Look, if it is time."""
        self.jobs.run_pending()

    def _begin(self) -> None:
        self.jobs.clear()
        self.jobs.every(self._every).seconds.do(self._look)


def _done(nom: str, chore: Chore) -> str:
    """Run a chore, and return how it ended; whatever it raises, the others go on."""
    try:
        chore()
    except Exception:
        log.exception("chore_failed", extra={"chore": nom})
        return ECHEC
    log.info("chore_done", extra={"chore": nom})
    return FAIT
