"""The sessions that a listener has forked: heard, let in, dropped, reaped, ended.

Touches: the sessions' lines and processes, the directory of the bans.
"""

import logging
import os
import select
import selectors
import signal
import socket
import time
from collections.abc import Container
from datetime import timedelta

from syncd.sftp.endpoint import Endpoint
from syncd.sftp.gate.admission import Admission, Limits
from syncd.sftp.gate.doorman import Failed, Gone, LogsIn, Visitor
from syncd.sftp.gate.expected import Expected
from syncd.sftp.gate.refusals import Refusals
from syncd.sftp.gate.reputation import Reputation, Terms

log = logging.getLogger(__name__)

END_SECONDS = 15


class Guests:
    """Who is there, by the pid of the session; and whether who comes is welcome."""

    def __init__(self, endpoint: Endpoint, sources: selectors.BaseSelector) -> None:
        """`sources` is what the listener waits for: a session that speaks is one."""
        self._sources = sources
        self._admission = Admission(_limits(endpoint))
        self._reputation = Reputation(endpoint.bans, _terms(endpoint), endpoint.now)
        self._expected = Expected(endpoint.accounts)
        self._refusals = Refusals()
        self._visitors: dict[int, Visitor] = {}
        self._dropped: set[int] = set()

    def why_refused(self, place: str) -> str | None:
        """Given where a connection comes from, return why it is not served; None when it is.

        Somebody may have been dropped for it, whose client has not logged in: it holds nothing.
        """
        reason = "banned" if self._reputation.is_banned(place) else self._judge(place)
        if reason is not None:
            self._refusals.note(reason, place, time.monotonic())
        return reason

    def arrive(self, pid: int, visitor: Visitor) -> None:
        """A session was forked."""
        self._visitors[pid] = visitor
        self._sources.register(visitor, selectors.EVENT_READ)
        place = visitor.address
        is_known = self._is_known(place)
        self._admission.arrive(pid, place, time.monotonic(), is_known=is_known)

    def hear(self, ready: Container[object]) -> None:
        """Hear those who speak."""
        for pid, visitor in list(self._visitors.items()):
            if visitor in ready:
                self._hear(pid, visitor)

    def reap(self) -> None:
        """Forget those that are over."""
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

    def close(self) -> None:
        """Let go of all of them in a process that is none of the listener's concern any more."""
        for visitor in self._visitors.values():
            visitor.close()

    def end(self, woken: socket.socket) -> None:
        """Tell each until it is over: one that was just forked may not hear the first time."""
        self._reputation.save()
        deadline = time.monotonic() + END_SECONDS
        while self._visitors and time.monotonic() < deadline:
            for pid in self._visitors:
                os.kill(pid, signal.SIGTERM)
            if select.select([woken], [], [], 1)[0]:
                woken.recv(4096)
            self.reap()
        for pid in self._visitors:
            os.kill(pid, signal.SIGKILL)

    def _judge(self, place: str) -> str | None:
        is_known = self._is_known(place)
        verdict = self._admission.judge(place, time.monotonic(), is_known=is_known)
        if verdict.leaves is not None:
            self._drop(verdict.leaves)
        return verdict.refused

    def _hear(self, pid: int, visitor: Visitor) -> None:
        """Hear all that a session says now; one that says no more is not listened to."""
        while (said := visitor.hear()) is not None:
            match said:
                case LogsIn(account, at_most):
                    self._let_in(pid, visitor, account, at_most)
                case Failed():
                    if not self._expected.holds(visitor.address, time.monotonic()):
                        self._reputation.failed(visitor.address)
                case Gone():
                    self._ignore(visitor)
                    return

    def _is_known(self, place: str) -> bool:
        is_expected = self._expected.holds(place, time.monotonic())
        return is_expected or self._reputation.is_known(place)

    def _let_in(self, pid: int, visitor: Visitor, account: str, at_most: int | None) -> None:
        is_welcome = self._admission.come_in(pid, account, at_most)
        visitor.answer(is_welcome=is_welcome)
        self._reputation.came_in(visitor.address)
        if not is_welcome:
            log.warning("session_too_many_of_account", extra={"account": account})

    def _drop(self, pid: int) -> None:
        self._refusals.note("dropped", self._visitors[pid].address, time.monotonic())
        self._admission.leave(pid)
        self._dropped.add(pid)
        os.kill(pid, signal.SIGKILL)

    def _forget(self, pid: int) -> None:
        """Hear a session's last words: it was perhaps over before they were heard."""
        visitor = self._visitors.pop(pid)
        self._hear(pid, visitor)
        self._ignore(visitor)
        visitor.close()
        self._admission.leave(pid)

    def _ignore(self, visitor: Visitor) -> None:
        if visitor in self._sources.get_map():
            self._sources.unregister(visitor)


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
