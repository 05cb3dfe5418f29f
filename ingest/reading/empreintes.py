"""The lines of a data file that were read before: known by their digest, they are not read again.

A digest is bound to all that a line's meaning depends on: the schemas, the readers and the rules,
the currency, the root's start tag. One of a sealed nature is keyed with the agency's key as well.
Touches: nothing.
"""

from collections.abc import Container, Iterable, Iterator, Sized
from functools import cached_property
from hashlib import sha256
from struct import Struct

from store.changes import EMPREINTE_BYTES

_CLOSING = b"</"


class Lues(Container[bytes], Sized):
    """The digests of the lines of a list as it was applied last; it holds those still there."""

    def __init__(self, known: bytes = b"", lecture: str = "") -> None:
        """Given the digests in the order of their file, and what reading depends on.

        That is a secret where the nature is sealed.
        """
        self._known = known
        self._lecture = lecture
        self._keyed = sha256()
        self.forget()

    def begin(self, opening: bytes) -> None:
        """Given the root's start tag, begin a file."""
        self._keyed = sha256(sha256(self._lecture.encode() + b"\n" + opening).digest())
        self.forget()

    def forget(self) -> None:
        """Take no line for read: the whole file is."""
        self._left = bytearray(b"\1") * (len(self._known) // EMPREINTE_BYTES)
        """By place in what is known: 1 until the file has that line."""
        self._file = bytearray()

    def unread(self, lines: Iterable[bytes], start: int) -> Iterator[tuple[int, bytes, bytes]]:
        """Given the lines of a file, numbered from `start`, yield those that are to be read.

        Each comes with its number and its digest. One that was read before and stands twice is
        read the second time: its key is there twice. Lines that follow each other as they did
        cost a comparison; any other is looked up.
        """
        known, left, file, place_of = self._known, self._left, self._file, self._places.get
        begun, at, end = 0, 0, len(known)
        begin = self._keyed.copy
        for line, raw in enumerate(lines, start):
            digest = begin()
            digest.update(raw)
            empreinte = digest.digest()[:EMPREINTE_BYTES]
            if known.startswith(empreinte, at, end):
                at += EMPREINTE_BYTES
                continue
            if begun < at:
                self._pass(begun, at)
            place = place_of(empreinte)
            if place is not None and left[place]:
                begun, end = place * EMPREINTE_BYTES, self._passed_after(place)
                at = begun + EMPREINTE_BYTES
                continue
            begun = at
            if not raw.startswith(_CLOSING):
                file += empreinte
            yield line, raw, empreinte
        self._pass(begun, at)

    def of_the_file(self) -> bytes:
        """Return the digests of all lines of the file, in order; none of one read as a whole.

        They are returned once: a big file has many.
        """
        found, self._file = bytes(self._file), bytearray()
        return found

    def perdues(self) -> frozenset[bytes]:
        """Return the digests that the file no longer holds."""
        return frozenset(self._never_passed())

    def __contains__(self, empreinte: object) -> bool:
        place = self._places.get(empreinte) if isinstance(empreinte, bytes) else None
        return place is not None and not self._left[place]

    def __len__(self) -> int:
        return len(self._left) - self._left.count(1)

    def lines(
        self, found: Iterable[tuple[int, bytes]], wanted: frozenset[bytes]
    ) -> dict[bytes, int]:
        """Given the lines of the file that was begun, return where each wanted digest is first."""
        places: dict[bytes, int] = {}
        for line, raw in found:
            digest = self._keyed.copy()
            digest.update(raw)
            empreinte = digest.digest()[:EMPREINTE_BYTES]
            if empreinte in wanted:
                places.setdefault(empreinte, line)
        return places

    @cached_property
    def _places(self) -> dict[bytes, int]:
        """Where each known digest is."""
        count = len(self._left)
        digests = Struct(f"{EMPREINTE_BYTES}s" * count).unpack(self._known)
        return dict(zip(digests, range(count), strict=True))

    def _pass(self, begun: int, at: int) -> None:
        """Note that the file has what is known from one byte to another, in this order."""
        places = slice(begun // EMPREINTE_BYTES, at // EMPREINTE_BYTES)
        self._left[places] = bytes(places.stop - places.start)
        self._file += self._known[begun:at]

    def _passed_after(self, place: int) -> int:
        """Return the byte where the next one begins that the file has already, or the end."""
        passed = self._left.find(0, place + 1)
        return len(self._known) if passed < 0 else passed * EMPREINTE_BYTES

    def _never_passed(self) -> Iterator[bytes]:
        place = self._left.find(1)
        while place >= 0:
            yield self._known[place * EMPREINTE_BYTES : (place + 1) * EMPREINTE_BYTES]
            place = self._left.find(1, place + 1)
