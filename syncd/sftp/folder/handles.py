"""The handles of one channel: files being received, files being read from `/retour`, listings.

Touches: the open descriptors. A handle that its client never closed is aborted, never completed
(pitfall P4): what it received stays, and is logged as a failed transfer.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from syncd.sftp.folder.allowance import Allowance
from syncd.sftp.folder.attributes import Attributes, file_mode
from syncd.sftp.folder.paths import Place
from syncd.sftp.wire.messages import Refusal, Status, refusal_of

MAX_HANDLES = 200
MAX_READ_BYTES = 261120
ENTRIES_AT_ONCE = 100


@dataclass(slots=True, kw_only=True)
class Upload:
    """A file being written in place. `failure` is why it can no more be called complete.

    `extent` is how far it reaches: what goes beyond is taken from the account's `allowance` first.
    `lasts` while nothing was done to it since it was forced to disk.
    """

    place: Place
    descriptor: int
    parent: int
    started: str
    allowance: Allowance
    extent: int
    lasts: bool = False
    failure: str | None = None
    mode: int | None = None
    times: tuple[int, int] | None = None

    def write(self, offset: int, pieces: Sequence[memoryview]) -> None:
        """Write pieces that follow each other, at an offset: the client's, even when appending.

        OpenSSH's `reput` opens with APPEND and sends real offsets (sftp.md §6).
        """
        left = sum(map(len, pieces))
        self.lasts = False
        if left:
            self._reach(offset + left)
        while left:
            written = os.pwritev(self.descriptor, pieces, offset)
            offset, left = offset + written, left - written
            if left:
                pieces = (memoryview(b"".join(pieces))[written:],)

    def change(self, wished: Attributes) -> None:
        """Apply a size, a mode and times; owners are ignored (P1: truncate, never rewrite).

        A mode or times that are not ours to change are left: a refusal would make WinSCP call the
        whole upload failed (winscp.md §3).
        """
        self.lasts = False
        if wished.size is not None:
            with self.changing():
                self._reach(wished.size)
                os.ftruncate(self.descriptor, wished.size)
                self.extent = wished.size
        with suppress(PermissionError):
            self._dress(wished)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the content; when that fails in any way, the file can no more be complete.

        Raise Refusal for whatever went wrong.
        """
        try:
            yield
        except (OSError, OverflowError, Refusal) as error:
            refusal = refusal_of(error)
            self.failure = refusal.sentence
            raise refusal from error

    def attributes(self) -> Attributes:
        """Return what the file is now."""
        return Attributes.of(os.fstat(self.descriptor))

    def sync(self) -> None:
        """Make the file last, and its name, whoever made it: an upload cut off made it not last.

        A client that asks for this before its CLOSE has it done once.
        """
        if not self.lasts:
            os.fsync(self.descriptor)
            os.fsync(self.parent)
            self.lasts = True

    def complete(self) -> os.stat_result:
        """Make all of it last; return what it is. Raise Refusal when it is not what was sent."""
        self.sync()
        if self.failure is not None:
            raise Refusal(Status.FAILURE, self.failure)
        return os.fstat(self.descriptor)

    def close(self) -> None:
        """Give the descriptors back."""
        os.close(self.descriptor)
        os.close(self.parent)

    def _reach(self, end: int) -> None:
        if end > self.extent:
            self.allowance.take(octets=end - self.extent)
            self.extent = end

    def _dress(self, wished: Attributes) -> None:
        if wished.mode is not None:
            mode = file_mode(wished.mode)
            os.fchmod(self.descriptor, mode)
            self.mode = mode
        if wished.times is not None:
            os.utime(self.descriptor, wished.times)
            self.times = wished.times


@dataclass(slots=True, kw_only=True)
class Download:
    """A file of `/retour` being read; `reached` is how far its client got."""

    place: Place
    descriptor: int
    started: str
    reached: int = 0

    def read(self, offset: int, count: int) -> bytes:
        """Return at most that many bytes; none at the end."""
        content = os.pread(self.descriptor, min(count, MAX_READ_BYTES), offset)
        self.reached = max(self.reached, offset + len(content)) if content else self.reached
        return content

    def attributes(self) -> Attributes:
        """Return what the file is now."""
        return Attributes.of(os.fstat(self.descriptor))

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self.descriptor)


@dataclass(slots=True)
class Listing:
    """A folder being listed, as it was when it was opened."""

    folder: Attributes
    rest: list[tuple[str, Attributes]]

    def attributes(self) -> Attributes:
        """Return what the folder was."""
        return self.folder

    def take(self) -> list[tuple[str, Attributes]]:
        """Return the next entries; none at the end."""
        taken, self.rest = self.rest[:ENTRIES_AT_ONCE], self.rest[ENTRIES_AT_ONCE:]
        return taken


Handle = Upload | Download | Listing


@dataclass(slots=True)
class Handles:
    """What is open, by the names that the client was given; no name is given twice."""

    _open: dict[bytes, Handle] = field(default_factory=dict)
    _given: int = 0

    def check_room(self) -> None:
        """Raise Refusal when the client has too much open."""
        if len(self._open) >= MAX_HANDLES:
            raise Refusal(Status.FAILURE, "Trop de fichiers ouverts à la fois")

    def add(self, handle: Handle) -> bytes:
        """Keep a handle; return its name."""
        self._given += 1
        name = b"%d" % self._given
        self._open[name] = handle
        return name

    def get(self, name: bytes) -> Handle:
        """Return a handle. Raise Refusal for a name that was never given or was closed (P10)."""
        try:
            return self._open[name]
        except KeyError as error:
            raise Refusal(Status.FAILURE, "Ce fichier n'est pas ouvert") from error

    def take(self, name: bytes) -> Handle:
        """Return a handle and forget it."""
        handle = self.get(name)
        del self._open[name]
        return handle

    def take_all(self) -> Iterator[Handle]:
        """Return and forget what is left open."""
        while self._open:
            yield self._open.popitem()[1]

    def uploads(self) -> Iterator[Upload]:
        """Return the files being received."""
        return (handle for handle in self._open.values() if isinstance(handle, Upload))
