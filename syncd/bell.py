"""When the worker looks again: a bell that anyone may ring, haste, and the end.

Touches: nothing. A ring that is lost costs a delay: the worker wakes by itself as well.
"""

from threading import Event

_REST = 4
"""After some work, the bell is not heard for that many times as long as the work took."""


class Bell:
    """One thread sleeps by it; all others may ring, hurry and stop it."""

    def __init__(self) -> None:
        """Begin silent."""
        self._rung = Event()
        self._haste = Event()
        self._stopping = Event()
        self._was_hurried = False

    @property
    def is_stopping(self) -> bool:
        """Return whether it was told to stop."""
        return self._stopping.is_set()

    def ring(self) -> None:
        """Wake the sleeper when its rest is over: there may be something to do."""
        self._rung.set()

    def hurry(self) -> None:
        """Wake the sleeper now: an envoi may just have become complete.

        Of two rests in a row one stays whole: who makes haste all the time has the worker look for
        a third of the time at most.
        """
        self._haste.set()
        self._rung.set()

    def stop(self) -> None:
        """Wake the sleeper for good."""
        self._stopping.set()
        self.hurry()

    def sleep(self, seconds: float, *, worked_seconds: float) -> None:
        """Sleep until it rings, for so many seconds at most, none for 0; first rest."""
        if seconds > 0:
            self._rest(min(seconds, _REST * worked_seconds))
            self._rung.wait(seconds)
        self._rung.clear()

    def _rest(self, seconds: float) -> None:
        if self._was_hurried:
            self._was_hurried = False
            self._stopping.wait(seconds)
        else:
            self._was_hurried = self._haste.wait(seconds)
        self._haste.clear()
