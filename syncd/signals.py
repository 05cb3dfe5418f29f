"""The signals of the daemon, heard from before it says that it is ready.

SIGTERM and SIGINT mean "stop", SIGHUP means "read the settings again".
Touches: the handlers of these signals, put back as they were at the end.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager


class Told:
    """What we were told to do; `socket` becomes readable at every signal."""

    def __init__(self, woken: socket.socket) -> None:
        """Given the socket that wakes a `select`, wait for the signals to come."""
        self.socket = woken
        self.must_stop = False
        self._must_reload = False

    def stop(self, *_: object) -> None:
        """Stop (the handler of a signal)."""
        self.must_stop = True

    def reload(self, *_: object) -> None:
        """Read the settings again (the handler of a signal)."""
        self._must_reload = True

    def takes_reload(self) -> bool:
        """Return whether a reload was asked for since the last time; several count as one."""
        asked, self._must_reload = self._must_reload, False
        return asked

    def forget_wakings(self) -> None:
        """Make `socket` wait for the next signal."""
        try:
            self.socket.recv(4096)
        except BlockingIOError:
            return


@contextmanager
def signals_heard() -> Iterator[Told]:
    """Note the signals during the block."""
    woken, wake = socket.socketpair()
    woken.setblocking(False)
    wake.setblocking(False)
    told = Told(woken)
    earlier = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, told.stop),
        signal.SIGINT: signal.signal(signal.SIGINT, told.stop),
        signal.SIGHUP: signal.signal(signal.SIGHUP, told.reload),
    }
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    try:
        yield told
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in earlier.items():
            signal.signal(number, handler)
        woken.close()
        wake.close()
