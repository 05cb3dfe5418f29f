"""One SFTP channel on the fast data path: its window, its requests, its answers, its end.

All of it happens in paramiko's thread for the connection. While a request waits (an fsync at
CLOSE, a lock, a long listing) nothing is received, and that is sound: what the client sends
meanwhile stays in the kernel, which stops it when its buffers are full and goes on acknowledging
that we live; a key exchange that it begins waits there in its place, for SSH sets no delay to it;
our own keepalives are for a silent connection, and the client's are answered a moment later: only
one that gives a server up within the time of an fsync would leave, and it was told of nothing.

A client that asks for much and reads nothing fills `answers`, then what is held of its requests,
then is cut. At the client's end of file the exit status 0 is sent, without which `scp` fails
(sftp.md §4.7).

Of paramiko's inside it uses the Channel's `remote_chanid`, `in_window_size`, `out_window_size`,
`out_max_packet_size`, `closed` and `eof_received`, and the Transport's `clear_to_send`: during a
key exchange nothing may be said.
Touches: the channel; the account's files through `Requests`.
"""

import logging
import struct
from collections.abc import Callable

from paramiko import Channel, SSHException
from paramiko.common import MSG_CHANNEL_DATA, MSG_CHANNEL_WINDOW_ADJUST

from syncd.sftp.record import SupervisorGone
from syncd.sftp.wire.burst import MAX_ANSWERS_BYTES, Burst
from syncd.sftp.wire.messages import Garbage
from syncd.sftp.wire.packets import PACKET_BYTES
from syncd.sftp.wire.requests import Requests
from syncd.sftp.wire.transport import SessionTransport

log = logging.getLogger(__name__)

_MAX_HELD_BYTES = 1 << 20
_HELD_AT_ONCE = 64 << 10
_HEAD_BYTES = 64  # what a message of data has beside the data, at most
_MESSAGE = struct.Struct(">BII")  # type, number of the channel, length of the data or window
_ADJUSTMENTS = 4  # how often the client is given more, while it fills a window


class Stream:
    """One SFTP channel, in paramiko's thread for its connection."""

    def __init__(
        self,
        channel: Channel,
        transport: SessionTransport,
        requests: Requests,
        stop: Callable[[], None],
    ) -> None:
        """`stop` ends the whole session: the supervisor is gone."""
        self._channel = channel
        self._transport = transport
        self._requests = requests
        self._stop = stop
        self._burst = Burst(requests)
        self._guard = _Guard(self._failed)
        self._held = bytearray()
        self._window = channel.in_window_size
        self._adjustment = channel.in_window_size // _ADJUSTMENTS
        self._taken = 0
        self._say: Callable[[bytes], None]
        self._is_over = False
        self.interrupted = False

    def start(self) -> None:
        """Serve the channel from now on."""
        self._say = self._transport.stream_to(self._channel, self)

    def join(self, seconds: float) -> None:
        """Wait until the connection is over, and with it the channel."""
        self._transport.join(seconds)

    def receive(self, content: memoryview) -> None:
        """Do what the client asks. Raise SSHException when it does not keep to its window."""
        if self._is_over:
            return
        self._window -= len(content)
        if self._window < 0 or len(content) > PACKET_BYTES:
            raise SSHException("the client ignores its window or its packets' size")
        with self._guard:
            rest = content if self._held else self._burst.feed(content)
            self._taken += len(content) - len(rest)
            self._held += rest
        if len(self._held) > _MAX_HELD_BYTES:
            raise SSHException("the client does not read its answers")

    def settle(self) -> None:
        """Write and answer what there is, as far as the client takes it; see whether it is over."""
        if self._is_over:
            return
        with self._guard:
            self._answer()
            while self._held and len(self._burst.answers) < MAX_ANSWERS_BYTES:
                self._go_on()
                self._answer()
        if self._channel.closed:
            self._finish()
        elif self._channel.eof_received and not self._held and not self._burst.answers:
            self._channel.send_exit_status(0)
            self._finish()

    def end(self) -> None:
        """The connection is over."""
        if not self._is_over:
            self._finish()

    def _finish(self) -> None:
        """Abort what is left open, then close the channel."""
        self._is_over = True
        self.interrupted = self._requests.abort() > 0
        self._channel.close()

    def _go_on(self) -> None:
        """Do some of what was held."""
        content = memoryview(bytes(self._held[:_HELD_AT_ONCE]))
        taken = len(content) - len(self._burst.feed(content))
        del self._held[:taken]
        self._taken += taken

    def _answer(self) -> None:
        self._burst.settle()
        if self._channel.closed or not self._transport.clear_to_send.is_set():
            return
        answers, channel = self._burst.answers, self._channel
        while answers and channel.out_window_size > 0:
            most = min(channel.out_window_size, channel.out_max_packet_size - _HEAD_BYTES)
            said = bytes(answers[:most])
            del answers[:most]
            channel.out_window_size -= len(said)
            self._say(_MESSAGE.pack(MSG_CHANNEL_DATA, channel.remote_chanid, len(said)) + said)
        if self._taken >= self._adjustment:
            self._say(_MESSAGE.pack(MSG_CHANNEL_WINDOW_ADJUST, channel.remote_chanid, self._taken))
            self._window += self._taken
            self._taken = 0

    def _failed(self, error: BaseException) -> bool:
        """End the channel, the session or the connection; return whether that is all."""
        if isinstance(error, Garbage):
            self._answer()
            self._finish()
            return True
        if isinstance(error, SupervisorGone):
            self._stop()
            raise EOFError from None  # noqa: TRY004  how a connection ends in paramiko
        if not isinstance(error, OSError | EOFError | SSHException):
            log.critical("session_bug", exc_info=error)  # paramiko would keep it for itself
        return False


class _Guard:
    """What is done under it may fail; entered often, so it is made once."""

    def __init__(self, failed: Callable[[BaseException], bool]) -> None:
        self._failed = failed

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        return error is not None and self._failed(error)
