"""The listener at work: one single-threaded process that accepts, judges, and forks a session each.

Sessions are forked with everything imported and the host key loaded (sftp.md §8). Each is heard
over a line of its own: who logged in, who failed to. It ends, and ends its sessions, on SIGTERM and
when the supervisor's end of the life pipe closes.
Touches: the listening socket, its child processes, the directory of the bans.
"""

import logging
import resource
import select
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from paramiko import PKey

from syncd.sftp.endpoint import Endpoint, Line
from syncd.sftp.forking import fork
from syncd.sftp.gate.addresses import neighbourhood
from syncd.sftp.gate.doorman import Doorman, a_line
from syncd.sftp.gate.guests import Guests
from syncd.sftp.gate.privileges import Identity, drop
from syncd.sftp.session import Peer, Session
from syncd.sftp.wire.selftest import why_unusable

log = logging.getLogger(__name__)

_DESCRIPTORS = 4096
_TOO_MANY = "Trop de connexions : réessayez plus tard\r\n".encode()
"""A line before the SSH banner (RFC 4253, 4.2), which clients show."""
_FAST_PATH_ADVICE = (
    "SFTP is served by the plain path, which is slower: install the version of paramiko that the "
    "program was released with, or set sftp.data_path to plain to say that this is known"
)


class Local(NamedTuple):
    """Who we are to clients, and whom sessions become on this machine (None: they stay as we)."""

    host_key: PKey
    identity: Identity | None


class Listening:
    """The listener process."""

    def __init__(
        self, listening: socket.socket, endpoint: Endpoint, line: Line, local: Local
    ) -> None:
        listening.setblocking(False)
        self._listening = listening
        self._endpoint = endpoint
        self._line = line
        self._local = local
        self._is_told_to_stop = False
        self._woken, self._wake = socket.socketpair()
        self._sources = selectors.DefaultSelector()
        self._guests = Guests(endpoint, self._sources)

    def run(self) -> None:
        """Accept until told to stop, or until the supervisor is gone; then end the sessions."""
        logging.getLogger("paramiko").setLevel(logging.CRITICAL)
        self._watch_signals()
        _take_descriptors()
        self._prove_data_path()
        for source in (self._listening, self._line.life, self._woken):
            self._sources.register(source, selectors.EVENT_READ)
        while not self._is_told_to_stop:
            ready = {key.fileobj for key, _ in self._sources.select()}
            if self._line.life in ready:
                break
            self._drain_wakes()
            self._guests.hear(ready)
            self._guests.reap()
            if self._listening in ready:
                self._accept()
        self._listening.close()
        self._guests.end(self._woken)

    def _watch_signals(self) -> None:
        """SIGINT is the supervisor's: a Ctrl-C reaches the whole group, and it tells us then."""
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._told_to_stop())
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _prove_data_path(self) -> None:
        """Serve by the plain path when the fast one does not work with this paramiko."""
        if self._endpoint.data_path == "plain":
            return
        reason = why_unusable(
            self._endpoint, self._local.host_key, lambda check: fork(lambda: self._apart(check))
        )
        if reason is not None:
            log.error("fast_path_unusable", extra={"reason": reason, "advice": _FAST_PATH_ADVICE})
            self._endpoint = replace(self._endpoint, data_path="plain")

    def _told_to_stop(self) -> None:
        self._is_told_to_stop = True

    def _drain_wakes(self) -> None:
        with suppress(BlockingIOError):
            self._woken.recv(4096)

    def _accept(self) -> None:
        try:
            connection, address = self._listening.accept()
        except BlockingIOError:
            return
        except OSError as error:
            self._wait_for_better(error)
            return
        with connection:
            peer = Peer(address[0], address[1])
            reason = self._guests.why_refused(neighbourhood(peer.host))
            if reason is None:
                self._welcome(connection, peer)
            elif reason != "banned":
                with suppress(OSError):
                    connection.send(_TOO_MANY, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)

    def _welcome(self, connection: socket.socket, peer: Peer) -> None:
        visitor, theirs = a_line(neighbourhood(peer.host))
        try:
            pid = fork(lambda: self._serve(connection, peer, theirs))
        except OSError as error:
            visitor.close()
            log.error("session_cannot_fork", extra={"reason": str(error)})  # noqa: TRY400 no bug
            return
        finally:
            theirs.close()
        self._guests.arrive(pid, visitor)

    def _wait_for_better(self, error: OSError) -> None:
        """The network's own errors end here too (accept(2)); without descriptors, some must end."""
        log.warning("session_cannot_accept", extra={"reason": str(error)})
        select.select([self._line.life, self._woken.fileno()], [], [], 1)

    def _serve(self, connection: socket.socket, peer: Peer, theirs: socket.socket) -> None:
        """Be a session (in the forked process)."""
        connection.setblocking(True)
        drop(self._local.identity, self._endpoint.max_sessions)
        session = Session(connection, peer, self._endpoint, self._line, Doorman(theirs))
        self._apart(lambda: session.run(self._local.host_key))

    def _apart(self, serve: Callable[[], None]) -> None:
        """Do something else than listening (in a forked process)."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._guests.close()
        for inherited in (self._listening, self._woken, self._wake):
            inherited.close()
        self._sources.close()
        serve()


def _take_descriptors() -> None:
    """Each session takes one of ours; the usual soft limit is meant for programs that `select`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = min(hard, _DESCRIPTORS) if hard != resource.RLIM_INFINITY else _DESCRIPTORS
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wished), hard))
