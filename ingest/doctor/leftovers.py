"""What processes that ended left in the spool: half-written files, copies, rights, links.

What a client has under way in `incoming` is his: sealing deals with it.
Touches: the spool, reading; `remove` and `open_up` change what they are given. After a crash: the
same look finds the rest.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE, S_ISDIR

from ingest.disk.envoi import Envoi
from ingest.disk.incoming import TOMBES
from ingest.disk.spool import DELIVERING, RETOUR, STATES
from ingest.disk.tree import Entry, Motif, read_tree
from ingest.doctor.findings import Finding
from ingest.doctor.places import ACTIVE, INCOMING, envois_in
from store.durable import TEMPORARY

_OWN_DIRECTORY, _OWN_FILE = 0o700, 0o400


def look_for_leftovers(root: Path, *, is_alone: bool) -> Iterator[Finding]:
    """Given the spool's root, yield what a process that ended left half written.

    A copy that `ingest` makes is left alone unless nobody else works on the spool.
    """
    for directory in _ours(root):
        for path in directory.iterdir():
            found = TEMPORARY.fullmatch(path.name)
            if found and not Path("/proc", found["process"]).exists():
                yield Finding("LEFTOVER", path.relative_to(root).as_posix())
    for account in _directories(root / INCOMING) if is_alone else ():
        for path in account.iterdir():
            if path.name.startswith(DELIVERING):
                yield Finding("LEFTOVER", path.relative_to(root).as_posix())


def look_inside(root: Path) -> Iterator[Finding]:
    """Given the spool's root, yield what is closed to us, and links in what was applied."""
    for state in (ACTIVE, *STATES):
        yield from _closed(root / state, root)
    for envoi in envois_in(root):
        yield from _closed(envoi.path, root)
        tree = read_tree(envoi.path)
        for entry in (*tree.directories, *tree.files):
            yield from _closed_entry(entry, root)
        yield from _links(envoi, root)


def remove(path: Path) -> None:
    """Given a leftover, remove it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def open_up(path: Path) -> None:
    """Given what is closed to us, give us the rights that lsc-syncd works with."""
    mode = path.lstat().st_mode
    path.chmod(S_IMODE(mode) | (_OWN_DIRECTORY if S_ISDIR(mode) else _OWN_FILE))


def _ours(root: Path) -> Iterator[Path]:
    """Yield the directories in which only we write."""
    yield from [root, *(root / state for state in (ACTIVE, *STATES))]
    for envoi in envois_in(root):
        yield envoi.path
        yield from (entry.path for entry in read_tree(envoi.path).directories)
    yield from _directories(root / RETOUR)
    yield from (
        account / TOMBES for account in _directories(root / INCOMING) if (account / TOMBES).is_dir()
    )


def _directories(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    with os.scandir(parent) as entries:
        return sorted(Path(entry) for entry in entries if entry.is_dir(follow_symlinks=False))


def _closed(path: Path, root: Path) -> Iterator[Finding]:
    yield from _closed_entry(Entry("", str(path), path.lstat()), root)


def _closed_entry(entry: Entry, root: Path) -> Iterator[Finding]:
    mode = entry.found.st_mode
    wanted = _OWN_DIRECTORY if S_ISDIR(mode) else _OWN_FILE
    if mode & wanted != wanted:
        where = entry.path.relative_to(root).as_posix()
        yield Finding("CLOSED_TO_US", where, f"{S_IMODE(mode):04o}")


def _links(envoi: Envoi, root: Path) -> Iterator[Finding]:
    """What is refused for its links keeps them: they are the sender's to see."""
    for obstacle in read_tree(envoi.path).obstacles if envoi.state == "done" else ():
        if obstacle.motif in {Motif.LIEN, Motif.SPECIAL}:
            where = obstacle.path.relative_to(root).as_posix()
            what = "A link" if obstacle.motif is Motif.LIEN else "Neither file nor directory"
            yield Finding("LINK", where, what)
