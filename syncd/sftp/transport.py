"""How we speak SSH: paramiko's Transport with the algorithms and buffers that were measured.

AES-GCM only (OpenSSH takes it only when CTR is not offered), mlkem768 and curve25519, 128 KiB
packets, a 2 MiB window, no Nagle: sftp.md §4 and §5. Half-open peers are cut by the kernel.
Touches: one connection.
"""

import socket
from collections.abc import Callable

from paramiko import Transport
from paramiko.packet import Packetizer

WINDOW_BYTES = 2 << 20
PACKET_BYTES = 128 << 10
KEEPALIVE_SECONDS = 30
SILENT_PEER_MILLISECONDS = 90_000

_KEX = ("mlkem768x25519-sha256", "curve25519-sha256@libssh.org")
_CIPHERS = ("aes256-gcm@openssh.com", "aes128-gcm@openssh.com")
_DIGESTS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")
_HOST_KEYS = ("ssh-ed25519",)


class RarelyRekeying(Packetizer):
    """With AES-GCM 64 GiB are sound under one key; our own rekeys can stall paramiko (P7)."""

    REKEY_BYTES = 2**34
    REKEY_PACKETS = 2**31
    REKEY_BYTES_OVERFLOW_MAX = 2**34
    REKEY_PACKETS_OVERFLOW_MAX = 2**31


class SessionTransport(Transport):
    """A Transport that says when it is over.

    paramiko disconnects a client that offers a type of key which is disabled here, before it can
    offer the right one: the door says no to the key instead (accounts.py).
    """

    def __init__(self, connection: socket.socket, ended: Callable[[], None]) -> None:
        _tune(connection)
        super().__init__(
            connection,
            default_window_size=WINDOW_BYTES,
            default_max_packet_size=PACKET_BYTES,
            packetizer_class=RarelyRekeying,
        )
        self.local_version = "SSH-2.0-lsc_syncd"
        options = self.get_security_options()
        options.kex, options.ciphers = _KEX, _CIPHERS
        options.digests, options.key_types = _DIGESTS, _HOST_KEYS
        self._ended = ended

    def run(self) -> None:
        """Serve the connection (in paramiko's thread), then say so."""
        try:
            super().run()
        finally:
            self._ended()


def _tune(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_PEER_MILLISECONDS)
