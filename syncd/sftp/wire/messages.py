"""The words of SFTP version 3: packets taken apart strictly, and replies put together.

Every length is checked: paramiko's own reader fills a short packet up with zeros, which would write
bytes that nobody sent. Source: draft-ietf-secsh-filexfer-02.
Touches: nothing.
"""

import errno
import struct
from collections.abc import Iterable
from enum import IntEnum

from syncd.sftp.folder.attributes import Attributes


class Request(IntEnum):
    """The types of packets that a client sends."""

    INIT = 1
    OPEN = 3
    CLOSE = 4
    READ = 5
    WRITE = 6
    LSTAT = 7
    FSTAT = 8
    SETSTAT = 9
    FSETSTAT = 10
    OPENDIR = 11
    READDIR = 12
    REMOVE = 13
    MKDIR = 14
    RMDIR = 15
    REALPATH = 16
    STAT = 17
    RENAME = 18
    READLINK = 19
    SYMLINK = 20
    EXTENDED = 200


class Status(IntEnum):
    """The codes of a status reply."""

    OK = 0
    EOF = 1
    NO_SUCH_FILE = 2
    PERMISSION_DENIED = 3
    FAILURE = 4
    BAD_MESSAGE = 5
    OP_UNSUPPORTED = 8


class Refusal(Exception):  # noqa: N818  an answer, not a fault of ours
    """A request is answered with a code and a French sentence for the person who reads it."""

    def __init__(self, status: Status, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Garbage(Exception):  # noqa: N818  the client does not speak SFTP: the channel ends
    """A packet that is none."""


_VERSION, _STATUS, _HANDLE, _DATA, _NAME, _ATTRS, _EXTENDED_REPLY = 2, 101, 102, 103, 104, 105, 201
_SENTENCES: dict[int | None, tuple[Status, str]] = {
    errno.ENOENT: (Status.NO_SUCH_FILE, "Ce fichier ou ce dossier n'existe pas"),
    errno.ENOTDIR: (Status.NO_SUCH_FILE, "Ce fichier ou ce dossier n'existe pas"),
    errno.ELOOP: (Status.PERMISSION_DENIED, "Les liens sont interdits"),
    errno.EEXIST: (Status.FAILURE, "Ce nom existe déjà"),
    errno.ENOTEMPTY: (Status.FAILURE, "Ce dossier n'est pas vide"),
    errno.EISDIR: (Status.FAILURE, "C'est un dossier"),
    errno.ENAMETOOLONG: (Status.FAILURE, "Ce nom est trop long"),
    errno.EFBIG: (Status.FAILURE, "Ce fichier est trop grand"),
    errno.ENOSPC: (Status.FAILURE, "Il n'y a plus de place sur le serveur : réessayez plus tard"),
    errno.EDQUOT: (Status.FAILURE, "Il n'y a plus de place sur le serveur : réessayez plus tard"),
}


def refusal_of(error: OSError | OverflowError | Refusal) -> Refusal:
    """Given what went wrong, return the answer that the client gets: a refusal is one already."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, OverflowError):
        return Refusal(Status.BAD_MESSAGE, "Cette position n'existe pas")
    unknown = (Status.FAILURE, "Le serveur n'a pas pu faire cela : réessayez plus tard")
    return Refusal(*_SENTENCES.get(error.errno, unknown))


class Reader:
    """One packet's body, read from its beginning. Each method raises Refusal when it is too short.

    What stands behind the last field read is ignored: rclone before 1.63 pads its last WRITE
    (pitfall P2).
    """

    def __init__(self, body: memoryview) -> None:
        self._rest = body

    def number(self) -> int:
        """Return the next 32-bit number."""
        return int.from_bytes(self._take(4))

    def long_number(self) -> int:
        """Return the next 64-bit number."""
        return int.from_bytes(self._take(8))

    def string(self) -> bytes:
        """Return the next string of bytes."""
        return bytes(self._take(self.number()))

    def data(self) -> memoryview:
        """Return the next string of bytes without copying it."""
        return self._take(self.number())

    def attributes(self) -> Attributes:
        """Return the next attributes; owner and extensions are read and forgotten."""
        flags = self.number()
        size = self.long_number() if flags & 0x1 else None
        if flags & 0x2:
            self._take(8)
        mode = self.number() if flags & 0x4 else None
        times = (self.number(), self.number()) if flags & 0x8 else None
        return Attributes(size=size, mode=mode, times=times)

    def _take(self, count: int) -> memoryview:
        if count > len(self._rest):
            raise Refusal(Status.BAD_MESSAGE, "Message SFTP incomplet")
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken


def version(extensions: Iterable[tuple[str, str]]) -> bytes:
    """Return the answer to INIT: version 3, and the extensions that we serve."""
    pairs = b"".join(packed(text.encode()) for pair in extensions for text in pair)
    return _packet(_VERSION, struct.pack(">I", 3) + pairs)


def status(request: int, code: Status, sentence: str = "") -> bytes:
    """Return a status reply."""
    text = packed(sentence.encode())
    return _packet(_STATUS, struct.pack(">II", request, code) + text + packed(b"fr"))


def ok(request: int) -> bytes:
    """Return the status reply that says OK; the one that there are most of."""
    return _OK_HEAD + request.to_bytes(4) + _OK_TAIL


def handle(request: int, name: bytes) -> bytes:
    """Return the reply that gives a handle."""
    return _packet(_HANDLE, struct.pack(">I", request) + packed(name))


def data(request: int, content: bytes) -> bytes:
    """Return the reply that gives a file's bytes."""
    return _packet(_DATA, struct.pack(">I", request) + packed(content))


def names(request: int, entries: Iterable[tuple[str, Attributes]]) -> bytes:
    """Return the reply that gives entries of a folder, each with its `ls -l` line."""
    body = [
        packed(name.encode()) + packed(attributes.long_name(name).encode()) + attributes.pack()
        for name, attributes in entries
    ]
    return _packet(_NAME, struct.pack(">II", request, len(body)) + b"".join(body))


def attrs(request: int, attributes: Attributes) -> bytes:
    """Return the reply that gives attributes."""
    return _packet(_ATTRS, struct.pack(">I", request) + attributes.pack())


def extended(request: int, numbers: Iterable[int]) -> bytes:
    """Return the reply of an extension: 64-bit numbers."""
    body = b"".join(struct.pack(">Q", number & (2**64 - 1)) for number in numbers)
    return _packet(_EXTENDED_REPLY, struct.pack(">I", request) + body)


def packed(text: bytes) -> bytes:
    """Return a string as SFTP writes it: its length, then its bytes."""
    return struct.pack(">I", len(text)) + text


def _packet(kind: int, body: bytes) -> bytes:
    return struct.pack(">IB", len(body) + 1, kind) + body


_OK = status(0, Status.OK)
_OK_HEAD, _OK_TAIL = _OK[:5], _OK[9:]
