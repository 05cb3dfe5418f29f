"""One account's channel without a network: its requests over real files, and packets to say."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from syncd.sftp.folder.allowance import Allowance
from syncd.sftp.folder.envois import Envois
from syncd.sftp.folder.files import Files
from syncd.sftp.folder.refusing import Refusing
from syncd.sftp.folder.transfers import Transfers
from syncd.sftp.folder.view import View
from syncd.sftp.gate.account_settings import AccountSettings
from syncd.sftp.record import Record
from syncd.sftp.wire.messages import Request, packed
from syncd.sftp.wire.requests import Requests, World
from syncd.winscp_log import SessionLog

NOW = "2026-11-24T06:00:00.000Z"
ENVOI = "nuit"
PUT = 0x2 | 0x8 | 0x10


@contextmanager
def a_channel(root: Path) -> Iterator[Requests]:
    """Give the requests of an account whose envoi is `root/incoming/nuit`; abort what is left."""
    folder = root / "incoming"
    (folder / ENVOI).mkdir(parents=True)
    log = SessionLog(root / "log.xml", name="lsc@127.0.0.1", start=NOW)
    tells, hears = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with tells, hears:
        record = Record("session", "lsc", log, tells, lambda: NOW)
        envois = Envois(folder, no_limit(folder), opened_at=NOW, record=record)
        view = View(folder, root / "retour", envois)
        done = view, envois, record, Refusing(None)
        requests = Requests(World(view, Files(*done), Transfers(*done)))
        yield requests
        requests.abort()
        log.close()


def no_limit(folder: Path) -> Allowance:
    """Return what an account may have that has no quota, on a disk that may be filled."""
    return Allowance(folder, AccountSettings(), 0)


def a_packet(kind: int, number: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">IBI", len(body) + 5, kind, number) + body


def an_open(number: int, name: str, flags: int = PUT) -> bytes:
    path = packed(f"/{ENVOI}/{name}".encode())
    return a_packet(Request.OPEN, number, path, struct.pack(">II", flags, 0))


def a_write(number: int, handle: bytes, offset: int, content: bytes, padding: bytes = b"") -> bytes:
    where = struct.pack(">Q", offset)
    return a_packet(Request.WRITE, number, packed(handle), where, packed(content), padding)


def a_close(number: int, handle: bytes) -> bytes:
    return a_packet(Request.CLOSE, number, packed(handle))
