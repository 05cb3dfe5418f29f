"""The contents that were received: each once, by sha256, read-only, on real disk."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from store.documents import Content, DamagedError, Documents, ElsewhereError

BYTES = b"%PDF-1.7 quittance"
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return Documents(tmp_path / "documents")


def a_file(tmp_path: Path, name: str = "piece.pdf", content: bytes = BYTES) -> Path:
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_a_kept_content_is_found_by_its_sha256(tmp_path: Path, documents: Documents) -> None:
    place = documents.keep(a_file(tmp_path), SHA256)
    assert documents.path_of(SHA256) == place == tmp_path / "documents" / SHA256[:2] / SHA256
    assert place.read_bytes() == BYTES


def test_a_content_that_never_came_is_not_there(documents: Documents) -> None:
    assert documents.path_of(SHA256) is None
    assert not documents.has(SHA256)


def test_a_kept_content_is_read_only(tmp_path: Path, documents: Documents) -> None:
    assert stat.S_IMODE(documents.keep(a_file(tmp_path), SHA256).stat().st_mode) == 0o440


def test_keeping_copies_nothing(tmp_path: Path, documents: Documents) -> None:
    path = a_file(tmp_path)
    assert documents.keep(path, SHA256).samefile(path)


def test_a_content_outlives_the_file_that_brought_it(tmp_path: Path, documents: Documents) -> None:
    path = a_file(tmp_path)
    documents.keep(path, SHA256)
    path.unlink()
    assert documents.has(SHA256)


def test_keeping_again_changes_nothing(tmp_path: Path, documents: Documents) -> None:
    first = documents.keep(a_file(tmp_path), SHA256).stat().st_ino
    again = a_file(tmp_path, "renvoi.pdf")
    assert documents.keep_many([Content(again, SHA256), Content(again, SHA256)]) == 0
    assert documents.keep(again, SHA256).stat().st_ino == first


def test_many_are_kept_at_once(tmp_path: Path, documents: Documents) -> None:
    contents = [b"%d" % number for number in range(50)]
    many = [
        Content(a_file(tmp_path, f"{number}", content), hashlib.sha256(content).hexdigest())
        for number, content in enumerate(contents)
    ]
    assert documents.keep_many(many) == 50
    assert all(documents.has(content.sha256) for content in many)


def test_nothing_to_keep_touches_nothing(tmp_path: Path, documents: Documents) -> None:
    assert documents.keep_many([]) == 0
    assert not (tmp_path / "documents").exists()


def test_a_damaged_content_is_told_and_not_replaced(tmp_path: Path, documents: Documents) -> None:
    place = documents.keep(a_file(tmp_path), SHA256)
    place.unlink()
    place.write_bytes(b"%PDF")
    with pytest.raises(DamagedError, match="backup"):
        documents.keep(a_file(tmp_path, "renvoi.pdf"), SHA256)
    assert place.read_bytes() == b"%PDF"


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", SHA256.upper(), SHA256 + "\n"])
def test_what_is_no_sha256_is_no_path(documents: Documents, digest: str) -> None:
    with pytest.raises(ValueError, match="no sha256"):
        documents.path_of(digest)


@pytest.mark.parametrize("kind", ["link", "directory", "fifo"])
def test_only_regular_files_are_kept(tmp_path: Path, documents: Documents, kind: str) -> None:
    path = tmp_path / kind
    if kind == "link":
        path.symlink_to(a_file(tmp_path))
    elif kind == "directory":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(OSError, match="regular files"):
        documents.keep(path, SHA256)
    assert not documents.has(SHA256)


def test_what_came_before_a_failure_stays(tmp_path: Path, documents: Documents) -> None:
    with pytest.raises(FileNotFoundError):
        documents.keep_many([Content(a_file(tmp_path), SHA256), Content(tmp_path / "x", "0" * 64)])
    assert documents.has(SHA256)


def test_two_filesystems_are_told_in_a_sentence(tmp_path: Path) -> None:
    documents = Documents(Path(f"/dev/shm/lsc-syncd-{os.getpid()}-{tmp_path.name}"))
    try:
        with pytest.raises(ElsewhereError, match="one mount point"):
            documents.keep(a_file(tmp_path), SHA256)
    finally:
        for path in sorted(documents._root.rglob("*"), reverse=True):
            path.rmdir()
        documents._root.rmdir()


def test_contents_are_of_the_group_of_their_root(tmp_path: Path) -> None:
    """A portal of that group serves them (docs/portal.md); its own group may be another's."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to give a group away")
    root, path = tmp_path / "documents", tmp_path / "piece.pdf"
    root.mkdir()
    os.chown(root, -1, 12345)
    path.write_bytes(b"%PDF-1.4")
    kept = Documents(root).keep(path, "ab" * 32)

    assert {each.stat().st_gid for each in (kept, kept.parent)} == {12345}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o440
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o750
