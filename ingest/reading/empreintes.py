"""The lines of a data file that were read before: known by their digest, they are not read again.

A digest is bound to all that a line's meaning depends on: the schemas, the readers and the rules,
the currency, the root's start tag. One of a sealed nature is keyed with the agency's key as well.
Touches: nothing.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b, sha256

LENGTH = 16


class Lues:
    """The digests that are known of one list, and those of them that its file still holds."""

    def __init__(self, known: frozenset[bytes], lecture: str) -> None:
        """Given what is known and what reading depends on, a secret where the nature is sealed."""
        self._known = known
        self._lecture = lecture
        self._key = b""
        self.vues: set[bytes] = set()

    def begin(self, opening: bytes) -> None:
        """Given the root's start tag, begin a file."""
        self._key = sha256(self._lecture.encode() + b"\n" + opening).digest()
        self.vues.clear()

    def unread(self, lines: Iterable[bytes], start: int) -> Iterator[tuple[int, bytes, bytes]]:
        """Given the lines of a file, numbered from `start`, yield those that are to be read.

        Each comes with its number and its digest. One that was read before and stands twice is
        read the second time: its key is there twice.
        """
        known, vues, key = self._known, self.vues, self._key
        for line, raw in enumerate(lines, start):
            empreinte = blake2b(raw, digest_size=LENGTH, key=key).digest()
            if empreinte in known and empreinte not in vues:
                vues.add(empreinte)
            else:
                yield line, raw, empreinte

    def perdues(self) -> frozenset[bytes]:
        """Return the digests that the file no longer holds."""
        return self._known - self.vues

    def lines(
        self, found: Iterable[tuple[int, bytes]], wanted: frozenset[bytes]
    ) -> dict[bytes, int]:
        """Given the lines of the file that was begun, return where each wanted digest is first."""
        places: dict[bytes, int] = {}
        for line, raw in found:
            empreinte = blake2b(raw, digest_size=LENGTH, key=self._key).digest()
            if empreinte in wanted:
                places.setdefault(empreinte, line)
        return places
