"""The photos of the sample: small PNG images of one colour, the same every time.

Touches: nothing.
"""

import struct
import zlib
from hashlib import sha256

WIDTH, HEIGHT = 64, 48
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUECOLOUR_8_BITS = (8, 2, 0, 0, 0)


def picture(name: str) -> bytes:
    """Given a name, return the bytes of an image in a colour that follows from it."""
    colour = sha256(name.encode()).digest()[:3]
    rows = (b"\0" + colour * WIDTH) * HEIGHT
    header = struct.pack(">2I5B", WIDTH, HEIGHT, *_TRUECOLOUR_8_BITS)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
