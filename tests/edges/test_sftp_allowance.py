"""What an account may still put on the disk: a real folder, filled by sessions that take first."""

import errno
import os
from pathlib import Path

import pytest

from syncd.sftp.folder.allowance import Allowance
from syncd.sftp.gate.account_settings import AccountSettings
from syncd.sftp.wire.messages import Refusal

MB = 1_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "incoming/lsc"
    made.mkdir(parents=True)
    return made


def allowance(folder: Path, *, floor_bytes: int = 0, **limits: int) -> Allowance:
    return Allowance(folder, AccountSettings(**limits), floor_bytes)  # type: ignore[arg-type]  # limits


def fill(folder: Path, mine: Allowance, size: int, name: str) -> int:
    """Write a sparse file by steps until it is refused; return how far it got."""
    written = 0
    with (folder / name).open("wb") as file:
        while True:
            try:
                mine.take(octets=size)
            except Refusal:
                return written
            written += size
            os.ftruncate(file.fileno(), written)


def test_without_limits_everything_may_come(folder: Path) -> None:
    allowance(folder).take(octets=1 << 60, fichiers=1 << 30)


def test_as_many_bytes_may_come_as_the_account_has(folder: Path) -> None:
    (folder / "nuit").mkdir()
    (folder / "nuit/x").write_bytes(bytes(4 * MB))
    assert fill(folder, allowance(folder, octets_max=10 * MB), 32_000, "y") == 5_984_000
    assert sum(path.stat().st_size for path in folder.rglob("*")) <= 10 * MB + 4096


def test_as_many_files_and_folders_may_come_as_the_account_has(folder: Path) -> None:
    mine = allowance(folder, fichiers_max=50)
    for number in range(50):
        mine.take(fichiers=1)
        (folder / str(number)).mkdir()
    with pytest.raises(Refusal, match=r"limite \(50 fichiers en attente"):
        mine.take(fichiers=1)


def test_a_file_larger_than_a_share_may_come(folder: Path) -> None:
    mine = allowance(folder, octets_max=10 * MB)
    mine.take(octets=9 * MB)
    (folder / "x").write_bytes(bytes(9 * MB))
    with pytest.raises(Refusal, match="10 000 000 octets"):
        mine.take(octets=2 * MB)


def test_sixteen_sessions_take_a_quarter_more_than_one_at_most(folder: Path) -> None:
    sessions = [allowance(folder, octets_max=10 * MB) for _ in range(16)]
    for mine in sessions:
        mine.take(octets=1)
    filled = [fill(folder, mine, 10_000, str(number)) for number, mine in enumerate(sessions)]
    assert 9 * MB < sum(filled) <= 12.5 * MB


def test_what_is_gone_makes_room(folder: Path) -> None:
    mine = allowance(folder, fichiers_max=1)
    mine.take(fichiers=1)
    (folder / "x").touch()
    with pytest.raises(Refusal):
        mine.take(fichiers=1)
    (folder / "x").unlink()
    mine.forget()
    mine.take(fichiers=1)


def test_a_full_folder_is_not_walked_for_each_try(folder: Path) -> None:
    mine = allowance(folder, octets_max=1)
    for _ in range(2):
        with pytest.raises(Refusal):
            mine.take(octets=2)
    folder.rmdir()
    with pytest.raises(Refusal):
        mine.take(octets=2)


def test_tombstones_and_links_weigh_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / ".tombes").mkdir()
    (folder / ".tombes/x").write_bytes(bytes(MB))
    (tmp_path / "big").write_bytes(bytes(MB))
    (folder / "link").symlink_to(tmp_path / "big")
    (folder / "out").symlink_to(tmp_path)
    allowance(folder, octets_max=MB, fichiers_max=3).take(octets=MB, fichiers=1)


def test_the_floor_of_the_disk_is_left_free(folder: Path) -> None:
    free = os.statvfs(folder)
    bytes_free = free.f_bavail * free.f_frsize
    allowance(folder, floor_bytes=bytes_free // 2).take(octets=MB)
    with pytest.raises(OSError, match="floor") as refused:
        allowance(folder, floor_bytes=bytes_free // 2).take(octets=bytes_free)
    assert refused.value.errno == errno.ENOSPC
    with pytest.raises(OSError, match="floor"):
        allowance(folder, floor_bytes=bytes_free * 2).take()
