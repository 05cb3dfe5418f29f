"""What SFTP says of a file: size, mode, times; what we take from a client's wish and what we keep.

Touches: nothing.
"""

import stat
import struct
from datetime import UTC, datetime
from os import stat_result
from typing import NamedTuple, Self

from syncd.clock import text_of

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_SECOND = 2**32 - 1


class Attributes(NamedTuple):
    """Each None is not said. `mode` may hold the type's bits; `times` are (access, change)."""

    size: int | None = None
    mode: int | None = None
    times: tuple[int, int] | None = None

    @classmethod
    def of(cls, found: stat_result) -> Self:
        """Given what the system says of a file, return what clients are told."""
        return cls(found.st_size, found.st_mode, (_second(found.st_atime), _second(found.st_mtime)))

    @classmethod
    def of_folder(cls, mtime: int = 0) -> Self:
        """Return what is said of a folder that stands nowhere on disk."""
        return cls(0, stat.S_IFDIR | FOLDER_MODE, (mtime, mtime))

    @property
    def is_folder(self) -> bool:
        """Return whether these are a folder's."""
        return stat.S_ISDIR(self.mode or 0)

    def pack(self) -> bytes:
        """Return them as SFTP writes them; owners are not told."""
        size, mode, times = self.size or 0, self.mode or 0, self.times or (0, 0)
        return struct.pack(">IQIIIII", 0xF, size, 0, 0, mode, *times)

    def long_name(self, name: str) -> str:
        """Return the line that `ls -l` would show."""
        changed = datetime.fromtimestamp((self.times or (0, 0))[1], tz=UTC)
        day = f"{_MONTHS[changed.month - 1]} {changed.day:2}  {changed.year}"
        return (
            f"{stat.filemode(self.mode or 0)}   1 0        0        {self.size or 0:8} {day} {name}"
        )


def file_mode(wished: int) -> int:
    """Given a client's mode, return a file's: never executable or setuid, always ours (P11)."""
    return (wished & 0o666) | FILE_MODE


def folder_mode(wished: int) -> int:
    """Given a client's mode, return a folder's: always open to us (P11)."""
    return (wished & 0o777) | FOLDER_MODE


def letters(mode: int) -> str:
    """Given a mode, return it as WinSCP writes it: `rw-r--r--`."""
    return stat.filemode(stat.S_IFREG | (mode & 0o777))[1:]


def instant(second: int) -> str:
    """Given seconds since the epoch, return the UTC instant as WinSCP writes it."""
    return text_of(datetime.fromtimestamp(second, tz=UTC))


def _second(instant: float) -> int:
    return min(max(int(instant), 0), _LAST_SECOND)
