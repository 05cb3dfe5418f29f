"""What one session may still put on the disk: its account's quotas, and the floor of free disk.

The floor is asked for each time (one call of the system). The account's folder is walked for its
quotas, but rarely: a session that looked may take one part in 64 of the room that it saw before it
looks again, for a few seconds. Sixteen connections that fill an account at once go beyond its quota
by a quarter at the very worst; one alone never does. What is sealed does not count any more: an
account whose envois are processed can go on.
Touches: the account's folder, reading.
"""

import errno
import logging
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn, Self

from syncd.sftp.gate.account_settings import AccountSettings
from syncd.sftp.wire.messages import Refusal, Status

log = logging.getLogger(__name__)

_SHARE = 64
_GOOD_FOR_SECONDS = 5.0
_FULL_FOR_SECONDS = 1.0
_NO_LIMIT = 1 << 62


class Room(NamedTuple):
    """So many bytes, and so many files and folders."""

    octets: int
    fichiers: int

    def holds(self, other: "Room") -> bool:
        """Return whether the other one fits in."""
        return other.octets <= self.octets and other.fichiers <= self.fichiers

    def less(self, other: "Room") -> Self:
        """Return what the other one leaves, perhaps less than nothing."""
        return self._replace(
            octets=self.octets - other.octets, fichiers=self.fichiers - other.fichiers
        )

    def share(self, at_least: "Room") -> Self:
        """Return a part of this, which holds the other one."""
        return self._replace(
            octets=max(self.octets // _SHARE, at_least.octets),
            fichiers=max(self.fichiers // _SHARE, at_least.fichiers),
        )


class Allowance:
    """One session's, for all of its channels; `take` before anything grows."""

    def __init__(self, folder: Path, settings: AccountSettings, floor_bytes: int) -> None:
        """`folder` is `incoming/<account>`."""
        self._folder = folder
        self._floor_bytes = floor_bytes
        self._most = Room(settings.octets_max or _NO_LIMIT, settings.fichiers_max or _NO_LIMIT)
        self._has_quota = self._most != (_NO_LIMIT, _NO_LIMIT)
        self._mine = Room(0, 0)
        self._looked_at = self._full_at = -_GOOD_FOR_SECONDS
        self._told: set[str] = set()
        self._lock = threading.Lock()

    def take(self, *, octets: int = 0, fichiers: int = 0) -> None:
        """Given what comes in addition, take it.

        Raise Refusal when the account's quota is reached, OSError (ENOSPC) at the disk's floor.
        """
        self._check_floor(octets)
        if not self._has_quota:
            return
        wished = Room(octets, fichiers)
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at > _GOOD_FOR_SECONDS or not self._mine.holds(wished):
                self._look(wished, now)
            self._mine = self._mine.less(wished)

    def forget(self) -> None:
        """Something was removed: look again before anything is refused."""
        with self._lock:
            self._full_at = -_FULL_FOR_SECONDS

    def _look(self, wished: Room, now: float) -> None:
        """See what there is room for. A full folder is not walked for each of a client's tries."""
        if now - self._full_at <= _FULL_FOR_SECONDS:
            self._refuse()
        room = self._most.less(_used(self._folder))
        if not room.holds(wished):
            self._full_at = now
            self._refuse()
        self._looked_at, self._mine = now, room.share(at_least=wished)

    def _refuse(self) -> NoReturn:
        limits = [
            f"{limit:,} {name}".replace(",", " ")
            for limit, name in zip(self._most, ("octets", "fichiers"), strict=True)
            if limit < _NO_LIMIT
        ]
        self._tell("quota_reached")
        raise Refusal(
            Status.FAILURE,
            f"Ce compte a atteint sa limite ({', '.join(limits)} en attente de traitement) : "
            f"réessayez plus tard",
        )

    def _check_floor(self, octets: int) -> None:
        if not self._floor_bytes:
            return
        found = os.statvfs(self._folder)
        if found.f_bavail * found.f_frsize - octets < self._floor_bytes:
            self._tell("disk_floor_reached")
            raise OSError(errno.ENOSPC, "the floor of free disk is reached")

    def _tell(self, event: str) -> None:
        if event not in self._told:
            self._told.add(event)
            log.error(event, extra={"account": self._folder.name})


def _used(folder: Path) -> Room:
    """Return what a folder holds now; tombstones, and what is removed meanwhile, do not count."""
    sizes = list(_sizes(folder))
    return Room(sum(sizes), len(sizes))


def _sizes(folder: Path | str, *, is_top: bool = True) -> Iterator[int]:
    """Yield the size of each file, 0 for each folder; links are not followed."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_top and entry.name.startswith("."):
                    continue
                found = entry.stat(follow_symlinks=False)
                yield found.st_size if stat.S_ISREG(found.st_mode) else 0
                if stat.S_ISDIR(found.st_mode):
                    yield from _sizes(entry.path, is_top=False)
    except FileNotFoundError:
        return
