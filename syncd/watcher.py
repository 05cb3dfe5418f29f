"""The doorbell: the kernel tells that something moved in `incoming/`, or that a command rang.

A doorbell only: an event that is lost, doubled or comes too late is harmless, the scan is the truth
(architecture, idea 6). It also hears folders that are filled by other means than our SFTP.
Touches: `incoming/`, watching; `<spool>/bell`, which a command writes to ring.
"""

import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

log = logging.getLogger(__name__)

_BELL = "bell"
_WATCHED_TWICE = "Callback with id"
"""watchdog says so of a folder that is made while its parent is looked through: no harm done."""
_STOPPED_READING = "called when the thread is inactive"
"""watchdog says so of itself, as an error, when it is stopped while it reads: no harm done."""
_WHOLE: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileDeletedEvent,
    FileMovedEvent,
]


@contextmanager
def watching(spool: Path, ring: Callable[[], None]) -> Iterator[None]:
    """Given the spool's root, ring whenever something happens there, until the block ends.

    Where the kernel has no more watches to give, the periodic scan does without: it is logged.
    """
    warnings.filterwarnings("ignore", _WATCHED_TWICE, RuntimeWarning)
    logging.getLogger("watchdog.observers.inotify").addFilter(_is_news)
    observer, handler = Observer(), _Doorbell(ring)
    observer.schedule(handler, str(spool), event_filter=[FileClosedEvent])
    observer.schedule(handler, str(spool / "incoming"), recursive=True, event_filter=_WHOLE)
    try:
        observer.start()
    except OSError as error:
        log.warning("watch_impossible", extra={"reason": error.strerror})
        yield
        return
    try:
        yield
    finally:
        observer.stop()
        observer.join()


def ring_bell(spool: Path) -> None:
    """Given the spool's root, tell the daemon that works on it that there is something to do."""
    with suppress(OSError):
        os.close(os.open(spool / _BELL, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))


def _is_news(record: logging.LogRecord) -> bool:
    return _STOPPED_READING not in record.getMessage()


class _Doorbell(FileSystemEventHandler):
    def __init__(self, ring: Callable[[], None]) -> None:
        super().__init__()
        self._ring = ring

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring, whatever it is."""
        del event
        self._ring()
