"""The daemon: the listener, the worker, the doorbell and the clock, from start to clean stop.

The order matters (architecture, "Processes"): the listener is forked before any thread, database or
lock exists, because a forked child would hold them; then the spool is locked, then the rest opens.
It stops the other way round: clients first, then the envoi that is being processed is finished.
Touches: everything below `data`. After a crash the same start finds everything (architecture, "The
spool"): nothing is remembered in memory only.
"""

import errno
import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import NamedTuple

from ingest.envoi import Envoi, stamp
from ingest.rederivation import rederive
from ingest.workshop import Workshop
from store import durable
from store.changes import Entry
from syncd import clock, orders, retour
from syncd.journal import Journal
from syncd.notes import Notes
from syncd.retries import Backoff
from syncd.sftp.endpoint import Endpoint
from syncd.sftp.listener import Listener, start_listener
from syncd.signals import stop_signals
from syncd.site import Parts, Site, parts_of, workshop_of
from syncd.supervisor import Supervisor
from syncd.systemd import READY, STOPPING, Systemd
from syncd.watcher import watching
from syncd.worker import Duties, Pace, Worker

log = logging.getLogger(__name__)

_MOST_BACKOFF_SECONDS = 600


class CannotListen(Exception):  # noqa: N818  the operator must choose another address
    """The address is taken, or not ours to take."""


class Steps(NamedTuple):
    """What becomes of an envoi: the functions of `ingest.pipeline`."""

    process: Callable[[Envoi, Workshop], Entry]
    recover: Callable[[Envoi, Workshop], bool]
    hold_after_crashes: Callable[[Envoi, Workshop], object]


def serve(site: Site, steps: Steps) -> None:
    """Given an installation, be its daemon until SIGTERM or SIGINT.

    Raise AlreadyRunning, CannotListen, UnusableKey or HostKeyError when it cannot begin, and
    ListenerDied or WorkerDied when it cannot go on.
    """
    parts = parts_of(site)
    with parts.spool.locked():  # before the address is tried: that would be taken as well
        site.daemon.unlink(missing_ok=True)  # of one that was killed
    with ExitStack() as clients:
        listener = _listen(site.endpoint)
        clients.callback(listener.stop)
        with (
            stop_signals() as stop,
            parts.spool.locked(),
            closing(parts.store),
            closing(Journal(site.journal)) as journal,
        ):
            parts.store.create()
            _rederive(site, parts)
            journal.catch_up(site.endpoint.logs)
            worker = Worker(parts.spool, duties_of(site, parts, journal, steps), pace_of(site))
            with _at_work(worker) as thread, watching(site.spool, worker.ring):
                supervisor = Supervisor(listener, journal, site.endpoint.logs, worker.ring, thread)
                try:
                    with _introduced(site, listener.port) as systemd:
                        supervisor.run(stop, systemd, site.watchdog_seconds)
                finally:
                    clients.close()
                supervisor.read_last()


def _rederive(site: Site, parts: Parts) -> None:
    """What the rules of this program and today's settings say may differ from yesterday's."""
    changed = rederive(workshop_of(site, parts), f"demarrage-{stamp(clock.now())}")
    if changed:
        log.info("derived_again", extra={"rows": changed})


def _listen(endpoint: Endpoint) -> Listener:
    try:
        return start_listener(endpoint)
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES}:
            raise
        raise CannotListen(
            f"Cannot listen on {endpoint.host}, port {endpoint.port}: {error.strerror}"
        ) from error


def duties_of(site: Site, parts: Parts, journal: Journal, steps: Steps) -> Duties:
    """Given an installation and its parts, return what a worker does there."""
    workshop = workshop_of(site, parts)
    notes = Notes(journal, site.endpoint.logs, parts.spool, parts.conditions)
    return Duties(
        process=lambda envoi: steps.process(envoi, workshop),
        recover=lambda envoi: steps.recover(envoi, workshop),
        hold=lambda envoi: steps.hold_after_crashes(envoi, workshop),
        note=lambda envoi: notes.note(envoi, clock.now()),
        deliver=lambda: retour.deliver(parts.store, parts.spool),
        answer_orders=lambda: orders.answer_orders(parts.store, parts.spool, clock.now),
        sweep=lambda: parts.spool.sweep_tombs(clock.now_text()),
    )


def pace_of(site: Site) -> Pace:
    """Given an installation, return how often a worker looks there."""
    return Pace(
        scan_seconds=site.scan_seconds,
        backoff=Backoff(site.scan_seconds, _MOST_BACKOFF_SECONDS),
        now=clock.now,
        monotonic=clock.monotonic,
    )


@contextmanager
def _at_work(worker: Worker) -> Iterator[threading.Thread]:
    """Run the worker's thread during the block; at the end, wait for its last envoi."""
    thread = threading.Thread(target=worker.run, name="worker", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        worker.stop()
        thread.join()


@contextmanager
def _introduced(site: Site, port: int) -> Iterator[Systemd]:
    """Tell systemd, and `lsc-syncd status`, that we are ready, and at the end that we stop."""
    systemd = Systemd(site.notify_socket)
    who = {"pid": os.getpid(), "port": port, "started": clock.now_text()}
    durable.sweep(site.data)
    durable.write(site.daemon, json.dumps(who).encode())
    systemd.tell(READY)
    log.info("daemon_ready", extra={"host": site.endpoint.host, "port": port})
    try:
        yield systemd
    finally:
        systemd.tell(STOPPING)
        site.daemon.unlink(missing_ok=True)
        log.info("daemon_stopping")
