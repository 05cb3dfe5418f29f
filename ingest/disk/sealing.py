"""Sealing: an envoi under way becomes an attempt, once, and nobody writes in it any more.

Under the exclusive lock, in this order (architecture, "Sealing"):
 1 look once more · 2 encrypt every secret into `<file>.scelle` · 3 key its digest in the manifest ·
 4 fsync every file · 5 write the tombstone · 6 fsync every directory · 7 rename to `ready/<id>`,
 and fsync both parents.
Touches: `incoming/<account>/` and `ready/`. After a crash before 7: the directory is still under
its client's name and the sealing is begun again, each step finding its own work done: a `.scelle`
that opens to what is listed *is* the file, a keyed line stays keyed, the tombstone counts only when
the directory is gone. After 7: the attempt is in `ready`.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from stat import S_IMODE, S_ISDIR, S_ISLNK

from ingest.disk import incoming
from ingest.disk.completeness import (
    SCELLE,
    Conditions,
    Etat,
    Verdict,
    is_sealed_nature,
    look,
)
from ingest.disk.hashes import Plain
from ingest.disk.incoming import Tombe, Trace
from ingest.disk.tree import MANIFESTE, Entry, Motif, Tree, nfc, read_tree
from ingest.disk.vault import Vault
from ingest.reading.manifest import SCELLE_ADDED, Fichier, seal_digests
from ingest.reading.natures import is_named_like_a_secret
from store import durable

Name = Callable[[Path], str]
"""Given the directory that is being sealed, return its new id (the manifest tells the numero)."""

_DIGESTS = {
    "ascii": re.compile(rb"(?i)(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"),
    "utf-16-le": re.compile(rb"(?i)(?:[0-9a-f]\0){64}"),
    "utf-16-be": re.compile(rb"(?i)(?:\0[0-9a-f]){64}"),
}
"""What looks like a sha256, also in a manifest of an encoding that will be refused."""
_KEYED_LINE = re.compile(rb"(?i)(?<=[0-9a-f]{64}[\"'])" + SCELLE_ADDED)
_NAME_BYTES = 255
_RACY_NS = 1_000_000_000
_EXISTING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def seal(
    directory: Path, ready: Path, conditions: Conditions, *, now: datetime, name: Name
) -> Path | None:
    """Given an envoi under way, seal it when it is complete or given up, and return where it is.

    None while it is expected or a session writes in it. A directory with no file in it is removed
    once it is given up. Raise OSError when the disk refuses: the next call begins again.
    """
    lock = incoming.open_exclusive(directory)
    if lock is None:
        return None
    try:
        etat = look(directory, conditions, now=now)
        if etat.verdict is Verdict.EMPTY:
            _remove_empty(etat.tree)
        if etat.verdict in {Verdict.EMPTY, Verdict.WAITING}:
            conditions.hashes.forget_since(int(now.timestamp() * 1e9) - _RACY_NS)
            return None
        return _close(etat, ready / name(directory), conditions, now=now)
    finally:
        os.close(lock)


def seal_as_it_is(
    directory: Path, ready: Path, conditions: Conditions, *, now: datetime, name: Name
) -> Path | None:
    """Given a directory that nothing will be added to, seal it, complete or not; None as above."""
    lock = incoming.open_exclusive(directory)
    if lock is None:
        return None
    try:
        etat = look(directory, conditions, now=now)
        return _close(etat, ready / name(directory), conditions, now=now)
    finally:
        os.close(lock)


def sealed_files(directory: Path) -> Iterator[Path]:
    """Given a sealed envoi, yield its `.scelle` files."""
    return (entry.path for entry in read_tree(directory).files if is_sealed_file(entry))


def is_sealed_file(entry: Entry) -> bool:
    """Given a file, return whether it bears the name that sealing gives to what it encrypts."""
    return entry.name.endswith(SCELLE)


def _close(etat: Etat, target: Path, conditions: Conditions, *, now: datetime) -> Path:
    """Take the steps 2 to 7 on a directory whose exclusive lock is held."""
    directory = etat.tree.root
    tree = _workable(etat.tree)
    entrees = tuple(_traces(tree, conditions))
    for path in _secrets(tree, etat.listing or (), conditions):
        _encrypt(path, conditions.vault)
    _key_digests(tree, etat.listing, conditions.vault)
    durable.overlap(_make_last, (entry.place for entry in read_tree(directory).files))
    incoming.bury(directory.parent, directory.name, Tombe(target.name, _instant(now), entrees))
    directories = (*(entry.place for entry in tree.directories), os.fspath(directory))
    durable.overlap(durable.fsync_directory, directories)
    durable.move(directory, target)
    return target


def _workable(tree: Tree) -> Tree:
    """Return the tree without our own leftovers, and with nothing closed to us by its own mode."""
    for entry in tree.files:
        if durable.TEMPORARY.fullmatch(entry.name):
            entry.path.unlink()
    closed = [entry.path for entry in (*tree.directories, *tree.files) if _is_closed(entry)]
    closed += [obstacle.path for obstacle in tree.obstacles if obstacle.motif is Motif.ILLISIBLE]
    for path in [tree.root, *closed]:
        with suppress(PermissionError):
            _open_up(path)
    again = read_tree(tree.root)
    return _workable(again) if len(again.directories) > len(tree.directories) else again


def _is_closed(entry: Entry) -> bool:
    wanted = 0o700 if S_ISDIR(entry.found.st_mode) else 0o400
    return entry.found.st_mode & wanted != wanted


def _open_up(path: Path) -> None:
    mode = path.lstat().st_mode
    if not S_ISLNK(mode):
        path.chmod(S_IMODE(mode) | (0o700 if S_ISDIR(mode) else 0o400))


def _traces(tree: Tree, conditions: Conditions) -> Iterator[Trace]:
    """Yield what clients may ask about, under the names and with the sizes that they know."""
    beginning = len(os.fspath(tree.root)) + 1
    for entry in (*tree.directories, *tree.files):
        chemin, size = entry.place[beginning:], entry.found.st_size
        if plain := _opened(entry, conditions):
            chemin, size = chemin.removesuffix(SCELLE), plain.taille
            if tree.at(chemin):
                continue
        elif chemin == MANIFESTE and not S_ISDIR(entry.found.st_mode):
            size = size_as_sent(entry.path.read_bytes())
        mode = entry.found.st_mode
        yield Trace(chemin, size, int(entry.found.st_mtime), S_IMODE(mode), S_ISDIR(mode))


def size_as_sent(raw: bytes) -> int:
    """Given a manifest, return its size before an earlier sealing keyed its digests."""
    return len(raw) - len(SCELLE_ADDED) * len(_KEYED_LINE.findall(raw))


def _opened(entry: Entry, conditions: Conditions) -> Plain | None:
    """Return what a file opens to, if an earlier sealing made it."""
    if not is_sealed_file(entry) or S_ISDIR(entry.found.st_mode):
        return None
    return conditions.hashes.plain_of(entry.path, conditions.vault)


def _secrets(tree: Tree, listing: tuple[Fichier, ...], conditions: Conditions) -> list[Path]:
    """Return the files to encrypt: `x.scelle` that a client made comes before `x` takes its name.

    Of what no line lists: what is named like a secret, or contains the name of a listed one (its
    half-uploaded self, a copy).
    """
    sealed = {nfc(fichier.chemin) for fichier in listing if is_sealed_nature(fichier)}
    others = {nfc(fichier.chemin) for fichier in listing} - sealed
    names = {PurePosixPath(chemin).name for chemin in sealed}
    return sorted(
        (
            entry.path
            for entry in tree.files
            if entry.chemin in sealed
            or (entry.chemin not in others and _holds_a_secret(entry, names))
            if not _opened(entry, conditions)
        ),
        reverse=True,
    )


def _holds_a_secret(entry: Entry, names: set[str]) -> bool:
    name = PurePosixPath(entry.chemin).name
    return is_named_like_a_secret(entry.chemin) or any(listed in name for listed in names)


def _encrypt(path: Path, vault: Vault) -> None:
    """Replace a file by its `.scelle`, which keeps its times; the clear one goes last."""
    with os.fdopen(os.open(path, _EXISTING), "rb") as clear:
        found = os.fstat(clear.fileno())
        with durable.NewFile(_place(path), mode=S_IMODE(found.st_mode)) as new:
            vault.seal(clear, new.write)
            new.date(found)
    path.unlink()


def _place(path: Path) -> Path:
    """Return where a file's `.scelle` goes: beside it, also when a client leaves no such name."""
    place = path.with_name(path.name + SCELLE)
    if len(os.fsencode(place.name)) <= _NAME_BYTES and not place.is_dir():
        return place
    return path.with_name(sha256(os.fsencode(path.name)).hexdigest()[:32] + SCELLE)


def _key_digests(tree: Tree, listing: tuple[Fichier, ...] | None, vault: Vault) -> None:
    """Leave no plain digest of a secret in the manifest, nor in a half-uploaded one."""
    listed = {nfc(fichier.chemin) for fichier in listing or ()}
    for entry in tree.files:
        if MANIFESTE in entry.name and entry.chemin not in listed - {MANIFESTE}:
            raw = entry.path.read_bytes()
            whole = entry.chemin == MANIFESTE and listing is not None
            keyed = seal_digests(raw, vault.keyed_digest) if whole else _keyed(raw, vault)
            if keyed != raw:
                with durable.NewFile(entry.path, mode=S_IMODE(entry.found.st_mode)) as new:
                    new.write(keyed)
                    new.date(entry.found)


def _keyed(raw: bytes, vault: Vault) -> bytes:
    """Return bytes that are no readable manifest with all that looks like a sha256 keyed."""
    for encoding, pattern in _DIGESTS.items():

        def key(found: re.Match[bytes], encoding: str = encoding) -> bytes:
            return vault.keyed_digest(found[0].decode(encoding).lower()).encode(encoding)

        raw = pattern.sub(key, raw)
    return raw


def _make_last(path: str) -> None:
    with suppress(PermissionError):
        durable.fsync_file(path)


def _remove_empty(tree: Tree) -> None:
    with suppress(OSError):
        for path in [*(entry.path for entry in reversed(tree.directories)), tree.root]:
            path.rmdir()


def _instant(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
