"""What a session and the listener say to each other about who comes in: one datagram each.

The session asks whether one more of an account is welcome, and waits for the answer; at its end it
tells a failed login. The listener takes nothing else from it: a session that says anything else is
listened to no more.
Touches: a socket pair between the two. When the listener is gone nobody is let in.
"""

import json
import socket
from typing import NamedTuple

_MAX_BYTES = 4096
_ANSWER_SECONDS = 10.0
_YES, _NO = b"y", b"n"


class LogsIn(NamedTuple):
    """A client logged in as this account, which allows so many at once (None: as many as any)."""

    account: str
    at_most: int | None


class Failed(NamedTuple):
    """A client that had no right key is gone."""


class Gone(NamedTuple):
    """The session is over, and nothing more will be said."""


class Doorman:
    """The session's end."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        line.settimeout(_ANSWER_SECONDS)

    def lets_in(self, account: str, at_most: int | None) -> bool:
        """Ask whether one more session of an account is welcome."""
        try:
            self._line.send(json.dumps([account, at_most]).encode(), socket.MSG_NOSIGNAL)
            return self._line.recv(_MAX_BYTES) == _YES
        except OSError:
            return False

    def tell_failed(self) -> None:
        """Tell that the client did not log in, though it tried."""
        try:
            self._line.send(b"[]", socket.MSG_NOSIGNAL)
        except OSError:
            return


class Visitor:
    """The listener's end; it never waits."""

    def __init__(self, line: socket.socket, address: str) -> None:
        """`address` is what is counted and banned of where it comes from."""
        self.address = address
        self._line = line
        line.setblocking(False)

    def fileno(self) -> int:
        """Return what `select` waits for."""
        return self._line.fileno()

    def hear(self) -> LogsIn | Failed | Gone | None:
        """Return what the session says, None when it says nothing now."""
        try:
            said = self._line.recv(_MAX_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            return Gone()
        return _parse(said) if said else Gone()

    def answer(self, *, is_welcome: bool) -> None:
        """Answer a session that asked; it may be gone meanwhile."""
        try:
            self._line.send(_YES if is_welcome else _NO, socket.MSG_NOSIGNAL)
        except OSError:
            return

    def close(self) -> None:
        """Hear it no more."""
        self._line.close()


def _parse(said: bytes) -> LogsIn | Failed | Gone:
    try:
        match json.loads(said):
            case []:
                return Failed()
            case [str(account), int() | None as at_most]:
                return LogsIn(account, at_most)
    except ValueError:
        pass
    return Gone()


def a_line(address: str) -> tuple[Visitor, socket.socket]:
    """Return the listener's end and the session's, which becomes a Doorman after the fork."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    return Visitor(ours, address), theirs
