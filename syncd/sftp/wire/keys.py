"""One key of one direction of a connection: AES-GCM as SSH uses it (RFC 5647).

The nonce of each packet is the one before it, plus one in its last eight bytes; a key exchange
begins with new ones. Padding is zeros: it is encrypted, and authenticated with the rest.
Touches: nothing.
"""

import struct
from typing import Protocol

BLOCK_BYTES = 16
TAG_BYTES = 16

_HEAD = struct.Struct(">IB")  # length of what follows but the tag; length of the padding
_LENGTH_BYTES = 4
_MIN_PADDING = 4
_COUNTERS = 2**64


class Cipher(Protocol):
    """What `cryptography` calls AESGCM."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Return what was encrypted, and its tag."""

    def decrypt(self, nonce: bytes, data: memoryview, associated_data: memoryview) -> bytes:
        """Return what was encrypted. Raise InvalidTag when it was not by this key."""


class Key:
    """A key at work; `packets` and `octets` are how much went under it."""

    def __init__(self, cipher: Cipher, iv: bytes) -> None:
        self.packets = self.octets = 0
        self._cipher = cipher
        self._salt, self._counter = iv[:_LENGTH_BYTES], int.from_bytes(iv[_LENGTH_BYTES:])

    def opened(self, packet: memoryview) -> bytes:
        """Given a whole packet, return the length of its padding (one byte), and what it holds."""
        self._count(len(packet))
        return self._cipher.decrypt(self._nonce(), packet[_LENGTH_BYTES:], packet[:_LENGTH_BYTES])

    def sealed(self, payload: bytes) -> bytes:
        """Given a message, return its packet."""
        padding = BLOCK_BYTES - (len(payload) + 1) % BLOCK_BYTES
        if padding < _MIN_PADDING:
            padding += BLOCK_BYTES
        head = _HEAD.pack(len(payload) + padding + 1, padding)
        length, content = head[:_LENGTH_BYTES], head[_LENGTH_BYTES:] + payload + bytes(padding)
        packet = length + self._cipher.encrypt(self._nonce(), content, length)
        self._count(len(packet))
        return packet

    def _nonce(self) -> bytes:
        """Return the next nonce, which was never given before."""
        nonce = self._salt + self._counter.to_bytes(8)
        self._counter = (self._counter + 1) % _COUNTERS
        return nonce

    def _count(self, octets: int) -> None:
        self.packets += 1
        self.octets += octets
