"""One SFTP channel on the plain data path: packets in, each answered in its order.

This is the path that leans on nothing of paramiko's inside: a thread for each channel, fed by
paramiko's own. What its client left open is aborted. The requests of one burst are answered in one
write, or in a few when they ask for much: what waits for a client that does not listen stays small.
A packet too large, or one that is no SFTP, ends the channel. At the client's end of file the exit
status 0 is sent, without which `scp` fails (sftp.md §4.7).
Touches: the channel; the account's files through `Requests`.
"""

import logging
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from paramiko import Channel, ServerInterface, SSHException, Transport
from paramiko.server import SubsystemHandler

from syncd.sftp.record import SupervisorGone
from syncd.sftp.wire.messages import Garbage, Reader
from syncd.sftp.wire.requests import MAX_PACKET_BYTES, Requests

log = logging.getLogger(__name__)

_CHUNK_BYTES = 1 << 20
_REPLIES_BYTES = 1 << 20
_SLACK_BYTES = 1024
_HEAD = struct.Struct(">IBI")  # length, type, number of the request (for INIT: its version)


class Conversation(SubsystemHandler):
    """One SFTP channel, in paramiko's thread for it."""

    def __init__(
        self,
        channel: Channel,
        server: ServerInterface,
        requests: Requests,
        stop: Callable[[], None],
    ) -> None:
        """`stop` ends the whole session: the supervisor is gone."""
        super().__init__(channel, "sftp", server)
        self._requests = requests
        self._stop = stop
        self.interrupted = False

    def start_subsystem(self, name: str, transport: Transport, channel: Channel) -> None:
        """Answer until the client has nothing more to say (paramiko calls this in a thread)."""
        del name, transport
        try:
            self._answer_all(channel)
            if channel.eof_received:
                channel.send_exit_status(0)
        except SupervisorGone:
            self._stop()
        except (OSError, EOFError, SSHException, Garbage):
            return
        except BaseException:
            log.critical("session_bug", exc_info=True)  # paramiko would keep it for itself
            raise

    def finish_subsystem(self) -> None:
        """Abort what is left open, then close the channel (paramiko calls this at the end)."""
        self.interrupted = self._requests.abort() > 0
        super().finish_subsystem()

    def _answer_all(self, channel: Channel) -> None:
        rest = b""
        while chunk := channel.recv(_CHUNK_BYTES):
            burst = split(rest + chunk)
            rest = burst.rest
            for replies in self._replies(burst.packets):
                channel.sendall(replies)

    def _replies(self, packets: list[tuple[int, int, Reader]]) -> Iterator[bytes]:
        """Yield the answers of a burst together, but never much more than `_REPLIES_BYTES`."""
        ready, size = [], 0
        for packet in packets:
            reply = self._requests.answer(*packet)
            ready.append(reply)
            size += len(reply)
            if size >= _REPLIES_BYTES:
                yield b"".join(ready)
                ready, size = [], 0
        yield b"".join(ready)


class Burst(NamedTuple):
    """The whole packets of what was received (type, number, body), and the rest."""

    packets: list[tuple[int, int, Reader]]
    rest: bytes


def split(received: bytes) -> Burst:
    """Given what was received, take it apart. Raise Garbage for what is no packet."""
    view, start = memoryview(received), 0
    packets = []
    while len(view) - start >= _HEAD.size:
        length, kind, number = _HEAD.unpack_from(view, start)
        if not _HEAD.size - 4 <= length <= MAX_PACKET_BYTES + _SLACK_BYTES:
            raise Garbage
        end = start + 4 + length
        if end > len(view):
            break
        packets.append((kind, number, Reader(view[start + _HEAD.size : end])))
        start = end
    return Burst(packets, received[start:])
