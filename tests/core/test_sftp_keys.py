"""A key of SSH: what it seals is opened once, in its order, by the same key and no other."""

import os
import struct

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from syncd.sftp.wire.keys import BLOCK_BYTES, TAG_BYTES, Key

LAST = b"salt" + bytes([255] * 8)

payloads = st.binary(min_size=1, max_size=100)


def a_pair(iv: bytes = b"salt" + bytes(8)) -> tuple[Key, Key]:
    cipher = AESGCM(os.urandom(16))
    return Key(cipher, iv), Key(cipher, iv)


@given(st.lists(payloads, max_size=5))
def test_what_is_sealed_is_opened_in_its_order(sent: list[bytes]) -> None:
    ours, theirs = a_pair(LAST)
    for payload in sent:
        packet = ours.sealed(payload)
        opened = theirs.opened(memoryview(packet))
        padding = opened[0]
        (length,) = struct.unpack_from(">I", packet)
        assert opened[1 : length - padding] == payload
        assert length + 4 + TAG_BYTES == len(packet)
        assert length % BLOCK_BYTES == 0
        assert 4 <= padding < 4 + BLOCK_BYTES
    assert (ours.packets, ours.octets) == (theirs.packets, theirs.octets)


@given(payloads)
def test_no_packet_is_opened_twice_nor_out_of_turn(payload: bytes) -> None:
    ours, theirs = a_pair()
    first, second = ours.sealed(payload), ours.sealed(payload)
    assert first != second
    with pytest.raises(InvalidTag):
        theirs.opened(memoryview(second))


@given(payloads, st.data())
def test_a_packet_of_which_one_bit_changed_is_not_opened(
    payload: bytes, data: st.DataObject
) -> None:
    ours, theirs = a_pair()
    packet = bytearray(ours.sealed(payload))
    at = data.draw(st.integers(0, len(packet) - 1))
    packet[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(InvalidTag):
        theirs.opened(memoryview(packet))
