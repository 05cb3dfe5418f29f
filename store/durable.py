"""What it takes for a change of the disk to survive a power cut, and nothing else.

Touches: the paths that it is given. After a crash at any point, each path holds its old content or
its new one, whole; a temporary file (`TEMPORARY`) may remain beside it and means nothing: `sweep`.
"""

import os
import re
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

Place = TypeVar("Place", bound=str | Path)

TEMPORARY = re.compile(r"\.lsc-syncd\.(?P<process>\d+)\.\d+\.tmp")
"""What a temporary name looks like: process and thread, so that two writers never share one."""

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_EXISTING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_AT_ONCE = 16


def write(path: Path, content: bytes, *, mode: int = 0o640) -> None:
    """Given a path and its whole new content, make it so: temporary name, fsync, rename, fsync.

    A symbolic link under that name is replaced, never followed.
    """
    with NewFile(path, mode=mode) as new:
        new.write(content)


def create(path: Path, content: bytes, *, mode: int = 0o640) -> None:
    """Given a path and its content, make the file, whole or not at all, and to last.

    Raise FileExistsError when somebody else made it, even in the same instant.
    """
    temporary = _temporary_in(path.parent)
    temporary.touch(mode=mode)
    try:
        temporary.write_bytes(content)
        fsync_file(temporary)
        os.link(temporary, path)
    finally:
        temporary.unlink()
    fsync_directory(path.parent)


class NewFile:
    """A file being written beside its path; it takes the path when the block ends without error."""

    def __init__(self, path: Path, *, mode: int = 0o640) -> None:
        """Given the final path, which need not exist, prepare; nothing is touched yet."""
        self._path = path
        self._mode = mode

    def __enter__(self) -> Self:
        self._temporary = _temporary_in(self._path.parent)
        self._fd = os.open(self._temporary, _NEW_FILE, 0o600)
        os.fchmod(self._fd, self._mode)
        return self

    def write(self, content: bytes) -> None:
        """Given bytes, append all of them."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self._fd, rest) :]

    def date(self, times: os.stat_result) -> None:
        """Given the times of another file, wear them: clients compare what they preserved."""
        os.utime(self._fd, ns=(times.st_atime_ns, times.st_mtime_ns))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                os.fsync(self._fd)
        finally:
            os.close(self._fd)
        if kind is not None:
            self._temporary.unlink(missing_ok=True)
            return
        os.rename(self._temporary, self._path)  # noqa: PTH104  the durable rename itself
        fsync_directory(self._path.parent)


def move(source: Path, target: Path) -> None:
    """Given a path and a free one on the same filesystem, rename and make it last.

    Both parents are fsynced. Raise FileExistsError when the target exists in any form: a rename
    onto an empty directory would replace it silently (architecture, "OK means"). Only the holder of
    the spool's lock renames there, so nothing can appear between the look and the rename.
    """
    if os.path.lexists(target):
        raise FileExistsError(f"{target} already exists: {source} stays where it is")
    os.rename(source, target)  # noqa: PTH104  the durable rename itself
    fsync_directory(target.parent)
    fsync_directory(source.parent)


def make_directory(directory: Path, *, mode: int = 0o750) -> None:
    """Given a directory, make it and its missing parents, each of them to last."""
    if directory.is_dir():
        return
    make_directory(directory.parent, mode=mode)
    directory.mkdir(mode=mode, exist_ok=True)
    fsync_directory(directory.parent)


def sweep(directory: Path) -> None:
    """Given a directory, which may be missing, remove what killed processes left half written."""
    with suppress(FileNotFoundError):
        for path in list(directory.iterdir()):
            found = TEMPORARY.fullmatch(path.name)
            if found and not Path("/proc", found["process"]).exists():
                path.unlink(missing_ok=True)


def fsync_directory(directory: str | Path) -> None:
    """Given a directory, make the names in it last."""
    _fsync(directory, _DIRECTORY)


def fsync_file(path: str | Path) -> None:
    """Given a regular file, make its content last. A link is not followed: OSError (ELOOP)."""
    _fsync(path, _EXISTING)


def overlap(make_last: Callable[[Place], object], paths: Iterable[Place]) -> None:
    """Given what makes one path last, do so to all, several at a time; return when all of them are.

    A journal commits what waits for it together: sixteen cost hardly more than one. Raise what one
    that failed raised; which of the others were done is not known then.
    """
    wanted = list(paths)
    if not wanted:
        return

    def make_some_last(beginning: int) -> None:
        for path in wanted[beginning::_AT_ONCE]:
            make_last(path)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(make_some_last, range(min(_AT_ONCE, len(wanted)))):
            pass


def _fsync(path: str | Path, flags: int) -> None:
    fd = os.open(path, flags)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _temporary_in(directory: Path) -> Path:
    """Return this thread's temporary path there, free of what a killed namesake may have left."""
    path = directory / f".lsc-syncd.{os.getpid()}.{threading.get_native_id()}.tmp"
    path.unlink(missing_ok=True)
    return path
