"""The envois of one account as a session writes in them: their locks and their tombstones.

A session changes an envoi only while it holds the shared flock of its folder (disk/incoming.py
tells why that is enough); to carry something out of an envoi, or to rename or remove its folder, it
must be alone in it. One descriptor per envoi, counted, serves all the handles of a channel.
Touches: `incoming/<account>/`, its locks and tombstones.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.disk import incoming
from ingest.disk.incoming import Gone, Tombe, Trace
from syncd.sftp.folder import tree
from syncd.sftp.folder.allowance import Allowance
from syncd.sftp.folder.attributes import FOLDER_MODE
from syncd.sftp.folder.paths import Place
from syncd.sftp.record import Record
from syncd.sftp.wire.messages import Refusal, Status

MANIFESTE = "manifeste.xml"
_ALREADY_SEALED = "Cet envoi est déjà scellé et en cours de traitement"
_BUSY = "Un fichier de cet envoi est encore en cours d'écriture : réessayez ensuite"


class Envois:
    """The account's folder as one channel of one session sees it."""

    def __init__(
        self, folder: Path, allowance: Allowance, *, opened_at: str, record: Record
    ) -> None:
        """`opened_at` is the start of the session: it knows what was sealed after that."""
        self.allowance = allowance
        self._folder = folder
        self._opened_at = opened_at
        self._record = record
        self._held: dict[str, tuple[int, int]] = {}
        self._renewed: set[Place] = set()
        self._index: tuple[Tombe | None, dict[str, Trace]] = None, {}

    def hold(self, place: Place, *, creating: bool) -> int:
        """Given a place in an envoi, return its folder's descriptor under the shared lock.

        `release` it once for each time. When the envoi was sealed, a write that may do so
        (`creating`) starts a new one under its name. Raise Refusal when it may not.
        """
        descriptor, count = self._held.get(place.envoi, (-1, 0))
        if not count:
            descriptor = self._lock(place, creating=creating)
        self._held[place.envoi] = descriptor, count + 1
        return descriptor

    def release(self, place: Place) -> None:
        """Give back what `hold` gave; the last one lets the envoi be sealed."""
        descriptor, count = self._held.pop(place.envoi)
        if count > 1:
            self._held[place.envoi] = descriptor, count - 1
        else:
            os.close(descriptor)

    @contextmanager
    def writing(self, place: Place, *, creating: bool = False) -> Iterator[int]:
        """Hold the envoi of a place for the time of one change."""
        descriptor = self.hold(place, creating=creating)
        try:
            yield descriptor
        finally:
            self.release(place)

    @contextmanager
    def alone(self, place: Place) -> Iterator[int]:
        """Hold the envoi of a place with nobody writing in it, this session included."""
        descriptor = incoming.open_exclusive(self._folder / place.envoi)
        if descriptor is None:
            self._explain_absence(place)
            raise Refusal(Status.FAILURE, _BUSY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def tombe(self, name: str) -> Tombe | None:
        """Return the tombstone that answers for a first-level name, if one does."""
        return incoming.tomb_of(self._folder, name, now=self._record.now())

    def tombes(self) -> dict[str, Tombe]:
        """Return every tombstone that answers, by name."""
        return incoming.tombs(self._folder, now=self._record.now())

    def trace(self, place: Place) -> Trace | None:
        """Return what a tombstone says of a place below a sealed envoi."""
        tombe = self.tombe(place.envoi)
        if tombe is None:
            return None
        if tombe is not self._index[0]:
            self._index = tombe, {entree.chemin: entree for entree in tombe.entrees}
        return self._index[1].get(place.chemin)

    def was_open_at(self, tombe: Tombe) -> bool:
        """Return whether this session was open when that envoi was sealed."""
        return self._opened_at <= tombe.scelle_le

    def saw_sealing(self, place: Place) -> bool:
        """Wait for the end of a sealing that is under way; return whether the envoi is sealed."""
        if place.in_retour or place.envoi in self._held:
            return False
        try:
            os.close(incoming.open_shared(self._folder / place.envoi))
        except Gone:
            return self.tombe(place.envoi) is not None
        return False

    def was_sealed(self, place: Place) -> bool:
        """Return whether a tombstone answers for a place, or did until this channel wrote there."""
        return place in self._renewed or self.trace(place) is not None

    @contextmanager
    def inside(self, place: Place, *, creating: bool = False) -> Iterator[tuple[int, str]]:
        """Hold the envoi of a place; give the descriptor of its folder there, and its name."""
        with (
            self.writing(place, creating=creating) as envoi,
            tree.folder(envoi, place.inside[:-1]) as parent,
        ):
            yield parent, place.inside[-1]

    def _lock(self, place: Place, *, creating: bool) -> int:
        directory = self._folder / place.envoi
        try:
            return incoming.open_shared(directory)
        except Gone:
            self._refuse_sealed(place)
        if not (creating and self._renew(place)):
            raise FileNotFoundError(2, "no such envoi", place.envoi)
        try:
            return incoming.open_shared(directory)
        except Gone as error:
            raise Refusal(Status.FAILURE, _ALREADY_SEALED) from error

    def _explain_absence(self, place: Place) -> None:
        """Raise what answers for an envoi that is not there; return when it is."""
        if self.tombe(place.envoi) is not None:
            raise Refusal(Status.PERMISSION_DENIED, _ALREADY_SEALED)
        (self._folder / place.envoi).lstat()

    def _refuse_sealed(self, place: Place) -> None:
        """A session that was open at the sealing starts a new envoi with a manifeste only.

        Also under a client's temporary name (`manifeste.xml.filepart`, `.in.manifeste.xml`…).
        """
        tombe = self.tombe(place.envoi)
        is_manifeste = len(place.inside) == 1 and MANIFESTE in place.inside[0]
        if tombe is not None and self.was_open_at(tombe) and not is_manifeste:
            raise Refusal(Status.PERMISSION_DENIED, _ALREADY_SEALED)

    def _renew(self, place: Place) -> bool:
        """Make the sealed envoi's folders again: its client has seen them, and will not make them.

        Not `place` itself, which is being made. Return False when no tombstone answers.
        """
        tombe = self.tombe(place.envoi)
        if tombe is None:
            return False
        self._renewed |= {
            Place((place.envoi, *entree.chemin.split("/"))) for entree in tombe.entrees
        }
        root = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with suppress(FileExistsError):
                tree.make_folder(root, place.envoi, FOLDER_MODE)
            with tree.folder(root, (place.envoi,)) as envoi:
                _make_folders(envoi, tombe, place)
        finally:
            os.close(root)
        return True


def _make_folders(envoi: int, tombe: Tombe, but: Place) -> None:
    for entree in tombe.entrees:
        names = tuple(entree.chemin.split("/"))
        if entree.dossier and not but.holds(Place((but.envoi, *names))):
            with suppress(OSError), tree.folder(envoi, names[:-1]) as parent:
                tree.make_folder(parent, names[-1], FOLDER_MODE)
