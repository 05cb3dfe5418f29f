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
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial

from store import durable
from syncd import clock
from syncd.duties import Steps, duties_of, pace_of
from syncd.journal import Journal
from syncd.sftp.endpoint import Endpoint
from syncd.sftp.listener import Listener, start_listener
from syncd.signals import signals_heard
from syncd.site import Mistakes, Parts, Site, parts_of, workshop_of
from syncd.supervisor import Supervisor
from syncd.systemd import READY, STOPPING, Systemd
from syncd.watcher import watching
from syncd.worker import Terms
from syncd.workforce import Workforce, derive_again, set_extranet

log = logging.getLogger(__name__)


class CannotListen(Exception):  # noqa: N818  the operator must choose another address
    """The address is taken, or not ours to take."""


def serve(site: Site, steps: Steps, read_again: Callable[[], Site | Mistakes]) -> None:
    """Given an installation, be its daemon until SIGTERM or SIGINT; at SIGHUP, read it again.

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
            signals_heard() as told,
            parts.spool.locked(),
            closing(parts.store),
            closing(Journal(site.journal)) as journal,
        ):
            parts.store.create()
            derive_again(site, parts, "demarrage")
            set_extranet(site, parts)
            journal.catch_up(site.endpoint.logs)
            force = Workforce(site, parts, partial(_terms_of, journal, steps), read_again)
            with force.at_work() as threads, watching(site.spool, force.bell.ring):
                supervisor = Supervisor(listener, journal, site.endpoint.logs, force.bell, threads)
                try:
                    with _introduced(site, listener.port) as systemd:
                        supervisor.run(told, systemd, site.watchdog_seconds, force.reload)
                finally:
                    clients.close()
                supervisor.read_last()


def _terms_of(journal: Journal, steps: Steps, site: Site, parts: Parts) -> Terms:
    duties = duties_of(site, workshop_of(site, parts), journal, steps)
    return Terms(parts.spool, duties, pace_of(site))


def _listen(endpoint: Endpoint) -> Listener:
    try:
        return start_listener(endpoint)
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES}:
            raise
        raise CannotListen(
            f"Cannot listen on {endpoint.host}, port {endpoint.port}: {error.strerror}"
        ) from error


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
