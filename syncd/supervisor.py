"""The main thread of the daemon: what sessions tell, the logs that they write, systemd.

Touches: the sessions' socket, their logs, the journal. An event that is lost costs a delay: logs
are caught up at every sealing and at the next start.
"""

import logging
import select
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

from syncd import clock
from syncd.bell import Bell
from syncd.journal import Journal
from syncd.sftp.events import MAX_BYTES, parse
from syncd.sftp.listener import Listener
from syncd.signals import Told
from syncd.systemd import ALIVE, READY, Systemd, reloading

log = logging.getLogger(__name__)

EVENTS_SECONDS = 0.01
"""How long events gather: waking for each of them would slow the session that tells it."""

_TICK_SECONDS = 0.5
_EVENTS_AT_ONCE = 10_000
_ALIVE_PER_WATCHDOG = 3


class ListenerDied(Exception):  # noqa: N818  the service stops: systemd starts it again
    """The SFTP listener ended, and nobody had asked for it."""


class WorkerDied(Exception):  # noqa: N818  the same
    """The worker's thread, or that of the chores, ended, and nobody had asked for it."""


class Supervisor:
    """What the main thread watches over."""

    def __init__(
        self,
        listener: Listener,
        journal: Journal,
        logs: Path,
        bell: Bell,
        threads: Sequence[Thread],
    ) -> None:
        """Given what is running already, prepare; `bell` wakes the worker."""
        self._listener = listener
        self._journal = journal
        self._logs = logs
        self._bell = bell
        self._threads = threads
        self._unread: set[str] = set()

    def run(
        self,
        told: Told,
        systemd: Systemd,
        watchdog_seconds: float | None,
        reload: Callable[[], None],
    ) -> None:
        """Watch until told to stop; reload when told to. Raise ListenerDied or WorkerDied."""
        every = (watchdog_seconds or float("inf")) / _ALIVE_PER_WATCHDOG
        tick_at, alive_at = 0.0, 0.0
        self._listener.events.setblocking(False)
        while not told.must_stop:
            sources = [self._listener.events, told.socket]
            ready, _, _ = select.select(sources, [], [], _TICK_SECONDS)
            told.forget_wakings()
            if told.takes_reload():
                systemd.tell(*reloading(clock.monotonic()))
                reload()
                systemd.tell(READY)
            if self._listener.events in ready:
                self._hear()
                select.select([told.socket], [], [], EVENTS_SECONDS)
            now = clock.monotonic()
            if now >= tick_at:
                tick_at = now + _TICK_SECONDS
                self._tick()
            if watchdog_seconds and now >= alive_at:
                alive_at = now + every
                systemd.tell(ALIVE)

    def read_last(self) -> None:
        """Import what the sessions wrote at their end."""
        self._journal.catch_up(self._logs)

    def _tick(self) -> None:
        if self._listener.has_ended():
            raise ListenerDied("The SFTP listener ended by itself: see the log above")
        for thread in self._threads:
            if not thread.is_alive():
                raise WorkerDied(f"The thread {thread.name} ended by itself: see the log above")
        self._read_logs()

    def _hear(self) -> None:
        """Take the events that are there, and ring; hurry where an envoi may be complete."""
        for _ in range(_EVENTS_AT_ONCE):
            try:
                datagram = self._listener.events.recv(MAX_BYTES)
            except BlockingIOError:
                break
            if not datagram:
                raise ListenerDied("The SFTP listener and its sessions ended by themselves")
            self._note(datagram)
        self._bell.ring()

    def _note(self, datagram: bytes) -> None:
        try:
            event = parse(datagram)
        except ValueError:
            log.warning("event_unreadable", extra={"bytes": len(datagram)})
            return
        self._unread.add(event.session)
        if event.may_complete:
            self._bell.hurry()

    def _read_logs(self) -> None:
        """Import what is new in the logs; one that cannot be read is tried again, unless gone."""
        for session in sorted(self._unread):
            try:
                self._journal.read_log(self._logs / f"{session}.xml")
            except FileNotFoundError:
                log.warning("log_gone", extra={"session": session})
            except (OSError, sqlite3.OperationalError) as error:
                log.warning("journal_delayed", extra={"session": session, "reason": str(error)})
                continue
            self._unread.discard(session)
