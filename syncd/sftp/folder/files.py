"""What one channel does to its account's files besides transferring them.

Each change is made under its envoi's lock, forced to disk, logged, told to the supervisor, and
only then answered (architecture, "OK means"). `/` itself holds folders only, and nothing changes
below `/retour`.
Touches: `incoming/<account>/`, the session's log, the supervisor's socket.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from syncd.sftp.folder import tree
from syncd.sftp.folder.attributes import (
    FOLDER_MODE,
    Attributes,
    file_mode,
    folder_mode,
    instant,
    letters,
)
from syncd.sftp.folder.envois import Envois
from syncd.sftp.folder.paths import Place, check_in_folder, check_writable
from syncd.sftp.folder.refusing import Refusing
from syncd.sftp.folder.view import View
from syncd.sftp.record import Record
from syncd.sftp.wire.messages import Refusal, Status
from syncd.winscp_log import Operation


class Files:
    """The account's files and folders, by place."""

    def __init__(self, view: View, envois: Envois, record: Record, refusing: Refusing) -> None:
        self._view = view
        self._envois = envois
        self._record = record
        self._refusing = refusing

    def make_folder(self, place: Place, wished: Attributes) -> None:
        """Make a folder; one at `/` begins an envoi."""
        mode = folder_mode(FOLDER_MODE if wished.mode is None else wished.mode)
        with self._record.operation(Operation(kind="mkdir", filename=str(place))):
            check_writable(place)
            self._envois.allowance.take(fichiers=1)
            if place.inside:
                self._check_not_sealed_folder(place)
                with self._envois.inside(place, creating=True) as (parent, name):
                    tree.make_folder(parent, name, mode)
            else:
                self._check_free(place)
                tree.make_folder(self._view.root, place.envoi, mode)

    def remove_file(self, place: Place) -> None:
        """Remove a file of an envoi."""
        with self._removing(place):
            check_in_folder(place)
            with self._envois.inside(place) as (parent, name):
                tree.look(parent, name)
                os.unlink(name, dir_fd=parent)
                os.fsync(parent)

    def remove_folder(self, place: Place) -> None:
        """Remove an empty folder; an envoi's own only while nobody writes in it."""
        with self._removing(place):
            if place.inside:
                with self._envois.inside(place) as (parent, name):
                    _remove_folder(parent, name)
            else:
                with self._envois.alone(place):
                    _remove_folder(self._view.root, place.envoi)

    def rename(self, source: Place, target: Place, *, replace: bool) -> None:
        """Rename a file or a folder; `replace` is what posix-rename does to an existing file.

        Within an envoi its lock is shared. What leaves an envoi, and an envoi's own folder, moves
        only while nobody writes in it: so no handle is ever in another envoi than the one it holds.
        Raise Refusal when that cannot be done, and when it is done and what the file holds is
        refused: under its own name the ordinary way finds it, and answers it.
        """
        if replace and source == target:
            self._view.attributes(source)
            return
        stored = self._record.stored(target)
        doing, refused = Operation(kind="mv", filename=str(source), destination=stored), None
        with self._record.operation(doing):
            check_writable(source)
            check_writable(target)
            if source.holds(target):
                raise Refusal(Status.FAILURE, "Un dossier ne peut pas entrer en lui-même")
            if target.inside:
                refused = self._move_inside(source, target, replace=replace)
            else:
                self._move_to_root(source, target)
        self._record.tell("renamed", target, source=source)
        if refused:
            received = Operation(
                kind="upload", filename=str(target), destination=stored, started=self._record.now()
            )
            self._record.refuse(received, refused)
            raise refused

    def change(self, place: Place, wished: Attributes) -> None:
        """Apply a size, times and a mode; a sealed place is left as it is, and answered OK.

        Clients set times after CLOSE, when the envoi may just have been sealed, and call the whole
        upload failed when that is refused: it is logged, and answered OK (winscp.md §3). While they
        are set nothing is sealed: the supervisor is told when that is over.
        """
        if place.is_root:
            return
        check_writable(place)
        try:
            self._envois.hold(place, creating=False)
        except (Refusal, FileNotFoundError):
            if wished.size not in {None, self._view.attributes(place).size}:
                raise
            return
        try:
            self._apply(place, wished)
        finally:
            self._envois.release(place)
            self._record.tell("changed", place)

    def _apply(self, place: Place, wished: Attributes) -> None:
        with self._view.parent(place) as found:
            tree.look(*found)
            if wished.size is not None:
                self._resize(place, wished.size)
            if wished.times is not None:
                with suppress(Refusal):
                    self._touch(place, found, wished.times)
            if wished.mode is not None:
                with suppress(Refusal):
                    self._chmod(place, found, wished.mode)

    @contextmanager
    def _removing(self, place: Place) -> Iterator[None]:
        """A later session may remove what is sealed: it is gone from its folder already."""
        with self._record.operation(Operation(kind="rm", filename=str(place))):
            check_writable(place)
            try:
                yield
            except FileNotFoundError:
                if not self._envois.was_sealed(place):
                    raise
        self._envois.allowance.forget()
        self._record.tell("removed", place)

    def _check_not_sealed_folder(self, place: Place) -> None:
        """To the session that sent it, a sealed folder exists."""
        tombe = self._envois.tombe(place.envoi)
        if tombe is not None and self._envois.was_open_at(tombe) and self._envois.trace(place):
            raise FileExistsError(17, "sealed under that name", str(place))

    def _check_free(self, place: Place) -> None:
        """To the session that sent it, a sealed envoi exists; a later one may begin it anew."""
        tombe = self._envois.tombe(place.envoi)
        if tombe is not None and self._envois.was_open_at(tombe):
            raise FileExistsError(17, "sealed under that name", str(place))

    def _move_inside(self, source: Place, target: Place, *, replace: bool) -> Refusal | None:
        """Move, and return what the file is refused for under its new name.

        The target's lock comes first: the other one never waits, so no two renames can. A source
        that is not there begins no new envoi in the place of a sealed target.
        """
        is_within = bool(source.inside) and source.envoi == target.envoi
        if not is_within:
            with self._envois.alone(source), self._view.parent(source) as found:
                tree.look(*found)
        with self._envois.inside(target, creating=not is_within) as free:
            if is_within:
                with self._envois.inside(source) as found:
                    tree.move(found, free, replace=replace)
            else:
                with self._envois.alone(source), self._view.parent(source) as found:
                    tree.move(found, free, replace=replace)
            return self._refusing.of(target, free[0])

    def _move_to_root(self, source: Place, target: Place) -> None:
        self._check_free(target)
        with self._envois.alone(source), self._view.parent(source) as found:
            if not stat.S_ISDIR(tree.look(*found).st_mode):
                check_in_folder(target)
            tree.move(found, (self._view.root, target.envoi), replace=False)

    def _resize(self, place: Place, size: int) -> None:
        stored = self._record.stored(place)
        doing = Operation(kind="upload", filename=str(place), destination=stored, size=size)
        with self._record.operation(doing):
            check_in_folder(place)
            with self._envois.inside(place) as (parent, name):
                descriptor = tree.open_file(parent, name, os.O_WRONLY, 0)
                try:
                    grown = max(size - os.fstat(descriptor).st_size, 0)
                    self._envois.allowance.take(octets=grown)
                    os.ftruncate(descriptor, size)
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
        self._record.tell("closed", place, size=size)

    def _touch(self, place: Place, found: tuple[int, str], times: tuple[int, int]) -> None:
        doing = Operation(kind="touch", filename=str(place), modification=instant(times[1]))
        with self._record.operation(doing), tree.opened(*found) as descriptor:
            os.utime(descriptor, times)

    def _chmod(self, place: Place, found: tuple[int, str], wished: int) -> None:
        doing = Operation(kind="chmod", filename=str(place), permissions=letters(wished))
        with self._record.operation(doing), tree.opened(*found) as descriptor:
            is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
            os.fchmod(descriptor, folder_mode(wished) if is_folder else file_mode(wished))


def _remove_folder(parent: int, name: str) -> None:
    tree.look(parent, name)
    os.rmdir(name, dir_fd=parent)
    os.fsync(parent)
