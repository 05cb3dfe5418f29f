"""The agency's key: encryption, keyed digests, and the key file."""

import io
import os
import stat
import threading
from pathlib import Path

import pytest

from ingest.disk.vault import KEY_BYTES, Unreadable, UnusableKey, Vault, load_or_create_key

KEY = bytes(range(32))
SECRET = b'<digicode immeuble="I1" code="12A45"/>'


def sealed(clear: bytes, key: bytes = KEY) -> bytes:
    written = io.BytesIO()
    Vault(key).seal(io.BytesIO(clear), written.write)
    return written.getvalue()


def opened(content: bytes, key: bytes = KEY) -> bytes:
    return b"".join(Vault(key).unseal(io.BytesIO(content)))


def test_what_was_encrypted_comes_back() -> None:
    assert Vault(KEY).decrypt(Vault(KEY).encrypt(SECRET)) == SECRET


def test_the_same_bytes_never_look_the_same_twice() -> None:
    assert Vault(KEY).encrypt(SECRET) != Vault(KEY).encrypt(SECRET)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 28, SECRET])
def test_what_was_not_encrypted_here_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        Vault(KEY).decrypt(content)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        Vault(bytes(32)).decrypt(Vault(KEY).encrypt(SECRET))


def test_one_changed_bit_is_seen() -> None:
    content = bytearray(Vault(KEY).encrypt(SECRET))
    content[-1] ^= 1
    with pytest.raises(Unreadable):
        Vault(KEY).decrypt(bytes(content))


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_sealed_file_opens_to_its_bytes(size: int) -> None:
    clear = os.urandom(size)
    assert opened(sealed(clear)) == clear


def test_a_sealed_file_shows_nothing_of_its_bytes() -> None:
    assert SECRET[10:20] not in sealed(SECRET)


@pytest.mark.parametrize("cut", [1, 28, (1 << 20) + 28])
def test_a_sealed_file_that_was_cut_does_not_open(cut: int) -> None:
    with pytest.raises(Unreadable):
        opened(sealed(b"x" * (2 << 20))[:-cut])


def test_pieces_of_a_sealed_file_cannot_change_places() -> None:
    content, header, piece = sealed(bytes(1 << 20) + b"x" * (1 << 20)), 29, (1 << 20) + 28
    one, two = content[header : header + piece], content[header + piece :]
    with pytest.raises(Unreadable):
        opened(content[:header] + two + one)


def test_the_head_of_a_sealed_file_alone_does_not_open() -> None:
    with pytest.raises(Unreadable):
        opened(sealed(SECRET)[:29])


def test_a_clear_file_is_no_sealed_file() -> None:
    with pytest.raises(Unreadable):
        opened(SECRET)


def test_a_keyed_digest_is_stable_and_belongs_to_the_key() -> None:
    digest = Vault(KEY).keyed_digest("ab" * 32)
    assert digest == Vault(KEY).keyed_digest("ab" * 32)
    assert digest != Vault(bytes(32)).keyed_digest("ab" * 32)
    assert len(digest) == 64


def test_the_key_is_made_at_the_first_start_and_kept(tmp_path: Path) -> None:
    key = load_or_create_key(tmp_path / "keys" / "agence.key")
    assert len(key) == KEY_BYTES
    assert load_or_create_key(tmp_path / "keys" / "agence.key") == key


def test_the_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    load_or_create_key(tmp_path / "agence.key")
    assert stat.S_IMODE((tmp_path / "agence.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["agence.key"]


def test_two_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    starts = [
        threading.Thread(target=lambda: keys.append(load_or_create_key(tmp_path / "key")))
        for _ in range(8)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    load_or_create_key(tmp_path / "key")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(UnusableKey, match="chmod 600"):
        load_or_create_key(tmp_path / "key")


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_key_of_another_length_is_refused_and_not_replaced(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "key").write_bytes(content)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(UnusableKey, match="32 bytes"):
        load_or_create_key(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == content


def test_a_link_is_no_key(tmp_path: Path) -> None:
    load_or_create_key(tmp_path / "real")
    (tmp_path / "key").symlink_to("real")
    with pytest.raises(UnusableKey, match="regular file"):
        load_or_create_key(tmp_path / "key")
