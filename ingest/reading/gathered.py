"""The records that were read of a data file: held while an envoi has few, else laid aside on disk.

A first load has every record of an agency, and needs each of them three times, one after the other.
Touches: a file without a name, gone with the process. After a crash: nothing to repair.
"""

import os
import pickle
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from store.changes import Lu, Record

HELD = 5_000
"""How many records of a big envoi are held at most."""
_SMALL = 20 * 1024 * 1024
"""Up to so many bytes of data files an envoi is small."""
_HELD_OF_SMALL = 150_000
"""How many records of it are held at most: usually all."""
AT_ONCE = 4 * 1024 * 1024
"""How many bytes wait before they are written."""
_TOGETHER = 500
_Some = Callable[[], Iterable[Lu]]


class Room:
    """Where the records of one envoi are: so many in memory, the others in one file."""

    def __init__(
        self, directory: Path | None = None, *, held: int = HELD, at_once: int = AT_ONCE
    ) -> None:
        """Given where the file may be made (None: where temporary files are), begin empty."""
        self._directory = directory
        self._at_once = at_once
        self._left = held
        self._waiting = bytearray()
        self._written = 0
        self._made: IO[bytes] | None = None

    @classmethod
    def of_envoi(cls, directory: Path, size: int) -> "Room":
        """Given where the file may be made and the bytes of an envoi's data files, make its room.

        A record takes six to eight times the bytes of its line.
        """
        return cls(directory, held=_HELD_OF_SMALL if size <= _SMALL else HELD)

    def put(self, lus: tuple[Lu, ...]) -> _Some:
        """Given records, hold them if there is room, else lay them aside; return what gives them.

        Raise OSError when the disk fails.
        """
        if len(lus) <= self._left:
            self._left -= len(lus)
            return lambda: lus
        raw = pickle.dumps([(*lu.record, lu.empreinte, lu.line) for lu in lus])
        start = self._written + len(self._waiting)
        self._waiting += raw
        if len(self._waiting) >= self._at_once:
            self._write()
        return partial(self._laid_aside, start, len(raw))

    def _write(self) -> None:
        """Write what waits: at each call of the system other threads take the turn."""
        self._file.write(self._waiting)
        self._file.flush()
        self._written += len(self._waiting)
        self._waiting.clear()

    @property
    def _file(self) -> IO[bytes]:
        if self._made is None:
            self._made = tempfile.TemporaryFile(dir=self._directory)  # noqa: SIM115  as long as we
            weakref.finalize(self, self._made.close)
        return self._made

    def _laid_aside(self, start: int, length: int) -> Iterator[Lu]:
        if start < self._written:
            raw = os.pread(self._file.fileno(), length, start)
        else:
            begin = start - self._written
            raw = bytes(self._waiting[begin : begin + length])
        for cle, valeurs, enfants, empreinte, line in pickle.loads(raw):  # noqa: S301  we wrote it
            yield Lu(Record(cle, valeurs, enfants), empreinte, line)


class Gathered(Collection[Lu]):
    """The records of one file, in its order: gone through as often as one likes."""

    def __init__(self, room: Room | None = None) -> None:
        """Given where they are to be, begin with none; without any room all are held."""
        self._room = room
        self._some: list[_Some] = []
        self._count = 0

    @classmethod
    def of(cls, lus: Iterable[Lu], room: Room | None = None) -> "Gathered":
        """Given records, return them where they are to be."""
        gathered, waiting = cls(room), iter(lus)
        while some := tuple(islice(waiting, _TOGETHER)):
            gathered.add(some)
        return gathered

    def add(self, lus: tuple[Lu, ...]) -> None:
        """Given the records that follow, gather them. Raise OSError when the disk fails."""
        if lus:
            self._some.append(self._room.put(lus) if self._room else lambda: lus)
            self._count += len(lus)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Lu]:
        for some in self._some:
            yield from some()

    def __contains__(self, lu: object) -> bool:
        return any(lu == each for each in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Gathered) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # more may be added

    def __repr__(self) -> str:
        """Show no record."""
        return f"<{self._count} records>"
