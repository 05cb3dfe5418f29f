"""Walking below a folder without ever leaving it: one name at a time, by descriptor, no links.

Every path is walked from a descriptor with `O_NOFOLLOW`, so that neither `..` nor a link planted
by another process, nor a rename under way, can lead outside: what `openat2` promises with
RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, on every kernel. Only regular files and folders exist here:
links, pipes and devices are answered as if they were not there. A file that has another name
somewhere (a hard link) is not changed: it may be somebody else's.
Touches: what lies below the descriptors it is given.
"""

import ctypes
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_SAFE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_RENAME_NOREPLACE = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@contextmanager
def folder(root: int, names: Sequence[str]) -> Iterator[int]:
    """Given a folder's descriptor and names below it, give that folder's own descriptor.

    Without names it is the same descriptor: it stays open for as long. Raise OSError (ENOENT,
    ENOTDIR, ELOOP) when one of the names is no folder.
    """
    descriptor = root
    try:
        for name in names:
            below = os.open(name, _FOLDER, dir_fd=descriptor)
            if descriptor != root:
                os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        if descriptor != root:
            os.close(descriptor)


def look(parent: int, name: str) -> os.stat_result:
    """Return what stands under a name; only a regular file or a folder does."""
    found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        raise FileNotFoundError(errno.ENOENT, "neither a file nor a folder", name)
    return found


def stands(parent: int, name: str) -> bool:
    """Return whether anything stands under a name."""
    try:
        os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def entries(descriptor: int) -> list[tuple[str, os.stat_result]]:
    """Given a folder's descriptor, return its files and folders by name, sorted.

    A name that is not UTF-8 (left by hand) has no SFTP name: it is left out.
    """
    found = []
    for name in sorted(os.listdir(descriptor)):
        try:
            name.encode()
            found.append((name, look(descriptor, name)))
        except (FileNotFoundError, UnicodeEncodeError):
            continue
    return found


def open_file(parent: int, name: str, flags: int, mode: int) -> int:
    """Given `os.open` flags, open a regular file. Raise OSError when it is none."""
    if flags & os.O_CREAT:
        try:
            return os.open(name, flags | os.O_EXCL | _SAFE, mode, dir_fd=parent)
        except FileExistsError:
            if flags & os.O_EXCL:
                raise
    look(parent, name)
    descriptor = os.open(name, (flags | _SAFE) & ~(os.O_CREAT | os.O_TRUNC), dir_fd=parent)
    try:
        _check_own_file(descriptor, name, is_changed=bool(flags & (os.O_WRONLY | os.O_RDWR)))
        if flags & os.O_TRUNC:
            os.ftruncate(descriptor, 0)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def opened(parent: int, name: str) -> Iterator[int]:
    """Give the descriptor of a file or folder that stands there, to change its attributes."""
    look(parent, name)
    descriptor = os.open(name, os.O_RDONLY | _SAFE, dir_fd=parent)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            _check_own_file(descriptor, name, is_changed=True)
        yield descriptor
    finally:
        os.close(descriptor)


def make_folder(parent: int, name: str, mode: int) -> None:
    """Make a folder, to last."""
    os.mkdir(name, mode, dir_fd=parent)
    os.fsync(parent)


def move(source: tuple[int, str], target: tuple[int, str], *, replace: bool) -> None:
    """Given (parent, name) twice, rename to last; without `replace`, EEXIST if the target exists.

    On a file system that cannot promise this in one step (EINVAL: NFS), it is looked up first.
    """
    look(*source)
    if replace:
        os.rename(source[1], target[1], src_dir_fd=source[0], dst_dir_fd=target[0])
    else:
        _move_to_free(source, target)
    for parent in {target[0], source[0]}:
        os.fsync(parent)


def _check_own_file(descriptor: int, name: str, *, is_changed: bool) -> None:
    """Raise OSError for what is no regular file, or would be changed under its other names too."""
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "not a regular file", name)
    if is_changed and found.st_nlink > 1:
        raise OSError(errno.ELOOP, "it has another name", name)


def _move_to_free(source: tuple[int, str], target: tuple[int, str]) -> None:
    names = os.fsencode(source[1]), os.fsencode(target[1])
    failed = _LIBC.renameat2(source[0], names[0], target[0], names[1], _RENAME_NOREPLACE)
    if not failed:
        return
    code = ctypes.get_errno()
    if code not in {errno.EINVAL, errno.ENOSYS}:
        raise OSError(code, os.strerror(code), target[1])
    try:
        os.stat(target[1], dir_fd=target[0], follow_symlinks=False)
    except FileNotFoundError:
        os.rename(source[1], target[1], src_dir_fd=source[0], dst_dir_fd=target[0])
    else:
        raise FileExistsError(errno.EEXIST, "the target exists", target[1])
