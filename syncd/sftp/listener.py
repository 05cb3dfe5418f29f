"""The listener: one single-threaded process that accepts connections and forks a session for each.

It is forked by the supervisor before any thread or database exists there; so is each session from
it, with everything imported and the host key loaded (sftp.md §8). It ends, and ends its sessions,
on SIGTERM and when the supervisor's end of the life pipe closes.
Touches: the listening socket, its child processes, the host key file. After a crash of the
supervisor nobody receives anything: sessions hold the same pipe.
"""

import gc
import logging
import os
import select
import signal
import socket
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

from paramiko import PKey

from syncd.sftp.endpoint import Endpoint, Line
from syncd.sftp.host_key import load_or_create_host_key
from syncd.sftp.selftest import why_unusable
from syncd.sftp.session import Peer, Session

log = logging.getLogger(__name__)

_BACKLOG = 128
_END_SECONDS = 15
_DATAGRAM_BYTES = 64 << 10
_FAST_PATH_ADVICE = (
    "SFTP is served by the plain path, which is slower: install the version of paramiko that the "
    "program was released with, or set sftp.data_path to plain to say that this is known"
)


class Listener:
    """The supervisor's hold on the listener process."""

    def __init__(self, pid: int, port: int, events: socket.socket, life: int) -> None:
        """`events` gives one datagram per event (see events.py); closing `life` ends everything."""
        self.pid = pid
        self.port = port
        self.events = events
        self._life = life
        self._process = os.pidfd_open(pid)

    def has_ended(self) -> bool:
        """Return whether the process is over, which nobody asked for unless `stop` was called."""
        return bool(select.select([self._process], [], [], 0)[0])

    def stop(self) -> None:
        """End the listener and its sessions, and wait for it; it is told until it hears.

        Events still under way are dropped: reading the logs and the next scan find the same.
        """
        deadline = time.monotonic() + 2 * _END_SECONDS
        while not self.has_ended():
            is_late = time.monotonic() > deadline
            how = signal.SIGKILL if is_late else signal.SIGTERM
            signal.pidfd_send_signal(self._process, how)
            ready, _, _ = select.select([self._process, self.events.fileno()], [], [], 1)
            if self.events.fileno() in ready and not self.events.recv(_DATAGRAM_BYTES):
                select.select([self._process], [], [], 1)
        os.waitpid(self.pid, 0)
        self.events.close()
        os.close(self._process)
        os.close(self._life)


def start_listener(endpoint: Endpoint) -> Listener:
    """Given an endpoint, bind it and fork the listener. Call it before any thread is started.

    Raise OSError when the address cannot be bound, HostKeyError when the host key cannot be used.
    """
    host_key = load_or_create_host_key(endpoint.host_key)
    family = socket.AF_INET6 if ":" in endpoint.host else socket.AF_INET
    listening = socket.create_server(
        (endpoint.host, endpoint.port), family=family, backlog=_BACKLOG
    )
    port = int(listening.getsockname()[1])
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    life, our_life = os.pipe()

    def serve() -> None:
        ours.close()
        os.close(our_life)
        _Listening(listening, endpoint, Line(theirs, life), host_key).run()

    pid = _fork(serve)
    listening.close()
    theirs.close()
    os.close(life)
    return Listener(pid, port, ours, our_life)


class _Listening:
    """The listener process at work."""

    def __init__(
        self, listening: socket.socket, endpoint: Endpoint, line: Line, host_key: PKey
    ) -> None:
        listening.setblocking(False)
        self._listening = listening
        self._endpoint = endpoint
        self._line = line
        self._host_key = host_key
        self._sessions: set[int] = set()
        self._is_told_to_stop = False
        self._woken, self._wake = socket.socketpair()

    def run(self) -> None:
        """Accept until told to stop, or until the supervisor is gone; then end the sessions."""
        logging.getLogger("paramiko").setLevel(logging.CRITICAL)
        self._watch_signals()
        self._prove_data_path()
        accepting = self._listening.fileno()
        while not self._is_told_to_stop:
            ready, _, _ = select.select([accepting, self._line.life, self._woken.fileno()], [], [])
            if self._line.life in ready:
                break
            self._drain_wakes()
            self._reap()
            if accepting in ready:
                self._accept()
        self._listening.close()
        self._end_sessions()

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
            self._endpoint, self._host_key, lambda check: _fork(lambda: self._apart(check))
        )
        if reason is not None:
            log.error("fast_path_unusable", extra={"reason": reason, "advice": _FAST_PATH_ADVICE})
            self._endpoint = replace(self._endpoint, data_path="plain")

    def _told_to_stop(self) -> None:
        self._is_told_to_stop = True

    def _drain_wakes(self) -> None:
        try:
            self._woken.recv(4096)
        except BlockingIOError:
            return

    def _accept(self) -> None:
        try:
            connection, address = self._listening.accept()
        except BlockingIOError:
            return
        except OSError as error:
            self._wait_for_better(error)
            return
        peer = Peer(address[0], address[1])
        with connection:
            if len(self._sessions) >= self._endpoint.max_sessions:
                log.warning("session_refused_too_many", extra={"peer": peer.host})
                return
            try:
                self._sessions.add(_fork(lambda: self._serve(connection, peer)))
            except OSError as error:
                log.error("session_cannot_fork", extra={"reason": str(error)})  # noqa: TRY400 no bug

    def _wait_for_better(self, error: OSError) -> None:
        """The network's own errors end here too (accept(2)); without descriptors, some must end."""
        log.warning("session_cannot_accept", extra={"reason": str(error)})
        select.select([self._line.life, self._woken.fileno()], [], [], 1)

    def _serve(self, connection: socket.socket, peer: Peer) -> None:
        """Be a session (in the forked process)."""
        connection.setblocking(True)
        session = Session(connection, peer, self._endpoint, self._line)
        self._apart(lambda: session.run(self._host_key))

    def _apart(self, serve: Callable[[], None]) -> None:
        """Do something else than listening (in a forked process)."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for inherited in (self._listening, self._woken, self._wake):
            inherited.close()
        serve()

    def _reap(self) -> None:
        while self._sessions:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._sessions.discard(pid)
            if status:
                code = os.waitstatus_to_exitcode(status)
                log.error("session_died", extra={"pid": pid, "code": code})

    def _end_sessions(self) -> None:
        """Tell each until it is over: one that was just forked may not hear the first time."""
        deadline = time.monotonic() + _END_SECONDS
        while self._sessions and time.monotonic() < deadline:
            for pid in self._sessions:
                os.kill(pid, signal.SIGTERM)
            select.select([self._woken], [], [], 1)
            self._drain_wakes()
            self._reap()
        for pid in self._sessions:
            os.kill(pid, signal.SIGKILL)


def _fork(serve: Callable[[], None]) -> int:
    """Run `serve` in a forked process, which then ends; return its pid.

    The objects made so far are frozen: the collector of the child leaves their pages shared.
    """
    gc.collect()
    gc.freeze()
    pid = os.fork()
    if not pid:
        _be(serve)
    return pid


def _be(serve: Callable[[], None]) -> NoReturn:
    """A forked process never returns into its parent's code: it ends here, traceback shown."""
    status = 1
    try:
        serve()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)
