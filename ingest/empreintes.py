"""The lines of a data file that were read before: known by their digest, they are not read again.

A digest is bound to all that a line's meaning depends on: the schemas, the readers and the rules,
the currency, the root's start tag. One of a sealed nature is keyed with the agency's key as well.
Touches: the file, reading.
"""

from collections.abc import Iterator
from hashlib import blake2b, sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ingest.layout import Piece, Root, root_of

LENGTH = 16


class Lues:
    """The digests that are known of one list, and those of them that its file still holds."""

    def __init__(self, known: frozenset[bytes], lecture: str) -> None:
        """Given what is known and what reading depends on, a secret where the nature is sealed."""
        self._known = known
        self._lecture = lecture
        self.vues: set[bytes] = set()

    def unread(self, pieces: Iterator[Piece], root: Root) -> Iterator[Piece]:
        """Given the lines of a file, yield those to read, each with its digest.

        One that stands twice is read the second time: its key is there twice.
        """
        key = self._key(root)
        for piece in pieces:
            empreinte = blake2b(piece.raw, digest_size=LENGTH, key=key).digest()
            if empreinte in self._known and empreinte not in self.vues:
                self.vues.add(empreinte)
            else:
                yield piece._replace(empreinte=empreinte)

    def lines(self, source: Path | bytes, wanted: frozenset[bytes]) -> dict[bytes, int]:
        """Given the file again and digests, return the line where each stands first."""
        found: dict[bytes, int] = {}
        with opened(source) as stream:
            root = root_of(stream)
            key = self._key(root)
            for line, raw in enumerate(stream, start=root.line + 1):
                empreinte = blake2b(raw, digest_size=LENGTH, key=key).digest()
                if empreinte in wanted:
                    found.setdefault(empreinte, line)
        return found

    def _key(self, root: Root) -> bytes:
        return sha256(self._lecture.encode() + b"\n" + root.opening).digest()


def opened(source: Path | bytes) -> BinaryIO:
    """Given a file or its content, open it."""
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")
