"""The lines of a data file that were read before: known by their digest, they are not read again.

A digest is bound to all that a line's meaning depends on: the schemas, the readers and the rules,
the currency, the root's start tag. One of a sealed nature is keyed with the agency's key as well.
Touches: nothing.
"""

from collections.abc import Container, Iterable, Iterator, Sized
from hashlib import sha256

from store.changes import EMPREINTE_BYTES


class Lues(Container[bytes], Sized):
    """The digests that are known of one list; it holds those that its file still has."""

    def __init__(self, known: frozenset[bytes] = frozenset(), lecture: str = "") -> None:
        """Given what is known and what reading depends on, a secret where the nature is sealed."""
        self._known = known
        self._lecture = lecture
        self._key = b""
        self._left = set(known)

    def begin(self, opening: bytes) -> None:
        """Given the root's start tag, begin a file."""
        self._key = sha256(self._lecture.encode() + b"\n" + opening).digest()
        self.forget()

    def forget(self) -> None:
        """Take no line for read: the whole file is."""
        self._left = set(self._known)

    def unread(self, lines: Iterable[bytes], start: int) -> Iterator[tuple[int, bytes, bytes]]:
        """Given the lines of a file, numbered from `start`, yield those that are to be read.

        Each comes with its number and its digest. One that was read before and stands twice is
        read the second time: its key is there twice.
        """
        left, key = self._left, self._key
        for line, raw in enumerate(lines, start):
            empreinte = sha256(key + raw).digest()[:EMPREINTE_BYTES]
            if empreinte in left:
                left.remove(empreinte)
            else:
                yield line, raw, empreinte

    def perdues(self) -> frozenset[bytes]:
        """Return the digests that the file no longer holds."""
        return frozenset(self._left)

    def __contains__(self, empreinte: object) -> bool:
        return empreinte in self._known and empreinte not in self._left

    def __len__(self) -> int:
        return len(self._known) - len(self._left)

    def lines(
        self, found: Iterable[tuple[int, bytes]], wanted: frozenset[bytes]
    ) -> dict[bytes, int]:
        """Given the lines of the file that was begun, return where each wanted digest is first."""
        places: dict[bytes, int] = {}
        for line, raw in found:
            empreinte = sha256(self._key + raw).digest()[:EMPREINTE_BYTES]
            if empreinte in wanted:
                places.setdefault(empreinte, line)
        return places
