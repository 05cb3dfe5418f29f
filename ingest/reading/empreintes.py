"""The lines of a data file that were read before: known by their digest, they are not read again.

A digest is bound to all that a line's meaning depends on: the schemas, the readers and the rules,
the currency, the root's start tag. One of a sealed nature is keyed with the agency's key as well.
Touches: nothing.
"""

from array import array
from collections.abc import Container, Generator, Iterable, Iterator, Sized
from functools import cached_property
from hashlib import sha256
from io import SEEK_CUR
from struct import Struct
from sys import byteorder
from typing import BinaryIO

from ingest.reading.suites import LINES, Cutting, suites_in
from store.changes import EMPREINTE_BYTES

_CLOSING = b"</"
_HALF = 8
_NEAR = 64 * EMPREINTE_BYTES


class Lues(Container[bytes], Sized):
    """The digests of the lines of a list as it was applied last; it holds those still there."""

    def __init__(self, known: bytes = b"", lecture: str = "", *, suites: bytes = b"") -> None:
        """Given the digests in the order of their file, what reading depends on, and the runs.

        What it depends on is a secret where the nature is sealed.
        """
        self._known = known
        self._lecture = lecture
        self._packed = suites
        self._suites = suites_in(suites, len(known))
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
        self._cutting = Cutting(self._keyed.copy)
        self._perdues: frozenset[bytes] | None = None

    def unread(  # noqa: PLR0915  for each line of each changed file
        self, source: BinaryIO, start: int
    ) -> Generator[tuple[int, bytes, bytes], None, bytes]:
        """Given a file whose next line has the number `start`, yield those that are to be read.

        Each comes with its number and its digest. One that was read before and stands twice is
        read the second time: its key is there twice. Lines that follow each other as they did
        cost a comparison, or one for all of a run; any other is looked up. Return the root's end
        tag, where the file stands then; nothing at the end of a file that has none.
        """
        known, left, file, place_of = self._known, self._left, self._file, self._place_of
        suites, held, readline = self._suites, self._cutting.held, source.readline
        begun, at, end, tried = 0, 0, len(known), -1
        line, begin = start, self._keyed.copy
        while True:
            if at in suites and at != tried:
                tried = self._through(source, at, end)
                line += (tried - at) // EMPREINTE_BYTES
                at = tried
            raw = readline()
            if raw.startswith(_CLOSING) or not raw:
                break
            digest = begin()
            digest.update(raw)
            empreinte = digest.digest()[:EMPREINTE_BYTES]
            if known.startswith(empreinte, at, end):
                at += EMPREINTE_BYTES
            else:
                if begun < at:
                    self._pass(begun, at)
                place = place_of(empreinte, at, end) if known else None
                if place is not None and left[place]:
                    begun = at = place * EMPREINTE_BYTES
                    end = self._passed_after(place)
                    source.seek(-len(raw), SEEK_CUR)  # go on there, maybe with a run
                    continue
                begun = at
                file += empreinte
                yield line, raw, empreinte
            line += 1
            held.append(raw)
            if len(held) == LINES:
                self._cutting.cut()
        self._pass(begun, at)
        return raw

    def _through(self, source: BinaryIO, at: int, end: int) -> int:
        """Pass the known runs that follow in a file, from `at`; return where the first other is."""
        suites, begin, first = self._suites, self._keyed.copy, self._suites[at].rank
        last = first
        while (suite := suites.get(at)) is not None and suite.end <= end:
            raw = source.read(suite.size)
            digest = begin()
            digest.update(raw)
            if digest.digest()[:EMPREINTE_BYTES] != suite.empreinte:
                source.seek(-len(raw), SEEK_CUR)
                break
            at, last = suite.end, suite.rank + 1
        if last > first:
            self._cutting.again(self._packed, range(first, last))
        return at

    def of_the_file(self) -> bytes:
        """Return the digests of all lines of the file, in order; none of one read as a whole.

        They are returned once: a big file has many.
        """
        found, self._file = bytes(self._file), bytearray()
        return found

    def suites(self) -> bytes:
        """Return the runs of all lines of the file, packed; none of one read as a whole."""
        return self._cutting.packed()

    def perdues(self) -> frozenset[bytes]:
        """Return the digests that the file no longer holds, once it was gone through."""
        if self._perdues is None:
            self._perdues = frozenset(self._never_passed())
        return self._perdues

    def __contains__(self, empreinte: object) -> bool:
        return empreinte not in self.perdues() and empreinte in self._places

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

    def _place_of(self, empreinte: bytes, at: int, end: int) -> int | None:
        """Return where a digest is known, if it is; most are nowhere, or a little after `at`."""
        if int.from_bytes(empreinte[:_HALF], byteorder) not in self._halves:
            return None
        found = self._known.find(empreinte, at, min(end, at + _NEAR))
        place, beside = divmod(found, EMPREINTE_BYTES)
        return self._places.get(empreinte) if found < 0 or beside else place

    @cached_property
    def _halves(self) -> frozenset[int]:
        """The first half of each known digest: what is not here is not known."""
        return frozenset(array("Q", self._known)[:: EMPREINTE_BYTES // _HALF])

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
