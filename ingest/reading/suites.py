"""Runs of known lines: one digest tells that a file still has twelve of them as they were.

A run stands where a file that was applied had lines that follow each other; its digest is made like
that of a line, so it depends on all that theirs do. What is not told by it is told line by line.
Touches: nothing.
"""

from collections.abc import Callable, Mapping
from itertools import accumulate
from struct import Struct
from typing import NamedTuple, Protocol

from store.changes import EMPREINTE_BYTES

LINES = 12
"""How many lines make a run, mostly less than 2 KB; fewer where the next was found again."""
_FEW = 6
"""A run of fewer is read line by line: it grows with what was added behind it."""
_MAX_BYTES = 65_536
"""A longer run has no size, and is read line by line: it would stand in memory whole."""
_PACKED = Struct(f">BI{EMPREINTE_BYTES}s")


class Hash(Protocol):
    """A digest under way, of `hashlib`."""

    def update(self, raw: bytes, /) -> None:
        """Go on with these bytes."""

    def digest(self) -> bytes:
        """Return the digest."""


class Suite(NamedTuple):
    """A run: where in the known digests it ends, its bytes in the file, its digest, its rank."""

    end: int
    size: int
    empreinte: bytes
    rank: int


def suites_in(packed: bytes, known: int) -> Mapping[int, Suite]:
    """Given the runs of a file and the bytes of its digests, return each by where it begins there.

    None where these do not belong together.
    """
    if len(packed) % _PACKED.size:
        return {}
    suites = list(_PACKED.iter_unpack(packed))
    ends = list(accumulate(lines * EMPREINTE_BYTES for lines, _, _ in suites))
    if not ends or ends[-1] != known:
        return {}
    return {
        end - lines * EMPREINTE_BYTES: Suite(end, size, empreinte, rank)
        for rank, (end, (lines, size, empreinte)) in enumerate(zip(ends, suites, strict=True))
        if lines >= _FEW
    }


class Cutting:
    """The runs of a file that is being read; `held` are the last lines, of which none is made."""

    def __init__(self, begin: Callable[[], Hash]) -> None:
        """Given what begins a digest, begin a file."""
        self._begin = begin
        self._packed = bytearray()
        self.held: list[bytes] = []

    def cut(self) -> None:
        """Make a run of the lines that are held."""
        digest, size = self._begin(), 0
        for raw in self.held:  # of more than 2 KB at once others would take the turn
            digest.update(raw)
            size += len(raw)
        size = size if size <= _MAX_BYTES else 0
        self._packed += _PACKED.pack(len(self.held), size, digest.digest()[:EMPREINTE_BYTES])
        self.held.clear()

    def again(self, known: bytes, ranks: range) -> None:
        """Given the runs of the file before, take those over that follow as they were."""
        if self.held:
            self.cut()
        self._packed += known[ranks.start * _PACKED.size : ranks.stop * _PACKED.size]

    def packed(self) -> bytes:
        """Return the runs so far, those of the lines that are held included."""
        if self.held:
            self.cut()
        return bytes(self._packed)
