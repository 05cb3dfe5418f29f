"""WinSCP, which runs on Windows only, replayed: packets, names and orders as winscp.md §3 tells.

Nothing is waited for where WinSCP does not wait: the WRITEs of a file go out together, CLOSE behind
them, and of a small file its SETSTAT as well, before any of the replies is read.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from syncd.sftp.wire.messages import Request, Status, packed
from tests.journeys.some_sftp import Account, Done
from tests.journeys.some_wire import CREAT, EXCL, TRUNC, WRITE, Wire, name

PART = ".filepart"
RESUMABLE_BYTES = 100 << 10
BLOCK_BYTES = 32 << 10
DONE = Done(0, "", "")


class Refused(Exception):  # noqa: N818  what WinSCP shows its user
    """The server's sentence, behind what was being done."""


class WinScp(Wire):
    """One connection; `upload` is what `put` of a script does for one file."""

    def __init__(self, account: Account, *, posix: bool = False, mode: int | None = None) -> None:
        """`posix`: it renames over the target; `mode`: it sets permissions with the times."""
        super().__init__(account)
        self._home = account.home
        self._posix = posix
        self._mode = mode
        self.ask(Request.REALPATH, name("."))

    def __enter__(self) -> Self:
        return self

    def upload(self, source: str, target: str, *, confirm: bool = False) -> Done:
        """Send a file of the account's home with its times; `confirm` asks before it overwrites."""
        try:
            return self._upload(self._home / source, target, confirm=confirm)
        except Refused as refused:
            return Done(1, "", str(refused))

    def upload_tree(self, folder: str) -> Done:
        """Send a folder: made if it is not there, then its files, then its own times."""
        for path in sorted((self._home / folder).rglob("*")):
            self._make_folders(path.parent.relative_to(self._home))
            if path.is_file():
                done = self.upload(*[path.relative_to(self._home).as_posix()] * 2)
                if done.code:
                    return done
        return DONE

    def _upload(self, source: Path, target: str, *, confirm: bool) -> Done:
        content = source.read_bytes()
        mtime = int(source.stat().st_mtime)
        if len(content) >= RESUMABLE_BYTES:
            self._send_by_part(content, target)
            self._settle("Dates de", [(Request.SETSTAT, self.tell_times(target, mtime))])
        else:
            handle = self._opened_small(target, confirm=confirm)
            flight = [*self._flight(handle, content, 0)]
            flight += [(Request.SETSTAT, self.tell_times(target, mtime))]
            self._settle("Transfert de", flight)
        return DONE

    def _send_by_part(self, content: bytes, target: str) -> None:
        exists, part = self._size(target) is not None, target + PART
        begun = self._size(part)
        resumes = begun is not None and 0 < begun <= len(content)
        start = begun if resumes and begun else 0
        handle = self.open(part, WRITE | CREAT | (0 if resumes else TRUNC))
        self._settle("Transfert de", [*self._flight(handle, content, start)])
        if self._posix:
            posix = packed(b"posix-rename@openssh.com")
            self._do("Renommage de", Request.EXTENDED, posix, name(part), name(target))
            return
        if exists:
            self._do("Suppression de", Request.REMOVE, name(target))
        self._do("Renommage de", Request.RENAME, name(part), name(target))

    def _opened_small(self, target: str, *, confirm: bool) -> bytes:
        """With EXCL first, where overwriting must be confirmed; then, confirmed, with TRUNC."""
        flags = struct.pack(">I", WRITE | CREAT | EXCL)
        if confirm:
            answered, body = self.ask(Request.OPEN, name(target), flags, bytes(4))
            if answered == 102:
                return body[4:]
            assert self._size(target) is not None
        return self.open(target, WRITE | CREAT | TRUNC)

    def tell(self, kind: int, *parts: bytes) -> int:
        """Send a request without waiting for its answer; return its number."""
        self._number += 1
        body = struct.pack(">BI", kind, self._number) + b"".join(parts)
        self.send(struct.pack(">I", len(body)) + body)
        return self._number

    def _flight(self, handle: bytes, content: bytes, start: int) -> Iterator[tuple[int, int]]:
        for offset in range(start, len(content), BLOCK_BYTES):
            block = content[offset : offset + BLOCK_BYTES]
            where = struct.pack(">Q", offset)
            yield Request.WRITE, self.tell(Request.WRITE, packed(handle), where, packed(block))
        yield Request.CLOSE, self.tell(Request.CLOSE, packed(handle))

    def tell_times(self, target: str, mtime: int) -> int:
        """Ask for the times, and for the permissions if they are to be set; in one request."""
        wished = struct.pack(">III", 0x8, mtime, mtime)
        if self._mode is not None:
            wished = struct.pack(">IIII", 0xC, self._mode, mtime, mtime)
        return self.tell(Request.SETSTAT, name(target), wished)

    def _settle(self, doing: str, flight: list[tuple[int, int]]) -> None:
        """Read the replies of a whole flight. Raise Refused for the first that is not OK."""
        refused = None
        for kind, number in flight:
            answered, body = self.receive()
            assert (answered, int.from_bytes(body[:4])) == (101, number), Request(kind)
            code, length = int.from_bytes(body[4:8]), int.from_bytes(body[8:12])
            if code != Status.OK and refused is None:
                refused = f"{doing} : {body[12 : 12 + length].decode()}"
        if refused:
            raise Refused(refused)

    def _do(self, doing: str, kind: int, *parts: bytes) -> None:
        self._settle(doing, [(kind, self.tell(kind, *parts))])

    def _size(self, path: str) -> int | None:
        answered, body = self.ask(Request.STAT, name(path))
        return int.from_bytes(body[4:12]) if answered == 105 else None

    def _make_folders(self, folder: Path) -> None:
        for path in (*reversed(folder.parents), folder):
            if path.name and self._size(path.as_posix()) is None:
                self._do("Dossier", Request.MKDIR, name(path.as_posix()), bytes(4))
