"""The protocol between the sessions that write an envoi and the sealing that takes it away.

Both ends stand here so that they can be read together as a proof:

1. A session changes the tree of an envoi (opens for writing, removes, renames, truncates, makes a
   directory) only while it holds the *shared* flock of the envoi's directory, from before the
   change until the handle is closed. The kernel drops the lock with the process.
2. Sealing looks, encrypts, buries and renames only under the *exclusive* flock, which it takes
   without waiting: one open handle anywhere in the tree, and there is no sealing.
3. The lock belongs to the directory, not to its name. A session that waited while a sealing ended
   got the lock of a directory that is no longer at that path: it looks (device, inode) and learns
   that it is `Gone`. So a write never lands in a sealed envoi.
4. The tombstone is written before the rename and counts only when the directory is gone: there is
   no instant at which the sealed path is neither a directory nor answered by its tombstone.
5. Who finds a tombstone: a session opened at or before `scelle_le` may not write there; a new
   `manifeste.xml`, or any write of a later session, starts a new envoi under that name.

Touches: `incoming/<account>/` and its `.tombes/`. After a crash: a tombstone beside a directory
that still exists means nothing and is replaced by the next sealing.
"""

import errno
import fcntl
import hashlib
import json
import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from store import durable

TOMBES = ".tombes"
STANDS_FOR = timedelta(hours=1)

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Gone(Exception):  # noqa: N818  a state that the session handles, not an error
    """The envoi's directory was sealed or removed: its path now leads elsewhere or nowhere."""


class Trace(NamedTuple):
    """What a client may still ask about one entry of a sealed envoi."""

    chemin: str
    """Relative to the envoi's directory, with `/`, under the name that the client knows."""
    taille: int
    mtime: int
    """Seconds since the epoch."""
    mode: int
    """Permission bits only."""
    dossier: bool


class Tombe(NamedTuple):
    """What stands for a sealed directory during an hour."""

    envoi: str
    """The id given at sealing."""
    scelle_le: str
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`, UTC."""
    entrees: tuple[Trace, ...]
    """Everything that was there, parents first; the envoi's own directory is not an entry."""


def open_shared(directory: Path) -> int:
    """Given an envoi's directory, return a descriptor of it that holds its shared flock.

    Wait while a sealing is under way. The caller closes the descriptor after its last write handle
    in that tree. Raise Gone when the path is not, or is no longer, that directory.
    """
    fd = _open(directory)
    try:
        fcntl.flock(fd, fcntl.LOCK_SH)
        _check_still_there(directory, fd)
    except BaseException:
        os.close(fd)
        raise
    return fd


def open_exclusive(directory: Path) -> int | None:
    """Given an envoi's directory, return a descriptor of it that holds its exclusive flock.

    Never wait: None while a session writes in it, or when the path is no directory. The caller
    closes the descriptor when the directory is sealed, or left as it is.
    """
    try:
        fd = _open(directory)
    except Gone:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _check_still_there(directory, fd)
    except (BlockingIOError, Gone):
        os.close(fd)
        return None
    return fd


def bury(account_dir: Path, name: str, tombe: Tombe) -> None:
    """Given what was at `name`, write its tombstone, atomically and to last."""
    content = {"nom": name, **tombe._asdict()}
    durable.make_directory(account_dir / TOMBES)
    durable.write(_tomb_path(account_dir, name), json.dumps(content).encode())


def tomb_of(account_dir: Path, name: str, *, now: str) -> Tombe | None:
    """Given a name in an account's folder, return the tombstone that answers for it.

    None while anything stands at that name, and when the sealing is more than an hour old.
    """
    if os.path.lexists(account_dir / name):
        return None
    found = _read(_tomb_path(account_dir, name))
    return None if found is None or _is_old(found[1], now) else found[1]


def tombs(account_dir: Path, *, now: str) -> dict[str, Tombe]:
    """Given an account's folder, return by name every tombstone that answers there."""
    found = (_read(path) for path in _tomb_files(account_dir))
    return {
        name: tombe
        for name, tombe in filter(None, found)
        if not _is_old(tombe, now) and not os.path.lexists(account_dir / name)
    }


def sweep_tombs(account_dir: Path, *, now: str) -> None:
    """Given an account's folder, remove the tombstones that are more than an hour old."""
    for path in _tomb_files(account_dir):
        found = _read(path)
        if found is None or _is_old(found[1], now):
            path.unlink(missing_ok=True)


def _open(directory: Path) -> int:
    try:
        return os.open(directory, _DIRECTORY)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}:
            raise Gone(str(directory)) from error
        raise


def _check_still_there(directory: Path, fd: int) -> None:
    locked = os.fstat(fd)
    try:
        found = directory.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Gone(str(directory)) from error
    if (found.st_dev, found.st_ino) != (locked.st_dev, locked.st_ino):
        raise Gone(str(directory))


def _tomb_path(account_dir: Path, name: str) -> Path:
    """Return the tombstone's file: any client's name fits, whatever its length and its bytes."""
    return account_dir / TOMBES / f"{hashlib.sha256(os.fsencode(name)).hexdigest()[:32]}.json"


def _tomb_files(account_dir: Path) -> list[Path]:
    return sorted((account_dir / TOMBES).glob("*.json"))


def _is_old(tombe: Tombe, now: str) -> bool:
    return datetime.fromisoformat(now) - datetime.fromisoformat(tombe.scelle_le) > STANDS_FOR


def _read(path: Path) -> tuple[str, Tombe] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return _parse(path, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=16)
def _parse(path: Path, _inode: int, _mtime_ns: int) -> tuple[str, Tombe] | None:
    """Return name and tombstone. Remembered: one may list 100,000 entries and answer each STAT."""
    try:
        content = json.loads(path.read_bytes())
        entrees = tuple(Trace(*entree) for entree in content["entrees"])
        datetime.fromisoformat(content["scelle_le"])
        return content["nom"], Tombe(content["envoi"], content["scelle_le"], entrees)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
