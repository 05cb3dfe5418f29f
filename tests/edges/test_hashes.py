"""A content is read once: what we change of a file ourselves does not make us forget its sha256."""

import hashlib
import os
from pathlib import Path

import pytest

from ingest.disk.hashes import Hashes
from store.documents import Content, Documents

BYTES = b"%PDF" + bytes(1_000_000)
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "piece.pdf").write_bytes(BYTES)
    return tmp_path / "piece.pdf"


def read_for(hashes: Hashes, path: Path) -> int:
    """Ask for a sha256; return how many bytes the process read for that."""
    before = bytes_read()
    hashes.sha256_of(path)
    return bytes_read() - before


def bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])


def test_a_content_is_not_read_again_once_it_is_kept(tmp_path: Path, path: Path) -> None:
    hashes = Hashes()
    assert read_for(hashes, path) >= len(BYTES)
    before = path.lstat()
    Documents(tmp_path / "documents").keep_many([Content(path, SHA256)])
    hashes.follow(path, before)
    assert path.lstat().st_ctime_ns > before.st_ctime_ns
    assert read_for(hashes, path) < len(BYTES)
    assert hashes.sha256_of(path) == SHA256


@pytest.mark.parametrize("content", [BYTES + b"more", BYTES[:-1] + b"x"])
def test_a_file_that_changed_otherwise_is_read_again(path: Path, content: bytes) -> None:
    hashes = Hashes()
    hashes.sha256_of(path)
    before = path.lstat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    hashes.follow(path, before)
    assert hashes.sha256_of(path) == hashlib.sha256(content).hexdigest()


def test_another_file_under_the_same_name_is_read(tmp_path: Path, path: Path) -> None:
    hashes = Hashes()
    hashes.sha256_of(path)
    before = path.lstat()
    other = tmp_path / "other"
    other.write_bytes(BYTES[:-1] + b"x")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    hashes.follow(path, before)
    assert hashes.sha256_of(path) != SHA256
