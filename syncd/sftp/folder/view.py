"""What one account can see: its envois, those just sealed (from their tombstones), and `/retour`.

What stands on disk is looked at first; the tombstone answers for an envoi that is not there any
more. In this order there is no instant at which a sealed path is answered by neither.
A sealed nature has another name from its encryption on: who asks for it then waits for the end of
the sealing, and is told of the tombstone.
Touches: `incoming/<account>/` and `retour/<account>/`, reading only.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ingest.disk.incoming import Tombe, Trace
from syncd.sftp.folder import tree
from syncd.sftp.folder.attributes import Attributes
from syncd.sftp.folder.envois import Envois
from syncd.sftp.folder.handles import Listing
from syncd.sftp.folder.paths import MAX_NAME_BYTES, RETOUR, Place

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class View:
    """The account's world, by place."""

    def __init__(self, folder: Path, retour: Path, envois: Envois) -> None:
        """`folder` is `incoming/<account>`, `retour` is `retour/<account>`, perhaps not there."""
        self._root = os.open(folder, _DIRECTORY)
        self._retour = retour
        self._envois = envois

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self._root)

    @property
    def root(self) -> int:
        """Return the descriptor of the account's folder."""
        return self._root

    def attributes(self, place: Place) -> Attributes:
        """Return what stands at a place, or what a tombstone says stood there. Raise OSError."""
        if place.is_root:
            return Attributes.of(os.fstat(self._root))
        if place.in_retour and not place.inside:
            return self._attributes_of_retour()
        try:
            return self._attributes_now(place)
        except (FileNotFoundError, NotADirectoryError):
            if not self._envois.saw_sealing(place):
                raise
        return self._attributes_now(place)

    def listing(self, place: Place) -> Listing:
        """Return what a folder holds. Raise OSError when it is none."""
        if place.is_root:
            return Listing(self.attributes(place), self._root_entries())
        try:
            with self._below(place, place.names) as descriptor:
                found = [(name, Attributes.of(what)) for name, what in tree.entries(descriptor)]
                return Listing(Attributes.of(os.fstat(descriptor)), found)
        except (FileNotFoundError, NotADirectoryError):
            return self._absent_listing(place)

    @contextmanager
    def parent(self, place: Place) -> Iterator[tuple[int, str]]:
        """Give the descriptor of the folder that holds a place, and the place's own name."""
        with self._below(place, place.names[:-1]) as descriptor:
            yield descriptor, place.names[-1]

    def statvfs(self) -> tuple[int, ...]:
        """Return the file system's figures, as statvfs@openssh.com orders them."""
        found = os.fstatvfs(self._root)
        return (
            *(found.f_bsize, found.f_frsize, found.f_blocks, found.f_bfree, found.f_bavail),
            *(found.f_files, found.f_ffree, found.f_favail, found.f_fsid, 0, MAX_NAME_BYTES),
        )

    def _attributes_now(self, place: Place) -> Attributes:
        try:
            with self.parent(place) as (parent, name):
                return Attributes.of(tree.look(parent, name))
        except (FileNotFoundError, NotADirectoryError):
            sealed = self._sealed_attributes(place)
            if sealed is None:
                raise
            return sealed

    @contextmanager
    def _below(self, place: Place, names: tuple[str, ...]) -> Iterator[int]:
        """Give the descriptor of the folder of these names, which are a place's or its parent's."""
        if not place.in_retour:
            with tree.folder(self._root, names) as descriptor:
                yield descriptor
            return
        root = self._open_retour()
        try:
            with tree.folder(root, names[1:]) as descriptor:
                yield descriptor
        finally:
            os.close(root)

    def _open_retour(self) -> int:
        return os.open(self._retour, _DIRECTORY)

    def _attributes_of_retour(self) -> Attributes:
        try:
            return Attributes.of(self._retour.lstat())
        except FileNotFoundError:
            return Attributes.of_folder()

    def _root_entries(self) -> list[tuple[str, Attributes]]:
        live = {
            name: Attributes.of(found)
            for name, found in tree.entries(self._root)
            if stat.S_ISDIR(found.st_mode) and not name.startswith(".")
        }
        sealed = {
            name: Attributes.of_folder(_sealed_second(tombe))
            for name, tombe in self._envois.tombes().items()
        }
        return sorted({**sealed, **live, RETOUR: self._attributes_of_retour()}.items())

    def _absent_listing(self, place: Place) -> Listing:
        if place.in_retour and not place.inside:
            return Listing(Attributes.of_folder(), [])
        attributes = self._sealed_attributes(place)
        tombe = None if place.in_retour else self._envois.tombe(place.envoi)
        if tombe is None or attributes is None:
            raise FileNotFoundError(2, "no such folder", str(place))
        if not attributes.is_folder:
            raise NotADirectoryError(20, "not a folder", str(place))
        inside = ((tuple(entree.chemin.split("/")), entree) for entree in tombe.entrees)
        below = [(names[-1], _of(entree)) for names, entree in inside if names[:-1] == place.inside]
        return Listing(attributes, below)

    def _sealed_attributes(self, place: Place) -> Attributes | None:
        tombe = None if place.in_retour else self._envois.tombe(place.envoi)
        if tombe is None:
            return None
        if not place.inside:
            return Attributes.of_folder(_sealed_second(tombe))
        trace = self._envois.trace(place)
        return None if trace is None else _of(trace)


def _of(trace: Trace) -> Attributes:
    kind = stat.S_IFDIR if trace.dossier else stat.S_IFREG
    return Attributes(trace.taille, kind | trace.mode, (trace.mtime, trace.mtime))


def _sealed_second(tombe: Tombe) -> int:
    return int(datetime.fromisoformat(tombe.scelle_le).timestamp())
