"""What was read of files once and need not be read again: digests, listings, sealed contents.

A file is known by (device, inode, size, mtime, ctime). The ctime moves with every change of content
and of mode and cannot be set by a client; two changes inside one tick of the kernel's clock share
it, which is why a look that did not end in a sealing forgets what had just changed
(`forget_since`). Nothing here outlives the process.
Touches: the files that it is asked for, reading.
"""

import hashlib
import os
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple, TypeVar

from ingest.disk.vault import Unreadable, Vault
from ingest.reading.manifest import Fichier, read_listing

Found = TypeVar("Found")

_REMEMBERED = 500_000
_MANIFEST_BYTES = 128 * 1024 * 1024
_EXISTING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Plain(NamedTuple):
    """What a sealed file opens to."""

    taille: int
    sha256: str


class _Identity(NamedTuple):
    kind: str
    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


class Hashes:
    """A memory of contents. One object serves sealing and, later, the check by the worker.

    A hard link and a chmod move the ctime: `follow` what we do of them ourselves.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[_Identity, object] = {}

    def sha256_of(self, path: str | Path, found: os.stat_result | None = None) -> str:
        """Given a regular file, return its sha256 in lower-case hex. Raise OSError.

        `found` is its status, if the caller has just read that.
        """
        return self._remember("sha256", path, _sha256, found)

    def plain_of(self, path: Path, vault: Vault) -> Plain | None:
        """Given a `.scelle` file, return what it opens to, None if it does not open."""

        def opened(file: BufferedReader) -> Plain | None:
            return _plain(file, vault)

        return self._remember("plain", path, opened)

    def listing_of(self, path: Path) -> tuple[Fichier, ...] | None:
        """Given a manifest, return what it lists, None when it is not (yet) well-formed."""
        return self._remember("listing", path, _listing)

    def follow(self, path: str | Path, before: os.stat_result) -> None:
        """Given a file and its status before we changed its mode and links, know its sha256 still.

        Nothing is known of one that changed otherwise: its size, its mtime, or the file itself.
        """
        old, new = _identity("sha256", before), _identity("sha256", os.lstat(path))
        if old in self._known and new[:-1] == old[:-1]:
            self._known[new] = self._known.pop(old)

    def forget_since(self, ctime_ns: int) -> None:
        """Given an instant, forget the files that changed at it or later: they may again."""
        for identity in [known for known in self._known if known.ctime_ns >= ctime_ns]:
            del self._known[identity]

    def _remember(
        self,
        kind: str,
        path: str | Path,
        read: Callable[[BufferedReader], Found],
        found: os.stat_result | None = None,
    ) -> Found:
        identity = _identity(kind, found or os.lstat(path))
        if identity in self._known:
            return self._known[identity]  # type: ignore[return-value]  # one type for each kind
        with os.fdopen(os.open(path, _EXISTING), "rb") as file:
            before = _identity(kind, os.fstat(file.fileno()))
            said = read(file)
            after = _identity(kind, os.fstat(file.fileno()))
        if before == after:
            self._known[after] = said
            while len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        return said


def _identity(kind: str, found: os.stat_result) -> _Identity:
    return _Identity(
        kind, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    )


def _sha256(file: BufferedReader) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(file: BufferedReader, vault: Vault) -> Plain | None:
    digest, size = hashlib.sha256(), 0
    try:
        for piece in vault.unseal(file):
            digest.update(piece)
            size += len(piece)
    except Unreadable:
        return None
    return Plain(size, digest.hexdigest())


def _listing(file: BufferedReader) -> tuple[Fichier, ...] | None:
    raw = file.read(_MANIFEST_BYTES + 1)
    return read_listing(raw) if len(raw) <= _MANIFEST_BYTES else None
