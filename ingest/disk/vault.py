"""The agency's key: what is encrypted with it, and what stands for a secret without showing it.

Secrets come in two sealed natures (export.md, "Les natures"; R-071, R-125). At rest they exist
encrypted (AES-256-GCM) or as a keyed digest (HMAC-SHA256), never in clear, never as a plain sha256:
a file of door codes is short enough to be found again from its plain digest.
Touches: the key file, once. After a crash: the key file is there whole, or not at all.
"""

import hmac
import os
import stat
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store import durable

KEY_BYTES = 32

_NONCE_BYTES = 12
_TAG_BYTES = 16
_PIECE_BYTES = 1 << 20
_MAGIC = b"lsc-scelle-1\n"
_SALT_BYTES = 16
_EXISTING = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


class Unreadable(Exception):  # noqa: N818  said of a content, as in the report
    """This content was not encrypted with the agency's key, or not all of it is there."""


class UnusableKey(Exception):  # noqa: N818  the operator must act: the message says how
    """The key file exists and must not be used as it is."""


class Vault:
    """The agency's key at work. Holds two keys derived from it: one encrypts, one digests."""

    def __init__(self, key: bytes) -> None:
        """Given the 32 bytes of the key file, derive both keys."""
        self._aes = AESGCM(_derive(key, b"lsc-syncd encryption 1"))
        self._digest_key = _derive(key, b"lsc-syncd keyed digest 1")

    def encrypt(self, clear: bytes) -> bytes:
        """Given bytes, return them encrypted, 28 bytes longer, different at every call."""
        return self._encrypt(clear, b"value")

    def decrypt(self, sealed: bytes) -> bytes:
        """Given what `encrypt` returned, return the bytes. Raise Unreadable for anything else."""
        return self._decrypt(sealed, b"value")

    def keyed_digest(self, text: str) -> str:
        """Given a sha256 in hex, or a short secret, return what stands for it: 64 hex digits."""
        return hmac.new(self._digest_key, text.encode(), sha256).hexdigest()

    def seal(self, source: BinaryIO, write: Callable[[bytes], object]) -> None:
        """Given an open file of any size, write it encrypted, piece by piece.

        Each piece is bound to its file, its place and whether it is the last: pieces cannot be
        moved, exchanged or cut off unseen.
        """
        header = _MAGIC + os.urandom(_SALT_BYTES)
        write(header)
        for place, (piece, last) in enumerate(_pieces(source, _PIECE_BYTES)):
            write(self._encrypt(piece, _place(header, place, last=last)))

    def unseal(self, source: BinaryIO) -> Iterator[bytes]:
        """Given a file that `seal` wrote, yield its bytes piece by piece.

        Raise Unreadable for anything else; what was yielded before is genuine, but not all.
        """
        header = source.read(len(_MAGIC) + _SALT_BYTES)
        if not header.startswith(_MAGIC):
            raise Unreadable("This is not a sealed file")
        for place, (piece, last) in enumerate(
            _pieces(source, _PIECE_BYTES + _NONCE_BYTES + _TAG_BYTES)
        ):
            yield self._decrypt(piece, _place(header, place, last=last))

    def _encrypt(self, clear: bytes, context: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, clear, context)

    def _decrypt(self, sealed: bytes, context: bytes) -> bytes:
        if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
            raise Unreadable("Too short to have been encrypted here")
        try:
            return self._aes.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
        except InvalidTag as error:
            raise Unreadable("Not encrypted with the agency's key, or altered since") from error


def load_or_create_key(path: Path) -> bytes:
    """Given the path of the key file, return its 32 bytes; make it at the first start (0600).

    Raise UnusableKey when others can read it, or when it is not a regular file of 32 bytes: a key
    is never replaced, because nothing that it sealed could be opened again.
    """
    durable.make_directory(path.parent, mode=0o700)
    durable.sweep(path.parent)
    if not os.path.lexists(path):
        with suppress(FileExistsError):
            durable.create(path, os.urandom(KEY_BYTES), mode=0o600)
    return _load_key(path)


def _load_key(path: Path) -> bytes:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise UnusableKey(f"The key {path} is not a regular file: put the agency's key there")
    if found.st_mode & 0o077:
        raise UnusableKey(f"Others can read the key {path}: run `chmod 600 {path}`")
    fd = os.open(path, _EXISTING)
    with os.fdopen(fd, "rb") as file:
        key = file.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise UnusableKey(
            f"The key {path} must have {KEY_BYTES} bytes: restore it from the backup. "
            "Remove it only if nothing was ever received with it"
        )
    return key


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(key)


def _place(header: bytes, place: int, *, last: bool) -> bytes:
    return header + struct.pack(">Q?", place, last)


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield the file in pieces of `size` bytes and whether each is the last; an empty file is one.

    The file is read as it is: a piece shorter than `size` is the last.
    """
    piece = source.read(size)
    while True:
        following = source.read(size) if len(piece) == size else b""
        yield piece, not following
        if not following:
            return
        piece = following
