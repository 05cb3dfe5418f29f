"""How we speak SSH: paramiko's Transport with the algorithms and buffers that were measured.

AES-GCM only (OpenSSH takes it only when CTR is not offered), mlkem768 and, in the compatible
profile, curve25519: `ssh-audit` finds nothing else to say than that. 128 KiB packets, no Nagle:
sftp.md §4 and §5. Half-open peers are cut by the kernel. The window is 2 MiB on the plain path,
which is slower than its clients, and 8 MiB on the fast one (docs/performance.md).

Of paramiko's inside it uses `_send_user_message`, `_parse_newkeys`, `_channel_handler_table` and
`_expected_packet`: what paramiko's own thread says during a key exchange is kept until that is over
(paramiko would wait for itself for 30 seconds, then give up: P7), and data beyond its window, or on
a channel that is not SFTP's, is not kept (paramiko would keep all of it: P6).
Touches: one connection.
"""

import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress

from paramiko import Channel, Message, SSHException, Transport
from paramiko.common import MSG_CHANNEL_DATA, MSG_CHANNEL_EXTENDED_DATA

from syncd.sftp.endpoint import DataPath, Profile
from syncd.sftp.wire.packets import PACKET_BYTES, BoundedPacketizer, FastPacketizer, Stream

WINDOW_BYTES: Mapping[DataPath, int] = {"fast": 8 << 20, "plain": 2 << 20}
KEEPALIVE_SECONDS = 30
SILENT_PEER_MILLISECONDS = 90_000

_MAX_KEPT = 1000
_KEX: Mapping[Profile, tuple[str, ...]] = {
    "compatible": ("mlkem768x25519-sha256", "curve25519-sha256@libssh.org"),
    "strict": ("mlkem768x25519-sha256",),
}
_CIPHERS = ("aes256-gcm@openssh.com", "aes128-gcm@openssh.com")
_DIGESTS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")
_HOST_KEYS = ("ssh-ed25519",)


class SessionTransport(Transport):
    """A Transport that says when it is over.

    paramiko disconnects a client that offers a type of key which is disabled here, before it can
    offer the right one: the door says no to the key instead (accounts.py).
    """

    _expected_packet: tuple[int, ...]
    _channel_handler_table: Mapping[int, Callable[[Channel, Message], None]]

    def __init__(
        self,
        connection: socket.socket,
        data_path: DataPath,
        ended: Callable[[], None],
        *,
        profile: Profile = "compatible",
    ) -> None:
        _tune(connection)
        super().__init__(
            connection,
            default_window_size=WINDOW_BYTES[data_path],
            default_max_packet_size=PACKET_BYTES,
            packetizer_class=FastPacketizer if data_path == "fast" else BoundedPacketizer,
        )
        self.local_version = "SSH-2.0-lsc_syncd"
        options = self.get_security_options()
        options.kex, options.ciphers = _KEX[profile], _CIPHERS
        options.digests, options.key_types = _DIGESTS, _HOST_KEYS
        self._ending = ExitStack()
        self._ending.callback(ended)
        self._kept: deque[Message] = deque()
        self._fast = self.packetizer if isinstance(self.packetizer, FastPacketizer) else None
        if self._fast:
            self._fast.serve(self)
        self._channel_handler_table = {
            **getattr(self, "_channel_handler_table", {}),
            MSG_CHANNEL_DATA: self._feed,
            MSG_CHANNEL_EXTENDED_DATA: lambda *_: None,
        }

    @property
    def takes_data(self) -> bool:
        """Return whether data may come now: not while a key exchange awaits something else."""
        return not self._expected_packet

    def stream_to(self, channel: Channel, stream: Stream) -> Callable[[bytes], None]:
        """Give a channel's data to a stream from now on; return what sends its messages.

        Only on the fast path.
        """
        if self._fast is None:
            raise TypeError("the plain path has no streams")
        self._ending.callback(stream.end)
        self._fast.bind(channel.get_id(), stream)
        return self._fast.say

    def run(self) -> None:
        """Serve the connection (in paramiko's thread), then end its streams, then say so."""
        with self._ending:
            super().run()

    def close(self) -> None:
        """End the connection; a thread that waits for the client hears of it at once."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        super().close()

    def _feed(self, channel: Channel, message: Message) -> None:
        """Keep data for the plain path's thread, or none of it on the fast one."""
        if channel.closed or self._fast:
            return
        content = message.get_binary()
        held = len(channel.in_buffer) + len(content)
        if held > self.default_window_size or len(content) > PACKET_BYTES:
            raise SSHException("the client ignores its window or its packets' size")
        channel.in_buffer.feed(content)

    def _send_user_message(self, data: Message) -> None:
        if threading.current_thread() is not self or self.clear_to_send.is_set():
            super()._send_user_message(data)  # type: ignore[misc]  # paramiko's inside
        elif len(self._kept) < _MAX_KEPT:
            self._kept.append(data)
        else:
            raise SSHException("the client asks for much and never ends its key exchange")

    def _parse_newkeys(self, message: Message) -> None:
        super()._parse_newkeys(message)  # type: ignore[misc]  # paramiko's inside
        while self._kept:
            self._send_user_message(self._kept.popleft())


def _tune(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_PEER_MILLISECONDS)
