"""The life of a transfer: a file received in place, or one of `/retour` given.

A file is complete at its client's CLOSE, when it is on disk, logged and told, and in no other way;
a handle left open is a failed transfer (pitfall P4). What was sent is not read back, but by the
accounts that are told of what they are refused (refusing.py).
Touches: `incoming/<account>/`, the session's log, the supervisor's socket. A crash leaves files as
far as they were written; only those that were answered OK are said to be whole.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from syncd.sftp.folder import tree
from syncd.sftp.folder.attributes import FILE_MODE, Attributes, file_mode, instant, letters
from syncd.sftp.folder.envois import Envois
from syncd.sftp.folder.handles import Download, Upload
from syncd.sftp.folder.paths import Place, check_in_folder, check_writable
from syncd.sftp.folder.refusing import Refusing
from syncd.sftp.folder.view import View
from syncd.sftp.record import Record
from syncd.sftp.wire.messages import Refusal, Status, refusal_of
from syncd.winscp_log import Operation


class Flags:
    """How a client opens a file: bits of a number."""

    READ = 0x1
    WRITE = 0x2
    APPEND = 0x4
    CREAT = 0x8
    TRUNC = 0x10
    EXCL = 0x20


_MEANINGS = (
    (Flags.CREAT, os.O_CREAT),
    (Flags.TRUNC, os.O_TRUNC),
    (Flags.EXCL, os.O_EXCL),
)
_CHANGING = Flags.WRITE | Flags.APPEND | Flags.CREAT | Flags.TRUNC


class Transfers:
    """How one channel opens files and ends them."""

    def __init__(self, view: View, envois: Envois, record: Record, refusing: Refusing) -> None:
        self._view = view
        self._envois = envois
        self._record = record
        self._refusing = refusing

    def open(self, place: Place, flags: int, wished: Attributes) -> Upload | Download:
        """Open a file: one of an envoi to write it, one of `/retour` to read it."""
        if flags & _CHANGING:
            return self._receive(place, flags, wished)
        if not place.in_retour or not place.inside:
            raise Refusal(Status.PERMISSION_DENIED, "Seul le dossier retour peut être lu")
        started = self._record.now()
        with self._view.parent(place) as (parent, name):
            descriptor = tree.open_file(parent, name, os.O_RDONLY, 0)
        return Download(place=place, descriptor=descriptor, started=started)

    def complete(self, upload: Upload) -> None:
        """Answer a CLOSE: all of it on disk, logged, told. Raise Refusal when that is not so.

        Or when what it holds is refused: it is whole all the same, and stays. The supervisor is
        told when the lock is gone: it may seal at once.
        """
        size = None
        try:
            size, refused = self._whole(upload)
            if refused:
                raise refused
            self._log_whole(upload, size)
        except (OSError, Refusal) as error:
            refusal = refusal_of(error)
            self._record.refuse(self._operation(upload), refusal)
            raise refusal from error
        finally:
            self._let_go(upload)
            self._record.tell("closed", upload.place, size=size, success=size is not None)

    def abort(self, upload: Upload, reason: str) -> None:
        """End a file that its client did not close."""
        try:
            self._record.refuse(self._operation(upload), Refusal(Status.FAILURE, reason))
        finally:
            self._let_go(upload)
            self._record.tell("closed", upload.place, success=False)

    def end_reading(self, download: Download, reason: str | None = None) -> None:
        """End a reading; it succeeded when its client got to the end of the file."""
        size = download.attributes().size or 0
        download.close()
        done = Operation(kind="download", filename=str(download.place), started=download.started)
        if reason is None and download.reached < size:
            reason = "Le fichier n'a pas été lu jusqu'au bout"
        if reason is None:
            self._record.write(replace(done, size=size))
        else:
            self._record.refuse(done, Refusal(Status.FAILURE, reason))

    def _receive(self, place: Place, flags: int, wished: Attributes) -> Upload:
        started = self._record.now()
        try:
            check_writable(place)
            check_in_folder(place)
            upload = self._begin(place, flags, wished, started)
        except (OSError, Refusal) as error:
            refusal = refusal_of(error)
            doing = Operation(kind="upload", filename=str(place), started=started)
            self._record.refuse(doing, refusal)
            raise refusal from error
        return upload

    def _begin(self, place: Place, flags: int, wished: Attributes, started: str) -> Upload:
        """Open under the envoi's lock, which stays held until the upload is let go.

        An opening that goes on with something (no CREAT, or APPEND) never begins an envoi anew.
        """
        mode = file_mode(FILE_MODE if wished.mode is None else wished.mode)
        creating = bool(flags & Flags.CREAT and not flags & Flags.APPEND)
        envoi = self._envois.hold(place, creating=creating)
        try:
            with tree.folder(envoi, place.inside[:-1]) as parent:
                if creating and not tree.stands(parent, place.inside[-1]):
                    self._envois.allowance.take(fichiers=1)
                opened = tree.open_file(parent, place.inside[-1], _system_flags(flags), mode)
                return Upload(
                    place=place,
                    descriptor=opened,
                    parent=os.dup(parent),
                    started=started,
                    allowance=self._envois.allowance,
                    extent=os.fstat(opened).st_size,
                )
        except BaseException:
            self._envois.release(place)
            raise

    def _log_whole(self, upload: Upload, size: int) -> None:
        self._record.write(self._operation(upload, size), *_attribute_operations(upload))

    def _whole(self, upload: Upload) -> tuple[int, Refusal | None]:
        """Return the size of an upload that is on disk, under its own name, and what refuses it.

        Raise Refusal when it is not there.
        """
        received, there, refused = upload.complete(), None, None
        with (
            suppress(FileNotFoundError, NotADirectoryError),
            self._envois.inside(upload.place) as (parent, name),
        ):
            there = tree.look(parent, name)
            refused = self._refusing.of(upload.place, parent)
        if there is None or not os.path.samestat(received, there):
            raise Refusal(
                Status.FAILURE, "Ce fichier a été supprimé, renommé ou remplacé pendant son envoi"
            )
        return received.st_size, refused

    def _let_go(self, upload: Upload) -> None:
        upload.close()
        self._envois.release(upload.place)

    def _operation(self, upload: Upload, size: int | None = None) -> Operation:
        return Operation(
            kind="upload",
            filename=str(upload.place),
            destination=self._record.stored(upload.place),
            size=size,
            started=upload.started,
        )


def _attribute_operations(upload: Upload) -> Iterator[Operation]:
    """Yield what FSETSTAT did: logged after the upload, as WinSCP orders them (winscp.md §2)."""
    named, started = str(upload.place), upload.started
    if upload.times is not None:
        changed = instant(upload.times[1])
        yield Operation(kind="touch", filename=named, modification=changed, started=started)
    if upload.mode is not None:
        granted = letters(upload.mode)
        yield Operation(kind="chmod", filename=named, permissions=granted, started=started)


def _system_flags(flags: int) -> int:
    """APPEND is left out: the client sends real offsets, and the kernel would ignore them."""
    system = os.O_WRONLY
    for flag, meaning in _MEANINGS:
        system |= meaning if flags & flag else 0
    return system
