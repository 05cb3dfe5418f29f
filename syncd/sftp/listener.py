"""The listener process as the supervisor holds it: started, watched, stopped (see listening.py).

It is forked before any thread or database exists in the supervisor.
Touches: the listening socket, the listener process, the host key file. After a crash of the
supervisor nobody receives anything: the listener and its sessions hold the same pipe.
"""

import logging
import os
import select
import signal
import socket
import time

from syncd.sftp.endpoint import Endpoint, Line
from syncd.sftp.forking import fork
from syncd.sftp.gate.guests import END_SECONDS
from syncd.sftp.gate.host_key import load_or_create_host_key
from syncd.sftp.gate.privileges import Identity, identity_of, prepare
from syncd.sftp.listening import Listening, Local

log = logging.getLogger(__name__)

_BACKLOG = 128
_DATAGRAM_BYTES = 64 << 10


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
        deadline = time.monotonic() + 2 * END_SECONDS
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

    Raise OSError when the address cannot be bound, HostKeyError when the host key cannot be used,
    CannotDrop when the sessions cannot be whom they must be.
    """
    identity = _identity(endpoint)
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
        Listening(listening, endpoint, Line(theirs, life), Local(host_key, identity)).run()

    pid = fork(serve)
    listening.close()
    theirs.close()
    os.close(life)
    return Listener(pid, port, ours, our_life)


def _identity(endpoint: Endpoint) -> Identity | None:
    identity = identity_of(endpoint)
    if identity is not None:
        prepare(endpoint, identity)
    elif not os.geteuid():
        log.warning("sessions_run_as_root", extra={"advice": "set sftp.utilisateur"})
    return identity
