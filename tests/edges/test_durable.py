"""Changes of the disk that last: each path holds its old content or its new one, whole."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import durable


@pytest.fixture(autouse=True)
def narrow_umask() -> Iterator[None]:
    """A mode that is asked for does not depend on the umask that we were started with."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_a_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    durable.write(tmp_path / "x", b"a long old content")
    durable.write(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["x"]  # noqa: PTH208  its names are what counts


def test_a_written_file_has_the_mode_asked_for(tmp_path: Path) -> None:
    durable.write(tmp_path / "x", b"", mode=0o644)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o644


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "aimed at").write_bytes(b"kept")
    (tmp_path / "x").symlink_to(tmp_path / "aimed at")
    durable.write(tmp_path / "x", b"new")
    assert (tmp_path / "aimed at").read_bytes() == b"kept"
    assert not (tmp_path / "x").is_symlink()


def test_an_error_on_the_way_leaves_the_old_content_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        _fail_halfway(tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def _fail_halfway(path: Path) -> None:
    with durable.NewFile(path) as new:
        new.write(b"half")
        raise ZeroDivisionError


def test_what_is_being_written_stands_under_a_temporary_name(tmp_path: Path) -> None:
    with durable.NewFile(tmp_path / "x") as new:
        new.write(b"half")
        (beside,) = tmp_path.iterdir()
        assert durable.TEMPORARY.fullmatch(beside.name)


def test_what_a_killed_namesake_left_does_not_stop_a_writing(tmp_path: Path) -> None:
    left = f".lsc-syncd.{os.getpid()}.{threading.get_native_id()}.tmp"
    (tmp_path / left).write_bytes(b"left by another life")
    durable.write(tmp_path / "x", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_new_file_wears_the_times_of_another(tmp_path: Path) -> None:
    (tmp_path / "clear").touch()
    os.utime(tmp_path / "clear", ns=(1, 1_600_000_000_123_456_789))
    with durable.NewFile(tmp_path / "x") as new:
        new.date((tmp_path / "clear").stat())
    assert (tmp_path / "x").stat().st_mtime_ns == (tmp_path / "clear").stat().st_mtime_ns


def test_a_file_is_created_once(tmp_path: Path) -> None:
    durable.create(tmp_path / "x", b"first")
    with pytest.raises(FileExistsError):
        durable.create(tmp_path / "x", b"second")
    assert (tmp_path / "x").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_of_many_who_create_a_file_one_does(tmp_path: Path) -> None:
    made: list[int] = []

    def create(number: int) -> None:
        try:
            durable.create(tmp_path / "x", b"%d" % number)
        except FileExistsError:
            return
        made.append(number)

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "x").read_bytes() == b"%d" % made[0]
    assert len(made) == 1


@pytest.mark.parametrize("target", ["file", "empty folder", "dangling link"])
def test_nothing_is_moved_onto_what_exists(tmp_path: Path, target: str) -> None:
    (tmp_path / "source").mkdir()
    path = tmp_path / "target"
    if target == "file":
        path.touch()
    elif target == "empty folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    with pytest.raises(FileExistsError, match="stays where it is"):
        durable.move(tmp_path / "source", path)
    assert (tmp_path / "source").is_dir()


def test_a_folder_moves_to_a_free_place(tmp_path: Path) -> None:
    for name in ("source", "other"):
        (tmp_path / name).mkdir()
    durable.move(tmp_path / "source", tmp_path / "other/target")
    assert (tmp_path / "other/target").is_dir()
    assert not (tmp_path / "source").exists()


def test_a_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    durable.make_directory(tmp_path / "a/b/c", mode=0o700)
    durable.make_directory(tmp_path / "a/b/c")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a/b/c").is_dir()


def test_a_link_is_not_synced_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OSError, match="symbolic links"):
        durable.fsync_file(tmp_path / "link")
