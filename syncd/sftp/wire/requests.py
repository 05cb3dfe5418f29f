"""The requests of SFTP version 3 and of OpenSSH's extensions: each taken apart, done, answered.

Touches: the account's files through `View`, `Files` and `Transfers`.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from syncd.sftp.folder import paths
from syncd.sftp.folder.attributes import Attributes
from syncd.sftp.folder.files import Files
from syncd.sftp.folder.handles import (
    MAX_HANDLES,
    MAX_READ_BYTES,
    Download,
    Handles,
    Listing,
    Upload,
)
from syncd.sftp.folder.transfers import Transfers
from syncd.sftp.folder.view import View
from syncd.sftp.record import SupervisorGone
from syncd.sftp.wire import messages
from syncd.sftp.wire.messages import Reader, Refusal, Request, Status, refusal_of

MAX_PACKET_BYTES = 262144

_EXTENSIONS = (
    ("posix-rename@openssh.com", "1"),
    ("statvfs@openssh.com", "2"),
    ("fstatvfs@openssh.com", "2"),
    ("fsync@openssh.com", "1"),
    ("limits@openssh.com", "1"),
)


class World(NamedTuple):
    """What a channel works on."""

    view: View
    files: Files
    transfers: Transfers


class Requests:
    """The requests of one channel, and the handles that they left open."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._handles = Handles()
        self._answers: Mapping[int, Callable[[int, Reader], bytes]] = {
            Request.INIT: self._init,
            Request.OPEN: self._open,
            Request.CLOSE: self._close,
            Request.READ: self._read,
            Request.WRITE: self._write,
            Request.LSTAT: self._stat,
            Request.FSTAT: self._fstat,
            Request.SETSTAT: self._setstat,
            Request.FSETSTAT: self._fsetstat,
            Request.OPENDIR: self._opendir,
            Request.READDIR: self._readdir,
            Request.REMOVE: self._remove,
            Request.MKDIR: self._mkdir,
            Request.RMDIR: self._rmdir,
            Request.REALPATH: self._realpath,
            Request.STAT: self._stat,
            Request.RENAME: self._rename,
            Request.READLINK: self._link,
            Request.SYMLINK: self._link,
            Request.EXTENDED: self._extended,
        }

    def answer(self, kind: int, number: int, body: Reader) -> bytes:
        """Given a request's type, number and body, do it and return the reply.

        Raise SupervisorGone, and nothing else.
        """
        try:
            return self._answers.get(kind, self._unknown)(number, body)
        except (OSError, OverflowError, Refusal) as error:
            refusal = refusal_of(error)
            return messages.status(number, refusal.status, refusal.sentence)

    def upload(self, name: bytes) -> Upload:
        """Return what a handle's name stands for. Raise Refusal when it is no file being sent."""
        handle = self._handles.get(name)
        if not isinstance(handle, Upload):
            raise Refusal(Status.PERMISSION_DENIED, "Ce fichier n'est pas ouvert en écriture")
        return handle

    def abort(self) -> int:
        """End what the client left open: failed transfers, never completed (P4). Return how many.

        Listings do not count.
        """
        left = [handle for handle in self._handles.take_all() if not isinstance(handle, Listing)]
        for handle in left:
            with suppress(SupervisorGone, Refusal):
                self._abort(handle)
        self._world.view.close()
        return len(left)

    def _abort(self, handle: Upload | Download) -> None:
        reason = "Connexion interrompue avant la fin du transfert"
        if isinstance(handle, Upload):
            self._world.transfers.abort(handle, reason)
        else:
            self._world.transfers.end_reading(handle, reason)

    def _init(self, number: int, body: Reader) -> bytes:
        """Whatever version the client speaks, ours is 3 (lftp asks for 6)."""
        del number, body
        return messages.version(_EXTENSIONS)

    def _unknown(self, number: int, body: Reader) -> bytes:
        del body
        return messages.status(number, Status.OP_UNSUPPORTED, "Opération non prise en charge")

    # Handles

    def _open(self, number: int, body: Reader) -> bytes:
        place, flags = paths.parse(body.string()), body.number()
        wished = body.attributes()
        self._handles.check_room()
        opened = self._world.transfers.open(place, flags, wished)
        return messages.handle(number, self._handles.add(opened))

    def _close(self, number: int, body: Reader) -> bytes:
        handle = self._handles.take(body.string())
        if isinstance(handle, Upload):
            self._world.transfers.complete(handle)
        elif isinstance(handle, Download):
            self._world.transfers.end_reading(handle)
        return messages.status(number, Status.OK)

    def _read(self, number: int, body: Reader) -> bytes:
        handle = self._handles.get(body.string())
        if not isinstance(handle, Download):
            raise Refusal(Status.PERMISSION_DENIED, "Seul le dossier retour peut être lu")
        content = handle.read(body.long_number(), body.number())
        return messages.data(number, content) if content else messages.status(number, Status.EOF)

    def _write(self, number: int, body: Reader) -> bytes:
        upload = self.upload(body.string())
        with upload.changing():
            upload.write(body.long_number(), [body.data()])
        return messages.status(number, Status.OK)

    def _fstat(self, number: int, body: Reader) -> bytes:
        return messages.attrs(number, self._handles.get(body.string()).attributes())

    def _fsetstat(self, number: int, body: Reader) -> bytes:
        self.upload(body.string()).change(body.attributes())
        return messages.status(number, Status.OK)

    def _opendir(self, number: int, body: Reader) -> bytes:
        self._handles.check_room()
        listing = self._world.view.listing(paths.parse(body.string()))
        return messages.handle(number, self._handles.add(listing))

    def _readdir(self, number: int, body: Reader) -> bytes:
        handle = self._handles.get(body.string())
        if not isinstance(handle, Listing):
            raise Refusal(Status.FAILURE, "Ce n'est pas un dossier")
        taken = handle.take()
        return messages.names(number, taken) if taken else messages.status(number, Status.EOF)

    # Paths

    def _stat(self, number: int, body: Reader) -> bytes:
        return messages.attrs(number, self._world.view.attributes(paths.parse(body.string())))

    def _realpath(self, number: int, body: Reader) -> bytes:
        return messages.names(number, [(str(paths.parse(body.string())), Attributes())])

    def _setstat(self, number: int, body: Reader) -> bytes:
        self._world.files.change(paths.parse(body.string()), body.attributes())
        return messages.status(number, Status.OK)

    def _mkdir(self, number: int, body: Reader) -> bytes:
        self._world.files.make_folder(paths.parse(body.string()), body.attributes())
        return messages.status(number, Status.OK)

    def _remove(self, number: int, body: Reader) -> bytes:
        self._world.files.remove_file(paths.parse(body.string()))
        return messages.status(number, Status.OK)

    def _rmdir(self, number: int, body: Reader) -> bytes:
        self._world.files.remove_folder(paths.parse(body.string()))
        return messages.status(number, Status.OK)

    def _rename(self, number: int, body: Reader) -> bytes:
        return self._move(number, body, replace=False)

    def _move(self, number: int, body: Reader, *, replace: bool) -> bytes:
        source, target = paths.parse(body.string()), paths.parse(body.string())
        if any(source.holds(upload.place) for upload in self._handles.uploads()):
            raise Refusal(Status.FAILURE, "Ce fichier est encore en cours d'écriture")
        self._world.files.rename(source, target, replace=replace)
        return messages.status(number, Status.OK)

    def _link(self, number: int, body: Reader) -> bytes:
        del body
        return messages.status(number, Status.PERMISSION_DENIED, "Les liens sont interdits")

    # Extensions

    def _extended(self, number: int, body: Reader) -> bytes:
        name = body.string()
        match name:
            case b"posix-rename@openssh.com":
                return self._move(number, body, replace=True)
            case b"fsync@openssh.com":
                self.upload(body.string()).sync()
                return messages.status(number, Status.OK)
            case b"statvfs@openssh.com" | b"fstatvfs@openssh.com":
                return messages.extended(number, self._world.view.statvfs())
            case b"limits@openssh.com":
                limits = (MAX_PACKET_BYTES, MAX_READ_BYTES, MAX_READ_BYTES, MAX_HANDLES)
                return messages.extended(number, limits)
            case _:
                return messages.status(number, Status.OP_UNSUPPORTED, "Extension inconnue")
