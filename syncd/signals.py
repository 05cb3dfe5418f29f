"""The signals that stop the daemon, heard from before it says that it is ready.

Touches: the handlers of SIGTERM, SIGINT and SIGHUP, put back as they were at the end.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager


class Stop:
    """Whether we were told to stop; `socket` becomes readable at every signal."""

    def __init__(self, woken: socket.socket) -> None:
        """Given the socket that wakes a `select`, wait for the signals to come."""
        self.socket = woken
        self.is_told = False

    def tell(self, *_: object) -> None:
        """Stop (the handler of a signal)."""
        self.is_told = True


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """Note SIGTERM and SIGINT during the block.

    SIGHUP means "read again", and what can change is read anew at every login already.
    """
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    stop = Stop(woken)
    earlier = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, stop.tell),
        signal.SIGINT: signal.signal(signal.SIGINT, stop.tell),
        signal.SIGHUP: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    }
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    try:
        yield stop
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in earlier.items():
            signal.signal(number, handler)
        woken.close()
        wake.close()
