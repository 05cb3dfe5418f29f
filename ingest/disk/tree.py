"""What stands in an envoi's directory, read without following or opening anything.

Names are compared in Unicode NFC (export.md, "Les conventions"): a file that a Mac stored under
an NFD name is the file that the manifest lists. Links, devices, sockets and pipes are `Obstacle`s:
they are never followed, and an envoi that has one is not complete.
Touches: the directory, reading. After a crash: nothing to repair.
"""

import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from types import MappingProxyType
from typing import NamedTuple

MANIFESTE = "manifeste.xml"

_TEMPORARY_ENDINGS = (".filepart", ".part", ".partial", ".tmp")
_TEMPORARY_BEGINNINGS = (".in.",)


class Entry(NamedTuple):
    """One regular file or directory."""

    chemin: str
    """Relative to the envoi, with `/`, in NFC."""
    place: str
    """Where it is, as stored."""
    found: os.stat_result

    @property
    def path(self) -> Path:
        """Return where it is; of 100,000 entries, `place` costs nothing."""
        return Path(self.place)

    @property
    def name(self) -> str:
        """Return its name, as stored."""
        return self.place.rpartition("/")[2]


class Motif(StrEnum):
    """Why an entry is an obstacle."""

    LIEN = "lien symbolique"
    SPECIAL = "ni fichier ni dossier"
    DOUBLON = "deux noms identiques en Unicode NFC"
    ILLISIBLE = "illisible"


class Obstacle(NamedTuple):
    """One entry that no envoi may have: it is reported with the refusal."""

    chemin: str
    motif: Motif
    path: Path


@dataclass(frozen=True, slots=True)
class Tree:
    """Everything below one directory, as it stood when it was read."""

    root: Path
    files: tuple[Entry, ...]
    """Every regular file, also those that are a DOUBLON."""
    directories: tuple[Entry, ...]
    """Parents first, without the root."""
    obstacles: tuple[Obstacle, ...]
    changed_ns: int
    """The newest ctime of all of it and of the root: mtimes are preserved and decide nothing."""
    by_chemin: Mapping[str, Entry]
    """The regular files by NFC path; of a DOUBLON, the first."""

    def at(self, chemin: str) -> Entry | None:
        """Given a path in any Unicode form, return the regular file that stands there."""
        return self.by_chemin.get(nfc(chemin))

    def without(self, gone: Collection[Entry]) -> "Tree":
        """Given files of it that were removed, return the tree without them."""
        places = {entry.place for entry in gone}
        files = tuple(entry for entry in self.files if entry.place not in places)
        by_chemin = MappingProxyType(_first_by_chemin(files))
        return replace(self, files=files, by_chemin=by_chemin) if gone else self


def read_tree(root: Path) -> Tree:
    """Given a directory, return all that is in it. What vanishes meanwhile is left out."""
    reading = _Reading(changed_ns=root.lstat().st_ctime_ns)
    pending = [(os.fspath(root), "")]
    while pending:
        pending += reading.read(*pending.pop())
    return reading.tree(root)


def nfc(text: str) -> str:
    """Given a name or path, return its NFC form, in which names are compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def is_temporary(name: str) -> bool:
    """Given a file's name, return whether a client uses it while it uploads (winscp.md §3).

    A file under such a name is never a listed file. rclone's `.XXXXXX.partial` is one of them.
    """
    folded = name.casefold()
    return folded.endswith(_TEMPORARY_ENDINGS) or folded.startswith(_TEMPORARY_BEGINNINGS)


class _Reading:
    """A tree being read."""

    def __init__(self, *, changed_ns: int) -> None:
        self._changed_ns = changed_ns
        self._seen: set[str] = set()
        self._files: list[Entry] = []
        self._directories: list[Entry] = []
        self._obstacles: list[Obstacle] = []

    def read(self, directory: str, prefix: str) -> Iterator[tuple[str, str]]:
        """Given a directory and its path with `/`, note what is in it; yield its directories."""
        for item in self._items(directory, prefix):
            entry = self._entry(item, prefix + nfc(item.name))
            if entry is not None:
                yield entry.place, f"{entry.chemin}/"

    def tree(self, root: Path) -> Tree:
        """Return what was read."""
        return Tree(
            root=root,
            files=tuple(self._files),
            directories=tuple(self._directories),
            obstacles=tuple(self._obstacles),
            changed_ns=self._changed_ns,
            by_chemin=MappingProxyType(_first_by_chemin(self._files)),
        )

    def _items(self, directory: str, prefix: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(directory) as items:
                return sorted(items, key=attrgetter("name"))
        except FileNotFoundError:
            return []
        except OSError:
            self._obstacles.append(Obstacle(prefix.rstrip("/"), Motif.ILLISIBLE, Path(directory)))
            return []

    def _entry(self, item: os.DirEntry[str], chemin: str) -> Entry | None:
        """Note one entry; return it if it is a directory."""
        try:
            found = item.stat(follow_symlinks=False)
        except FileNotFoundError:
            return None
        except OSError:
            self._obstacles.append(Obstacle(chemin, Motif.ILLISIBLE, Path(item.path)))
            return None
        self._changed_ns = max(self._changed_ns, found.st_ctime_ns)
        return self._sort(Entry(chemin, item.path, found))

    def _sort(self, entry: Entry) -> Entry | None:
        mode = entry.found.st_mode
        if entry.chemin in self._seen:
            self._obstacles.append(Obstacle(entry.chemin, Motif.DOUBLON, entry.path))
        self._seen.add(entry.chemin)
        if S_ISDIR(mode):
            self._directories.append(entry)
            return entry
        if S_ISREG(mode):
            self._files.append(entry)
        else:
            motif = Motif.LIEN if S_ISLNK(mode) else Motif.SPECIAL
            self._obstacles.append(Obstacle(entry.chemin, motif, entry.path))
        return None


def _first_by_chemin(files: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in files:
        found.setdefault(entry.chemin, entry)
    return found
