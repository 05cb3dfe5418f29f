"""The listener at work: one single-threaded process that accepts, judges, and forks a session each.

Sessions are forked with everything imported and the host key loaded (sftp.md §8). Each is heard
over a line of its own: who logged in, who failed to. It ends, and ends its sessions, on SIGTERM and
when the supervisor's end of the life pipe closes.
Touches: the listening socket, its child processes, the directory of the bans.
"""

import logging
import os
import resource
import select
import selectors
import signal
import socket
import time
from contextlib import suppress
from datetime import timedelta

from paramiko import PKey

from syncd.sftp.addresses import neighbourhood
from syncd.sftp.admission import Admission, Limits, Verdict
from syncd.sftp.doorman import Doorman, Failed, Gone, LogsIn, Visitor, a_line
from syncd.sftp.endpoint import Endpoint, Line
from syncd.sftp.forking import fork
from syncd.sftp.refusals import Refusals
from syncd.sftp.reputation import Reputation, Terms
from syncd.sftp.session import Peer, Session

log = logging.getLogger(__name__)

END_SECONDS = 15

_DESCRIPTORS = 4096

_TOO_MANY = "Trop de connexions : réessayez plus tard\r\n".encode()
"""A line before the SSH banner (RFC 4253, 4.2), which clients show."""


class Listening:
    """The listener process."""

    def __init__(
        self, listening: socket.socket, endpoint: Endpoint, line: Line, host_key: PKey
    ) -> None:
        listening.setblocking(False)
        self._listening = listening
        self._endpoint = endpoint
        self._line = line
        self._host_key = host_key
        self._admission = Admission(_limits(endpoint))
        self._reputation = Reputation(endpoint.bans, _terms(endpoint), endpoint.now)
        self._refusals = Refusals()
        self._visitors: dict[int, Visitor] = {}
        self._dropped: set[int] = set()
        self._is_told_to_stop = False
        self._woken, self._wake = socket.socketpair()
        self._sources = selectors.DefaultSelector()

    def run(self) -> None:
        """Accept until told to stop, or until the supervisor is gone; then end the sessions."""
        logging.getLogger("paramiko").setLevel(logging.CRITICAL)
        self._watch_signals()
        _take_descriptors()
        for source in (self._listening, self._line.life, self._woken):
            self._sources.register(source, selectors.EVENT_READ)
        while not self._is_told_to_stop:
            ready = {key.fileobj for key, _ in self._sources.select()}
            if self._line.life in ready:
                break
            self._drain_wakes()
            for pid, visitor in list(self._visitors.items()):
                if visitor in ready:
                    self._hear(pid, visitor)
            self._reap()
            if self._listening in ready:
                self._accept()
        self._listening.close()
        self._reputation.save()
        self._end_sessions()

    def _watch_signals(self) -> None:
        """SIGINT is the supervisor's: a Ctrl-C reaches the whole group, and it tells us then."""
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._told_to_stop())
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _told_to_stop(self) -> None:
        self._is_told_to_stop = True

    def _drain_wakes(self) -> None:
        try:
            self._woken.recv(4096)
        except BlockingIOError:
            return

    # Who comes

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
            place = neighbourhood(peer.host)
            if self._reputation.is_banned(place):
                self._refusals.note("banned", peer.host, time.monotonic())
                return
            verdict = self._judge(place)
            if verdict.refused:
                self._refusals.note(verdict.refused, peer.host, time.monotonic())
                with suppress(OSError):
                    connection.send(_TOO_MANY, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
                return
            if verdict.leaves:
                self._drop(verdict.leaves)
            self._welcome(connection, peer, place)

    def _judge(self, place: str) -> Verdict:
        is_known = self._reputation.is_known(place)
        return self._admission.judge(place, time.monotonic(), is_known=is_known)

    def _welcome(self, connection: socket.socket, peer: Peer, place: str) -> None:
        visitor, theirs = a_line(place)
        try:
            pid = fork(lambda: self._serve(connection, peer, theirs))
        except OSError as error:
            visitor.close()
            log.error("session_cannot_fork", extra={"reason": str(error)})  # noqa: TRY400 no bug
            return
        finally:
            theirs.close()
        self._visitors[pid] = visitor
        self._sources.register(visitor, selectors.EVENT_READ)
        self._admission.arrive(pid, place)

    def _wait_for_better(self, error: OSError) -> None:
        """The network's own errors end here too (accept(2)); without descriptors, some must end."""
        log.warning("session_cannot_accept", extra={"reason": str(error)})
        select.select([self._line.life, self._woken.fileno()], [], [], 1)

    def _serve(self, connection: socket.socket, peer: Peer, theirs: socket.socket) -> None:
        """Be a session (in the forked process)."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for visitor in self._visitors.values():
            visitor.close()
        for inherited in (self._listening, self._woken, self._wake):
            inherited.close()
        self._sources.close()
        connection.setblocking(True)
        doorman = Doorman(theirs)
        Session(connection, peer, self._endpoint, self._line, doorman).run(self._host_key)

    # Who is there

    def _hear(self, pid: int, visitor: Visitor) -> None:
        """Hear all that a session says now; one that says no more is not listened to."""
        while (said := visitor.hear()) is not None:
            match said:
                case LogsIn(account, at_most):
                    self._let_in(pid, visitor, account, at_most)
                case Failed():
                    self._reputation.failed(visitor.address)
                case Gone():
                    self._ignore(visitor)
                    return

    def _let_in(self, pid: int, visitor: Visitor, account: str, at_most: int | None) -> None:
        is_welcome = self._admission.come_in(pid, account, at_most)
        visitor.answer(is_welcome=is_welcome)
        self._reputation.came_in(visitor.address)
        if not is_welcome:
            log.warning("session_too_many_of_account", extra={"account": account})

    def _drop(self, pid: int) -> None:
        """End a session whose client has not logged in: it holds nothing."""
        self._refusals.note("dropped", self._visitors[pid].address, time.monotonic())
        self._admission.leave(pid)
        self._dropped.add(pid)
        os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        while self._visitors:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._forget(pid)
            if pid in self._dropped:
                self._dropped.discard(pid)
            elif status:
                code = os.waitstatus_to_exitcode(status)
                log.error("session_died", extra={"pid": pid, "code": code})

    def _forget(self, pid: int) -> None:
        """Hear a session's last words; it was perhaps over before they were heard."""
        visitor = self._visitors.pop(pid)
        self._hear(pid, visitor)
        self._ignore(visitor)
        visitor.close()
        self._admission.leave(pid)

    def _ignore(self, visitor: Visitor) -> None:
        if visitor in self._sources.get_map():
            self._sources.unregister(visitor)

    def _end_sessions(self) -> None:
        """Tell each until it is over: one that was just forked may not hear the first time."""
        deadline = time.monotonic() + END_SECONDS
        while self._visitors and time.monotonic() < deadline:
            for pid in self._visitors:
                os.kill(pid, signal.SIGTERM)
            select.select([self._woken], [], [], 1)
            self._drain_wakes()
            self._reap()
        for pid in self._visitors:
            os.kill(pid, signal.SIGKILL)


def _take_descriptors() -> None:
    """Each session takes one of ours; the usual soft limit is meant for programs that `select`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = min(hard, _DESCRIPTORS) if hard != resource.RLIM_INFINITY else _DESCRIPTORS
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wished), hard))


def _limits(endpoint: Endpoint) -> Limits:
    return Limits(
        sessions=endpoint.max_sessions,
        login=endpoint.max_login,
        address=endpoint.max_per_address,
        account=endpoint.max_per_account,
    )


def _terms(endpoint: Endpoint) -> Terms:
    return Terms(
        failures=endpoint.ban_failures,
        within=timedelta(seconds=endpoint.ban_within_seconds),
        lasts=timedelta(seconds=endpoint.ban_seconds),
    )
