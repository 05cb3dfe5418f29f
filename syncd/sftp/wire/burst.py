"""SFTP taken apart as it arrives, in pieces of any size: the parsing half of the fast data path.

The body of a WRITE is never assembled: its pieces wait, with those of the WRITEs that go on from it
in the same file, for one `pwritev`. Every other request is given whole to `Requests`, after what
was written before it: the answers are those of the plain path, and so is their order. When a run of
WRITEs cannot be written, each of them is refused, and their file can no more be complete.
Touches: the account's files through `Requests`. What it keeps is bounded: a packet that is not
whole, the pieces of one burst, and answers that nobody took yet.
"""

import struct
from typing import NamedTuple

from syncd.sftp.folder.handles import Upload
from syncd.sftp.wire import messages
from syncd.sftp.wire.messages import Garbage, Reader, Refusal, Request
from syncd.sftp.wire.requests import MAX_PACKET_BYTES, Requests

MAX_ANSWERS_BYTES = 512 << 10

_MAX_LENGTH = MAX_PACKET_BYTES + 1024
_MAX_PIECES = 500  # of one pwritev; the kernel takes 1024
_MAX_HANDLE_BYTES = 64
_HEAD = struct.Struct(">IBI")  # length, type, number of the request (for INIT: its version)
_LENGTH = struct.Struct(">I")
_WHERE = struct.Struct(">QI")  # offset, length of the data
_FIXED_BYTES = _HEAD.size + _LENGTH.size + _WHERE.size  # the head of a WRITE but its handle


class _Head(NamedTuple):
    """What stands before the body of a WRITE; after the body may come padding (P2)."""

    number: int
    handle: bytes
    offset: int
    body: int
    padding: int


class Burst:
    """The requests of one channel, as bytes; `answers` are for the caller to take and delete."""

    def __init__(self, requests: Requests) -> None:
        self.answers = bytearray()
        self._requests = requests
        self._partial = bytearray()
        self._upload: Upload | None = None  # the run: its file, where it goes on, what waits
        self._offset = self._end = 0
        self._pieces: list[memoryview] = []
        self._written: list[int] = []
        self._number = self._body = self._padding = 0  # the WRITE whose body is under way
        self._refusal: Refusal | None = None

    def feed(self, received: memoryview) -> memoryview:
        """Given the next bytes, do what they ask; return those that wait for answers to be taken.

        Raise Garbage for what is no packet, SupervisorGone, and nothing else.
        """
        rest = received
        while rest:
            if self._body or self._padding:
                rest = self._go_on(rest)
            elif len(self.answers) >= MAX_ANSWERS_BYTES:
                break
            elif self._partial:
                rest = self._complete(rest)
            else:
                rest = rest[self._begin(rest) :]
        return rest

    def settle(self) -> None:
        """Nothing more is there for now: write what waits, unless it is part of one WRITE only."""
        if self._written:
            self.flush()

    def flush(self) -> None:
        """Write what waits, and answer its WRITEs."""
        refusal = self._write(self._upload) if self._pieces and self._upload else None
        if refusal is None:
            for number in self._written:
                self.answers += messages.ok(number)
        else:
            self._upload = None
            for number in self._written:
                self.answers += messages.status(number, refusal.status, refusal.sentence)
            self._refusal = self._refusal or refusal
        self._written.clear()

    def _write(self, upload: Upload) -> Refusal | None:
        pieces, self._pieces = self._pieces, []
        offset, self._offset = self._offset, self._end
        try:
            with upload.changing():
                upload.write(offset, pieces)
        except Refusal as refusal:
            return refusal
        return None

    def _complete(self, received: memoryview) -> memoryview:
        """Add what a packet lacks before it can begin; it begins when nothing is lacking."""
        partial = bytes(self._partial)
        lacking = _look(memoryview(partial))[0] - len(partial)
        self._partial += received[:lacking]
        if lacking <= len(received):
            begun = memoryview(bytes(self._partial))
            self._partial.clear()
            self._begin(begun)
        return received[lacking:]

    def _begin(self, view: memoryview) -> int:
        """Begin the packet that stands first; return how much of what is there was taken."""
        needed, head = _look(view)
        if needed > len(view):
            self._partial += view
            return len(view)
        if head is not None:
            self._begin_write(head)
        else:
            self.flush()
            _, kind, number = _HEAD.unpack_from(view)
            body = view[_HEAD.size : needed]
            self.answers += self._requests.answer(kind, number, Reader(body))
        return needed

    def _begin_write(self, head: _Head) -> None:
        self._number, self._body, self._padding = head.number, head.body, head.padding
        self._refusal = None
        try:
            upload = self._requests.upload(head.handle)
        except Refusal as refusal:
            self._refusal = refusal
        else:
            if upload is not self._upload or head.offset != self._end:
                self.flush()
                self._refusal = None
                self._upload, self._offset, self._end = upload, head.offset, head.offset
        if not (self._body or self._padding):
            self._end_write()

    def _go_on(self, received: memoryview) -> memoryview:
        """Take more of the body, then of the padding, of a WRITE."""
        body = received[: self._body]
        self._body -= len(body)
        if self._refusal is None and body:
            self._pieces.append(body)
            self._end += len(body)
            if len(self._pieces) >= _MAX_PIECES:
                self.flush()
        padding = 0 if self._body else min(self._padding, len(received) - len(body))
        self._padding -= padding
        if not (self._body or self._padding):
            self._end_write()
        return received[len(body) + padding :]

    def _end_write(self) -> None:
        if self._refusal is None:
            self._written.append(self._number)
        else:
            self.flush()
            refusal = self._refusal
            self.answers += messages.status(self._number, refusal.status, refusal.sentence)


def _look(view: memoryview) -> tuple[int, _Head | None]:
    """Return how much of a packet must be there to begin it, and what a WRITE says of its body.

    Only a WRITE whose lengths agree may come in pieces; any other is answered as a whole. Raise
    Garbage for a length that no packet has.
    """
    there = len(view)
    if there < _HEAD.size:
        return _HEAD.size, None
    length, kind, number = _HEAD.unpack_from(view)
    if not _HEAD.size - 4 <= length <= _MAX_LENGTH:
        raise Garbage
    whole = 4 + length
    if kind != Request.WRITE or whole < _FIXED_BYTES:
        return whole, None
    if there < _FIXED_BYTES:
        return _FIXED_BYTES, None
    (named,) = _LENGTH.unpack_from(view, _HEAD.size)
    head = _FIXED_BYTES + named
    if named > _MAX_HANDLE_BYTES or head > whole:
        return whole, None
    if there < head:
        return head, None
    offset, body = _WHERE.unpack_from(view, head - _WHERE.size)
    if head + body > whole:
        return whole, None
    handle = bytes(view[head - _WHERE.size - named : head - _WHERE.size])
    return head, _Head(number, handle, offset, body, whole - head - body)
