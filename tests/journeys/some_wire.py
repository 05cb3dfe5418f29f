"""SFTP said packet by packet, where a test must choose each of them."""

import struct
from collections.abc import Iterator
from typing import Self

import paramiko

from syncd.sftp.wire.messages import Request, Status, packed
from tests.journeys.some_sftp import SECONDS, Account

Answer = tuple[int, bytes]
WRITE, READ, CREAT, TRUNC, EXCL = 0x2, 0x1, 0x8, 0x10, 0x20
PUT = WRITE | CREAT | TRUNC


class Wire:
    """An SFTP client that says exactly what it is told, over one channel."""

    def __init__(self, account: Account) -> None:
        key = paramiko.Ed25519Key(filename=str(account.key))
        self._transport = paramiko.Transport(("127.0.0.1", account.server.port))
        self._transport.connect(username=account.name, pkey=key)
        self._channel = self._transport.open_session(timeout=SECONDS)
        self._channel.settimeout(SECONDS)
        self._channel.invoke_subsystem("sftp")
        self._number = 0
        self.send(struct.pack(">IBI", 5, Request.INIT, 3))
        assert self.receive()[0] == 2

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def cut(self) -> None:
        """Go without a word, as a broken network does."""
        self._transport.sock.close()
        self._transport.close()

    def send(self, packet: bytes) -> None:
        self._channel.sendall(packet)

    def receive(self) -> Answer:
        length = int.from_bytes(self._exactly(4))
        whole = self._exactly(length)
        return whole[0], whole[1:]

    def ask(self, kind: int, *parts: bytes) -> Answer:
        """Send one request; return the type of its answer and the body after the number."""
        self._number += 1
        body = struct.pack(">BI", kind, self._number) + b"".join(parts)
        self.send(struct.pack(">I", len(body)) + body)
        answered, content = self.receive()
        assert int.from_bytes(content[:4]) == self._number
        return answered, content[4:]

    def status(self, kind: int, *parts: bytes) -> tuple[int, str]:
        """Send one request that is answered by a status; return its code and its sentence."""
        answered, body = self.ask(kind, *parts)
        assert answered == 101, f"no status but {answered}"
        length = int.from_bytes(body[4:8])
        return int.from_bytes(body[:4]), body[8 : 8 + length].decode()

    def open(self, path: str | bytes, flags: int = PUT, attributes: bytes = bytes(4)) -> bytes:
        answered, body = self.ask(Request.OPEN, name(path), struct.pack(">I", flags), attributes)
        assert answered == 102, body
        return body[4:]

    def write(self, handle: bytes, offset: int, content: bytes) -> tuple[int, str]:
        where = struct.pack(">Q", offset)
        return self.status(Request.WRITE, packed(handle), where, packed(content))

    def put(self, path: str, content: bytes) -> None:
        handle = self.open(path)
        assert self.write(handle, 0, content)[0] == Status.OK
        assert self.status(Request.CLOSE, packed(handle)) == (Status.OK, "")

    def size(self, path: str) -> int:
        answered, body = self.ask(Request.STAT, name(path))
        assert answered == 105, body
        return int.from_bytes(body[4:12])

    def listing(self, path: str) -> list[str]:
        answered, body = self.ask(Request.OPENDIR, name(path))
        assert answered == 102, body
        answered, body = self.ask(Request.READDIR, body)
        return [] if answered == 101 else list(_names(body))

    def _exactly(self, count: int) -> bytes:
        received = b""
        while len(received) < count:
            more = self._channel.recv(count - len(received))
            if not more:
                raise EOFError("the server closed the channel")
            received += more
        return received


def name(path: str | bytes) -> bytes:
    return packed(path.encode() if isinstance(path, str) else path)


def times(mtime: int) -> bytes:
    return struct.pack(">III", 0x8, mtime, mtime)


def a_size(size: int) -> bytes:
    return struct.pack(">IQ", 0x1, size)


def a_mode(mode: int) -> bytes:
    return struct.pack(">II", 0x4, mode)


def _names(body: bytes) -> Iterator[str]:
    (left,), at = struct.unpack_from(">I", body), 4
    for _ in range(left):
        length = int.from_bytes(body[at : at + 4])
        yield body[at + 4 : at + 4 + length].decode()
        at += 4 + length
        at += 4 + int.from_bytes(body[at : at + 4]) + 32
