"""The jail against what other processes of the machine do meanwhile: hard links, and races.

What a client can reach is walked by descriptor (`tree.py`); here another process plants links
between any two steps of that walk, as fast as it can, for a bounded time.
"""

import ctypes
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syncd.sftp.wire.messages import Request, Status, packed
from tests.journeys.some_sftp import Account
from tests.journeys.some_wire import PUT, Wire, a_mode, a_size, name, times

SECRET = b"not theirs"
SECONDS = 0.5

_LIBC = ctypes.CDLL(None, use_errno=True)
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "inside").mkdir(parents=True)
    (folder / "x").write_bytes(SECRET)
    (folder / "x").chmod(0o640)
    os.utime(folder / "x", (1, 1))
    return folder


def picture(folder: Path) -> list[tuple[str, int, int, float]]:
    """Return all that can be seen of a folder, but when it was read."""
    found = [(path, path.lstat()) for path in (folder, *sorted(folder.rglob("*")))]
    return [(str(path), one.st_mode, one.st_size, one.st_mtime) for path, one in found]


# Hard links


def test_a_file_with_another_name_is_not_written(
    account: Account, envoi: Path, outside: Path
) -> None:
    before = picture(outside)
    (envoi / "link").hardlink_to(outside / "x")
    with Wire(account) as wire:
        answers = [
            wire.status(Request.OPEN, name("nuit/link"), struct.pack(">I", PUT), bytes(4)),
            wire.status(Request.OPEN, name("nuit/link"), struct.pack(">I", 0x2), bytes(4)),
            wire.status(Request.SETSTAT, name("nuit/link"), a_size(0)),
        ]
        wire.status(Request.SETSTAT, name("nuit/link"), a_mode(0o777))
        wire.status(Request.SETSTAT, name("nuit/link"), times(5))
    assert {code for code, _ in answers} == {Status.PERMISSION_DENIED}
    assert {sentence for _, sentence in answers} == {"Les liens sont interdits"}
    assert picture(outside) == before
    assert (outside / "x").read_bytes() == SECRET


def test_a_file_with_another_name_can_be_removed(
    account: Account, envoi: Path, outside: Path
) -> None:
    (envoi / "link").hardlink_to(outside / "x")
    with Wire(account) as wire:
        assert wire.status(Request.REMOVE, name("nuit/link"))[0] == Status.OK
        wire.put("nuit/link", b"new")
    assert (outside / "x").read_bytes() == SECRET
    assert (envoi / "link").read_bytes() == b"new"


# Races


@contextmanager
def swapping(one: Path, other: Path) -> Iterator[Callable[[], int]]:
    """Exchange two names, in one step of the kernel, again and again; give how often so far."""
    names, stop, done = (os.fsencode(one), os.fsencode(other)), threading.Event(), [0]

    def swap() -> None:
        while not stop.is_set():
            _LIBC.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
            done[0] += 1

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        yield lambda: done[0]
    finally:
        stop.set()
        thread.join()


def ask_everything(wire: Wire, folder: str) -> list[int]:
    """Make every change below a folder that may be swapped at any moment; return the answers."""
    answers = [
        wire.status(Request.MKDIR, name(f"{folder}/made"), bytes(4))[0],
        wire.status(Request.SETSTAT, name(f"{folder}/x"), a_size(0))[0],
        wire.status(Request.SETSTAT, name(f"{folder}/x"), a_mode(0o777))[0],
        wire.status(Request.SETSTAT, name(f"{folder}/inside"), times(5))[0],
        wire.status(Request.RENAME, name(f"{folder}/x"), name("nuit/stolen"))[0],
        wire.status(Request.RENAME, name("nuit/mine"), name(f"{folder}/mine"))[0],
        wire.status(Request.REMOVE, name(f"{folder}/x"))[0],
        wire.status(Request.RMDIR, name(f"{folder}/inside"))[0],
    ]
    for path in ("x", "new"):
        opened = (name(f"{folder}/{path}"), struct.pack(">I", PUT), bytes(4))
        answered, body = wire.ask(Request.OPEN, *opened)
        if answered == 102:
            handle = body[4:]
            wire.write(handle, 0, b"written")
            answers.append(wire.status(Request.CLOSE, packed(handle))[0])
    return answers


def test_a_folder_swapped_for_a_link_never_leads_outside(
    account: Account, envoi: Path, outside: Path, tmp_path: Path
) -> None:
    (envoi / "d").mkdir()
    (tmp_path / "link").symlink_to(outside)
    before = picture(outside)
    answers: list[int] = []
    until = time.monotonic() + SECONDS
    with Wire(account) as wire, swapping(envoi / "d", tmp_path / "link") as swaps:
        while time.monotonic() < until:
            (envoi / "mine").write_bytes(b"mine")
            answers += ask_everything(wire, "nuit/d")
        assert swaps() > 100
    assert {Status.OK} < {*answers}, "the race was lost and won"
    assert picture(outside) == before
    assert (outside / "x").read_bytes() == SECRET


def test_an_envoi_swapped_for_a_link_never_leads_outside(
    account: Account, envoi: Path, outside: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(outside)
    before = picture(outside)
    until = time.monotonic() + SECONDS
    with Wire(account) as wire, swapping(envoi, tmp_path / "link") as swaps:
        while time.monotonic() < until:
            ask_everything(wire, "nuit")
        assert swaps() > 100
    assert picture(outside) == before
    assert (outside / "x").read_bytes() == SECRET


def test_a_file_swapped_for_a_link_is_never_written(
    account: Account, envoi: Path, outside: Path, tmp_path: Path
) -> None:
    """Symbolic or hard: between the look and the opening, the file may become either."""
    (envoi / "x").touch()
    (tmp_path / "hard").hardlink_to(outside / "x")
    (tmp_path / "soft").symlink_to(outside / "x")
    before = picture(outside)
    until = time.monotonic() + SECONDS
    with (
        Wire(account) as wire,
        swapping(envoi / "x", tmp_path / "hard"),
        swapping(envoi / "x", tmp_path / "soft"),
    ):
        while time.monotonic() < until:
            answered, body = wire.ask(
                Request.OPEN, name("nuit/x"), struct.pack(">I", PUT), bytes(4)
            )
            if answered == 102:
                wire.write(body[4:], 0, b"written")
                wire.status(Request.CLOSE, packed(body[4:]))
            wire.status(Request.SETSTAT, name("nuit/x"), a_size(3))
            wire.status(Request.SETSTAT, name("nuit/x"), a_mode(0o777))
    assert [one[:3] for one in picture(outside)] == [one[:3] for one in before]
    assert (outside / "x").read_bytes() == SECRET
