"""The contents that were received, each once, under its sha256: `documents/<aa>/<sha256>`.

A content is kept whatever becomes of the envoi that brought it (architecture, idea 5; R-012): LSC
never sends a binary twice. It is kept as a hard link of the file in the spool, so keeping 300,000
of them copies nothing. What makes that safe: the envoi was sealed under the exclusive lock, so no
session holds a handle on the file, no client path leads to it any more, and the file is made
read-only (0440) before the link. A process of the host itself that still has the file open for
writing cannot be detected; such a process must bring files by SFTP or by rename.
Touches: `documents/` and the mode of the files that it links. After a crash: a content is there
whole, or not at all; keeping it again changes nothing, nor does forgetting it again.
"""

import errno
import os
import re
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from store import durable

_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXISTING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MODE, _AT_ONCE = 0o750, 1024
READ_ONLY = 0o440
"""The mode of a content: nobody writes in it, its links in the spool included."""


class ElsewhereError(Exception):
    """The spool and the documents are not on one filesystem: the operator must move one of them."""


class DamagedError(Exception):
    """A kept content has not the size that its sha256 tells: the disk lost something."""


class Content(NamedTuple):
    """A file whose sha256 was computed by us, never merely announced."""

    path: str | Path
    sha256: str


class Documents:
    """The store of contents under one root."""

    def __init__(self, root: Path) -> None:
        """Given the root, which is made when the first content is kept.

        Where it is of another group than ours, so is what is kept below it: a portal's, that
        serves it (docs/portal.md).
        """
        self._root = root
        self._top = os.fspath(root)

    def keep(self, path: Path, sha256: str) -> Path:
        """Given a sealed file and its sha256, keep it and return where; see keep_many."""
        self.keep_many([Content(path, sha256)])
        return Path(self._place(sha256))

    def keep_many(self, contents: Iterable[Content]) -> int:
        """Given sealed files, keep each of them to last and return how many were new.

        Each file is fsynced before it is linked, then each directory once. Raise ElsewhereError,
        DamagedError, or OSError when a path is not a regular file or the disk fails: those before
        it are kept, unless the disk failed.
        """
        touched: set[str] = set()
        waiting = iter(contents)
        new = 0
        try:
            while some := list(islice(waiting, _AT_ONCE)):
                new += self._keep(some, touched)
        finally:
            durable.overlap(durable.fsync_directory, {*touched, self._top} if touched else ())
        return new

    def path_of(self, sha256: str) -> Path | None:
        """Given a sha256, return the file that holds this content, None if it never came."""
        return Path(self._place(sha256)) if self.has(sha256) else None

    def has(self, sha256: str) -> bool:
        """Given a sha256, return whether its content is kept."""
        return self.status_of(sha256) is not None

    def status_of(self, sha256: str) -> os.stat_result | None:
        """Given a sha256, return the status of the file that holds it, None if it never came."""
        found = _status(self._place(sha256))
        return found if found and S_ISREG(found.st_mode) else None

    def everything(self) -> Iterator[Path]:
        """Yield all that stands where contents are kept, by name, whatever it is."""
        for parent in sorted(self._root.iterdir()) if self._root.is_dir() else ():
            if parent.is_dir() and not parent.is_symlink():
                yield from sorted(parent.iterdir())
            else:
                yield parent

    def forget(self, sha256: str) -> None:
        """Given the sha256 of a content that is purged, remove its file to last, if it is there."""
        place = Path(self._place(sha256))
        if place.parent.is_dir():
            place.unlink(missing_ok=True)
            durable.fsync_directory(place.parent)

    def _place(self, sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no sha256: 64 lower-case hex digits")
        return f"{self._top}/{sha256[:2]}/{sha256}"

    def _keep(self, contents: Iterable[Content], touched: set[str]) -> int:
        """Keep some files, say how many were new, and note the directories that are to last."""
        fresh: dict[str, str | Path] = {}
        group = _group_of(self._top)
        try:
            for path, sha256 in contents:
                place, parent = self._place(sha256), f"{self._top}/{sha256[:2]}"
                if _is_new(path, place):
                    self._make_parent(parent, touched)
                    _make_read_only(path, group)
                    fresh.setdefault(place, path)
                touched.add(parent)
        finally:
            durable.overlap(durable.fsync_file, fresh.values())
            for place, path in fresh.items():
                _link(path, place)
        return len(fresh)

    def _make_parent(self, parent: str, made: Container[str]) -> None:
        """Make the directory of a content; the root is fsynced with the links."""
        if parent not in made:
            durable.make_directory(self._root)
            Path(parent).mkdir(mode=_MODE, exist_ok=True)
            group = _group_of(self._top)
            if group is not None:
                with suppress(PermissionError):  # we are no member: it stays ours alone
                    os.chown(parent, -1, group)
                    Path(parent).chmod(_MODE)


def _is_new(path: str | Path, place: str) -> bool:
    """Return whether a content is not kept yet. Raise OSError when its path is no regular file."""
    found, kept = os.lstat(path), _status(place)
    if not S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "Only regular files are kept", str(path))
    if kept is not None and kept.st_size != found.st_size:
        raise DamagedError(
            f"{place} has not the {found.st_size} bytes of {path}, which has the same sha256: "
            "restore it from the backup, then run `lsc-syncd doctor`"
        )
    return kept is None


def _status(place: str) -> os.stat_result | None:
    try:
        return os.stat(place)  # noqa: PTH116  a Path costs more than the call
    except (FileNotFoundError, NotADirectoryError):
        return None


def _group_of(top: str) -> int | None:
    """Return the group of a root that is shared with another, None for one of ours alone."""
    found = _status(top)
    return None if found is None or found.st_gid == os.getegid() else found.st_gid


def _make_read_only(path: str | Path, group: int | None) -> None:
    fd = os.open(path, _EXISTING)
    try:
        if group is not None:
            with suppress(PermissionError):
                os.fchown(fd, -1, group)
        os.fchmod(fd, READ_ONLY)
    finally:
        os.close(fd)


def _link(path: str | Path, place: str) -> None:
    try:
        os.link(path, place, follow_symlinks=False)
    except OSError as error:
        raise _explained(error, path, place) from error


def _explained(error: OSError, path: str | Path, place: str) -> Exception:
    if error.errno != errno.EXDEV:
        return error
    return ElsewhereError(
        f"{path} and {Path(place).parent} are on two filesystems: "
        "put the spool and the documents under one mount point"
    )
