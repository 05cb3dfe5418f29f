"""SSH packets: paramiko's Packetizer with our limits, and one that receives many at a time.

The fast one is the receiving half of the fast data path. paramiko's own reads each packet in
pieces, copies it several times and hands it to another thread. Ours fills a large buffer with one
`recv_into`, decrypts each packet where it lies (AES-GCM alone: no other cipher is offered), and
gives what belongs to an SFTP channel to its stream, in this same thread. All other messages go to
paramiko in their order, after the streams have settled what came before them. Until the first keys
are agreed upon, and for all that is sent, paramiko's own code serves.

Of paramiko's inside it uses, beyond the public methods that it overrides: `_trigger_rekey` and
`_check_keepalive` of the Packetizer, and `NeedRekeyException`. selftest.py proves at each start
that they still mean what they meant.
Touches: one connection.
"""

import socket
import struct
from typing import Any, Protocol

from paramiko import Message, SSHException, packet
from paramiko.common import MSG_CHANNEL_DATA

PACKET_BYTES = 128 << 10
MAX_SSH_PACKET_BYTES = PACKET_BYTES + 4096  # a packet's worth of data, or any other message

_BUFFER_BYTES = 1 << 20
_MIN_SSH_PACKET_BYTES = 16
_TAG_BYTES = 16
_LOOK_SECONDS = 1  # how often a silent connection is looked at, for keepalives and its end
_NUMBER = struct.Struct(">I")
_DATA_HEAD = struct.Struct(">BII")  # type, number of the channel, length of the data
_COUNTERS = 2**64


class Stream(Protocol):
    """Where the data of one channel goes."""

    def receive(self, content: memoryview) -> None:
        """Take the next bytes."""

    def settle(self) -> None:
        """Nothing more is there for now: do what waits, and answer."""

    def end(self) -> None:
        """The connection is over."""


class Exchange(Protocol):
    """What a connection's transport says of its key exchanges."""

    in_kex: bool

    @property
    def takes_data(self) -> bool:
        """Return whether data may come now; if not, it is paramiko's to refuse it."""


class BoundedPacketizer(packet.Packetizer):
    """paramiko's own, which would read a packet of 4 GiB if one was announced.

    With AES-GCM 64 GiB are sound under one key; the session says when to change it (P7).
    """

    REKEY_PACKETS = 2**31
    REKEY_BYTES_OVERFLOW_MAX = 2**30
    REKEY_PACKETS_OVERFLOW_MAX = 2**31

    def read_all(self, n: int, check_rekey: bool = False) -> bytes:  # noqa: FBT001, FBT002
        """Return the next `n` bytes; every part of a packet is read by this."""
        if n > MAX_SSH_PACKET_BYTES:
            raise SSHException("an SSH packet has a wrong length")
        return super().read_all(n, check_rekey)


class FastPacketizer(BoundedPacketizer):
    """Reads the packets of one connection; its transport and streams are bound once made."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection)
        self._connection = connection
        self._buffer = memoryview(bytearray(_BUFFER_BYTES))
        self._start = self._end = 0
        self._cipher: Any = None
        self._salt, self._counter = b"", 0
        self._sequence = 0
        self._packets_received = self._bytes_received = 0
        self._exchange: Exchange
        self._streams: dict[int, Stream] = {}

    def serve(self, exchange: Exchange) -> None:
        """Say whose packets these are; call it before any is read."""
        self._exchange = exchange

    def bind(self, channel: int, stream: Stream) -> None:
        """Give what comes on a channel, from now on, to a stream."""
        self._streams[channel] = stream

    def set_inbound_cipher(  # noqa: PLR0913, PLR0917  paramiko's own
        self,
        block_engine: Any,
        block_size: int,
        mac_engine: Any,
        mac_size: int,
        mac_key: Any,
        etm: bool = False,  # noqa: FBT001, FBT002
        aead: bool = False,  # noqa: FBT001, FBT002
        iv_in: bytes | None = None,
    ) -> None:
        """Receive under new keys (paramiko calls this when a key exchange ends)."""
        if not aead or iv_in is None:
            raise SSHException("only AES-GCM is served")
        super().set_inbound_cipher(
            block_engine, block_size, mac_engine, mac_size, mac_key, etm, aead, iv_in
        )
        self._cipher = block_engine
        self._salt, self._counter = iv_in[:4], int.from_bytes(iv_in[4:])
        self._packets_received = self._bytes_received = 0
        self._look_once_a_second()

    def reset_seqno_in(self) -> None:
        """Count the packets from 0 again (strict key exchange)."""
        super().reset_seqno_in()
        self._sequence = 0

    def read_message(self) -> tuple[int, Message]:
        """Return the next message that is not a stream's. Raise EOFError at the end."""
        if self._cipher is None:
            kind, message = super().read_message()
            self._sequence = message.seqno + 1
            return kind, message
        exchange = self._exchange
        while True:
            if self.need_rekey() and not exchange.in_kex:
                raise packet.NeedRekeyException
            payload = self._payload()
            is_data = payload[0] == MSG_CHANNEL_DATA and exchange.takes_data
            if not is_data or not self._deliver(payload):
                break
        self._settle()
        message = Message(bytes(payload[1:]))
        message.seqno = self._sequence - 1
        return payload[0], message

    def _deliver(self, payload: memoryview) -> bool:
        """Give data to its stream; return whether there is one."""
        if len(payload) < _DATA_HEAD.size:
            raise SSHException("a message of data is too short")
        _, channel, length = _DATA_HEAD.unpack_from(payload)
        stream = self._streams.get(channel)
        if stream is None:
            return False
        if length != len(payload) - _DATA_HEAD.size:
            raise SSHException("a message of data has a wrong length")
        stream.receive(payload[_DATA_HEAD.size :])
        return True

    def _payload(self) -> memoryview:
        """Return the next packet's payload, decrypted and never empty."""
        buffer, start = self._buffer, self._start
        if self._end - start < _NUMBER.size:
            start = self._fill(_NUMBER.size)
        (size,) = _NUMBER.unpack_from(buffer, start)
        if not _MIN_SSH_PACKET_BYTES <= size <= MAX_SSH_PACKET_BYTES:
            raise SSHException("an SSH packet has a wrong length")
        total = _NUMBER.size + size + _TAG_BYTES
        if self._end - start < total:
            start = self._fill(total)
        body = start + _NUMBER.size
        nonce = self._salt + self._counter.to_bytes(8)
        opened = self._cipher.decrypt(nonce, buffer[body : start + total], buffer[start:body])
        self._start = start + total
        self._counter = (self._counter + 1) % _COUNTERS
        self._count(total)
        last = size - opened[0]
        if last < 2:  # noqa: PLR2004  the padding's length, and a type
            raise SSHException("an SSH packet has a wrong padding")
        return memoryview(opened)[1:last]

    def _count(self, size: int) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFFFFFF
        self._packets_received += 1
        self._bytes_received += size
        if self._bytes_received < self.REKEY_BYTES and self._packets_received < self.REKEY_PACKETS:
            return
        if self._bytes_received > self.REKEY_BYTES + self.REKEY_BYTES_OVERFLOW_MAX:
            raise SSHException("the client ignores our wish for new keys")
        if not self.need_rekey():
            self._trigger_rekey()  # type: ignore[attr-defined]  # paramiko's inside

    def _fill(self, needed: int) -> int:
        """Receive until so many bytes are there; return where they begin.

        Nothing more is there for now: the streams settle first.
        """
        self._settle()
        left = self._end - self._start
        self._buffer[:left] = self._buffer[self._start : self._end]
        self._start, self._end = 0, left
        while self._end < needed:
            self._end += self._receive(self._buffer[self._end :])
        return 0

    def _receive(self, room: memoryview) -> int:
        while True:
            if self.handshake_timed_out():
                raise EOFError
            try:
                received = self._connection.recv_into(room)
            except BlockingIOError:
                received = -1
            except OSError:
                if self.closed:
                    raise EOFError from None
                raise
            if received > 0:
                return received
            if not received or self.closed:
                raise EOFError
            self._check_keepalive()  # type: ignore[attr-defined]  # paramiko's inside

    def _settle(self) -> None:
        for stream in self._streams.values():
            stream.settle()

    def _look_once_a_second(self) -> None:
        """Let the kernel wait, not Python: that is one call instead of two each time.

        paramiko takes the end of the wait (EAGAIN) as it takes its own timeout.
        """
        self._connection.settimeout(None)
        seconds = struct.pack("ll", _LOOK_SECONDS, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)
