"""Whom sessions run as, and what they give up before a client's first byte.

Started as root, the daemon stays root; its sessions become `[sftp] utilisateur`, or the owner of
`incoming/` where that is not root. What that user must reach is given to him: `incoming/` and the
folder of the logs are his, `retour/` and the accounts are his group's to read; the folders above
them may be passed through by his group, and what else lies there is closed to everybody else.
Started as somebody else, sessions are that one.
Touches: owners, groups and modes of these folders, as root only. A crash leaves some of them as
they were; the next start goes on.
"""

import ctypes
import os
import pwd
import resource
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from syncd.sftp.endpoint import Endpoint
from syncd.sftp.forking import fork

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_NO_NEW_PRIVS = 38
_THREADS_OF_A_SESSION = 40
_THREADS_OF_OTHERS = 512
_GROUP_PASSES, _GROUP_READS, _OTHERS = stat.S_IXGRP, stat.S_IRGRP | stat.S_IXGRP, stat.S_IRWXO


class CannotDrop(Exception):  # noqa: N818  the operator must correct the user or his rights
    """Sessions cannot be the user that they must be; the message is a sentence for each reason."""


class Identity(NamedTuple):
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def identity_of(endpoint: Endpoint) -> Identity | None:
    """Return whom the sessions become; None when they stay who we are. Raise CannotDrop."""
    us = os.geteuid()
    if endpoint.user is None:
        owner = endpoint.incoming.stat().st_uid
        return None if us or not owner else _by_uid(owner)
    try:
        found = pwd.getpwnam(endpoint.user)
    except KeyError as error:
        raise CannotDrop(f"sftp.utilisateur: there is no user {endpoint.user}") from error
    if us and found.pw_uid != us:
        raise CannotDrop(
            f"sftp.utilisateur is {endpoint.user}, and only root can become somebody else"
        )
    return None if us or not found.pw_uid else _identity(found)


def prepare(endpoint: Endpoint, identity: Identity) -> None:
    """As root, give the identity what its sessions need. Raise CannotDrop when that is not enough.

    Folders pass their group on: what the daemon writes there later can be read by sessions, too.
    """
    for path in _all_below(endpoint.incoming):
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)
        _grant(path, 0)
    os.chown(endpoint.logs, identity.uid, identity.gid)
    for path in (endpoint.accounts, *_all_below(endpoint.retour)):
        os.chown(path, -1, identity.gid, follow_symlinks=False)
        _grant(path, _GROUP_READS if path.is_dir() else stat.S_IRGRP)
    for folder in {endpoint.logs.parent, endpoint.incoming.parent}:
        _let_pass(folder, identity)
    lacking = _try_out(endpoint, identity)
    if lacking:
        raise CannotDrop("\n".join(f"{identity.name} cannot {each}" for each in lacking))


def drop(identity: Identity | None, sessions: int) -> None:
    """Become the identity for good, and give up whatever a session has no use for.

    `sessions` is how many there may be of the same user: his threads are bounded, if he is not the
    one who started us, and may run much else. Raise OSError when any of it fails.
    """
    if identity is not None:
        _limit_threads(sessions * _THREADS_OF_A_SESSION + _THREADS_OF_OTHERS)
        os.setgroups([])
        os.setresgid(identity.gid, identity.gid, identity.gid)
        os.setresuid(identity.uid, identity.uid, identity.uid)
    if _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), "no_new_privs")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_threads(wished: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    most = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def _by_uid(uid: int) -> Identity:
    try:
        found = pwd.getpwuid(uid)
    except KeyError as error:
        raise CannotDrop(f"The owner of incoming/, {uid}, is no user of this machine") from error
    return _identity(found)


def _identity(found: pwd.struct_passwd) -> Identity:
    return Identity(found.pw_name, found.pw_uid, found.pw_gid)


def _all_below(folder: Path) -> Iterator[Path]:
    """Yield a folder and all that is in it; links are not followed."""
    if folder.is_dir():
        yield folder
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent) / name for name in (*folders, *files))


def _grant(path: Path, mode: int) -> None:
    """Add to a mode, a folder's own group for what is made in it as well."""
    found = path.lstat().st_mode
    if not stat.S_ISLNK(found):
        path.chmod(stat.S_IMODE(found) | mode | (stat.S_ISGID if stat.S_ISDIR(found) else 0))


def _let_pass(folder: Path, identity: Identity) -> None:
    """Let the group through a folder that is closed to others; what it holds stays closed to it."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & stat.S_IXOTH:
        return
    os.chown(folder, -1, identity.gid)
    folder.chmod(mode | _GROUP_PASSES)
    for path in folder.iterdir():
        found = path.lstat()
        if found.st_gid != identity.gid and not stat.S_ISLNK(found.st_mode):
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)


def _try_out(endpoint: Endpoint, identity: Identity) -> list[str]:
    """Return what the identity cannot do, tried in a process that became it."""
    heard, told = os.pipe()
    child = fork(lambda: _tell_lacking(told, endpoint, identity))
    os.close(told)
    with os.fdopen(heard, encoding="utf-8") as said:
        lacking = said.read().splitlines()
    _, status = os.waitpid(child, 0)
    return lacking or (["be tried out: see the log above"] if status else [])


def _tell_lacking(told: int, endpoint: Endpoint, identity: Identity) -> None:
    drop(identity, endpoint.max_sessions)
    needs = {
        endpoint.incoming: (os.W_OK | os.X_OK, "write in"),
        endpoint.logs: (os.W_OK | os.X_OK, "write in"),
        endpoint.retour: (os.R_OK | os.X_OK, "read"),
        endpoint.accounts: (os.R_OK | os.X_OK, "read"),
    }
    for path, (how, word) in needs.items():
        if not os.access(path, how):
            os.write(told, f"{word} {path}\n".encode())
