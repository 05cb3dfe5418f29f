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
import threading
from typing import Any, Protocol

from paramiko import Message, SSHException, packet
from paramiko.common import MSG_CHANNEL_DATA

from syncd.sftp.wire.keys import BLOCK_BYTES, TAG_BYTES, Key

PACKET_BYTES = 128 << 10
MAX_SSH_PACKET_BYTES = PACKET_BYTES + 4096  # a packet's worth of data, or any other message

_BUFFER_BYTES = 1 << 20
_LOOK_SECONDS = 1  # how often a silent connection is looked at, for keepalives and its end
_NUMBER = struct.Struct(">I")
_DATA_HEAD = struct.Struct(">BII")  # type, number of the channel, length of the data


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
        self._receiving: Key | None = None
        self._sending: Key | None = None
        self._lock = threading.Lock()  # of what is sent: no nonce is ever given twice
        self._sequence = 0
        self._exchange: Exchange
        self._streams: dict[int, Stream] = {}

    def serve(self, exchange: Exchange) -> None:
        """Say whose packets these are; call it before any is read."""
        self._exchange = exchange

    def bind(self, channel: int, stream: Stream) -> None:
        """Give what comes on a channel, from now on, to a stream."""
        self._streams[channel] = stream

    def set_inbound_cipher(self, block_engine: Any, *others: Any, **named: Any) -> None:
        """Receive under a new key (paramiko calls this when a key exchange ends)."""
        super().set_inbound_cipher(block_engine, *others, **named)
        self._receiving = _key(block_engine, named["aead"], named["iv_in"])
        self._look_once_a_second()

    def set_outbound_cipher(self, block_engine: Any, *others: Any, **named: Any) -> None:
        """Send under a new key."""
        super().set_outbound_cipher(block_engine, *others, **named)
        self._sending = _key(block_engine, named["aead"], named["iv_out"])

    def reset_seqno_in(self) -> None:
        """Count the packets from 0 again (strict key exchange)."""
        super().reset_seqno_in()
        self._sequence = 0

    def send_message(self, data: Message) -> None:
        """Send a message of paramiko's."""
        if self._sending is None:
            super().send_message(data)
        else:
            self.say(data.asbytes())

    def say(self, payload: bytes) -> None:
        """Send a message, under the key that there is by now."""
        with self._lock:
            if self._sending is None:
                raise SSHException("nothing is said before there are keys")
            self.write_all(self._sending.sealed(payload))
            self._wear(self._sending)

    def read_message(self) -> tuple[int, Message]:
        """Return the next message that is not a stream's. Raise EOFError at the end."""
        if self._receiving is None:
            kind, message = super().read_message()
            self._sequence = message.seqno + 1
            return kind, message
        exchange = self._exchange
        while True:
            if self.need_rekey() and not exchange.in_kex:
                raise packet.NeedRekeyException
            payload = self._payload(self._receiving)
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

    def _payload(self, key: Key) -> memoryview:
        """Return the next packet's payload, decrypted and never empty."""
        start = self._start
        if self._end - start < _NUMBER.size:
            start = self._fill(_NUMBER.size)
        (size,) = _NUMBER.unpack_from(self._buffer, start)
        if not BLOCK_BYTES <= size <= MAX_SSH_PACKET_BYTES:
            raise SSHException("an SSH packet has a wrong length")
        total = _NUMBER.size + size + TAG_BYTES
        if self._end - start < total:
            start = self._fill(total)
        self._start = start + total
        opened = key.opened(self._buffer[start : start + total])
        self._sequence = (self._sequence + 1) & 0xFFFFFFFF
        self._wear(key)
        last = size - opened[0]
        if last < 2:  # noqa: PLR2004  the padding's length, and a type
            raise SSHException("an SSH packet has a wrong padding")
        return memoryview(opened)[1:last]

    def _wear(self, key: Key) -> None:
        """Ask for new keys when this one has served enough. Raise SSHException when none come."""
        if key.octets < self.REKEY_BYTES and key.packets < self.REKEY_PACKETS:
            return
        if key.octets > self.REKEY_BYTES + self.REKEY_BYTES_OVERFLOW_MAX:
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


def _key(cipher: Any, aead: bool, iv: bytes | None) -> Key:  # noqa: FBT001  paramiko's words
    if not aead or iv is None:
        raise SSHException("only AES-GCM is served")
    return Key(cipher, iv)
