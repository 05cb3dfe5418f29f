"""The spool: an envoi is a directory, its state is the directory that holds it, a step is a rename.

Only this class renames envois, and only for the holder of the spool's lock (architecture, "The
spool", has the table of every state). Nothing replaces anything: an id is never given twice, and a
target that exists in any form stops the step.
Touches: the spool's root. After a crash: each envoi is whole in one directory; `active/<id>~<n>`
was being processed and is taken up as `~<n+1>`; what was half written is removed.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ingest.disk import incoming, sealing
from ingest.disk.completeness import SCELLE, Conditions, Verdict, glance
from ingest.disk.delivery import NotDeliverable, copy_tree
from ingest.disk.envoi import Envoi, envoi_at, is_account, is_id, numero_in, order, stamp
from ingest.disk.filing import free_of_directory, kept_files
from ingest.disk.tree import MANIFESTE, Tree, read_tree
from ingest.disk.vault import Unreadable
from store import durable
from store.documents import Documents

RETOUR = "retour"
STATES = ("ready", "deferred", "done", "refused", "hold")

DELIVERING = ".deliver-"
"""How the name of a copy of `bring` begins while it is made."""
_SEALED_BYTES = 256 * 1024 * 1024

log = logging.getLogger(__name__)


class AlreadyRunning(Exception):  # noqa: N818  the command line turns it into exit code 11
    """Another process works on this spool."""


class Spool:
    """The spool under one root, on the filesystem of the documents."""

    def __init__(
        self,
        root: Path,
        conditions: Conditions,
        documents: Documents,
        *,
        suffix: Callable[[], str],
    ) -> None:
        """Given what sealing needs, and a source of 4 random hex digits, prepare; see create()."""
        self._root = root
        self._conditions = conditions
        self._documents = documents
        self._suffix = suffix

    @property
    def root(self) -> Path:
        """Return where the directories of the states are."""
        return self._root

    def create(self) -> None:
        """Make the directories that are missing."""
        for name in ("incoming", "active", RETOUR, *STATES):
            durable.make_directory(self._root / name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the spool. Raise AlreadyRunning if another process does.

        A child that is forked meanwhile holds it as long as it lives: start the listener before.
        """
        fd = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _lock(fd, self._root)
            self._remove_unfinished()
            yield
        finally:
            os.close(fd)

    def account_dir(self, account: str) -> Path:
        """Given an account's name, return the folder that its client sees, made if needed."""
        return self._account_dir("incoming", account)

    def retour_dir(self, account: str) -> Path:
        """Given an account's name, return the folder of its answers, made if needed."""
        return self._account_dir(RETOUR, account)

    def incoming(self) -> Iterator[tuple[str, Path]]:
        """Yield every envoi under way, with its account, in the order of names."""
        for account in _directories(self._root / "incoming"):
            if is_account(account.name):
                for directory in _directories(account):
                    if not directory.name.startswith("."):
                        yield account.name, directory

    def seal_what_is_complete(self, now: datetime) -> list[Envoi]:
        """Seal every envoi under way that is complete or given up, and return those.

        One that the disk does not let us seal is left, logged, and tried again at the next call.
        """
        sealed = []
        for account, directory in self.incoming():
            try:
                envoi = self._seal_if_ripe(directory, now)
            except OSError as error:
                log.warning("sealing_failed", extra={"account": account, "error": error.strerror})
            else:
                sealed += [envoi] if envoi else []
        return sealed

    def deliver(self, source: Path, account: str, now: datetime) -> Envoi:
        """Given a directory of this host, take a copy in for an account, complete or not.

        Raise NotDeliverable, or OSError when the disk refuses; then nothing was taken in.
        """
        return self.seal_now(account, self.bring(source, account, now), now)

    def bring(self, source: Path, account: str, now: datetime) -> str:
        """Given a directory of this host, copy it among the envois under way; return its name.

        Whoever holds the spool seals it. Raise NotDeliverable or OSError as `deliver` does.
        """
        folder = self.account_dir(account)
        name = f"{stamp(now)}-{self._suffix()}"
        copy, directory = folder / f"{DELIVERING}{name}", folder / f"ingest-{name}"
        try:
            copy_tree(source, copy)
            durable.move(copy, directory)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
        return directory.name

    def seal_now(self, account: str, name: str, now: datetime) -> Envoi:
        """Given an envoi under way, seal it, complete or not. Raise NotDeliverable, or OSError."""
        if not is_account(account) or not name or "/" in name or name.startswith("."):
            raise NotDeliverable(f"{account}/{name} names no envoi under way")
        directory = self._root / "incoming" / account / name
        path = sealing.seal_as_it_is(
            directory, self._root / "ready", self._conditions, now=now, name=self._namer(now)
        )
        if path is None:
            raise NotDeliverable(
                f"{directory} is not there, or a client writes in it: it is sealed when complete"
            )
        return _in_ready(path)

    def ready(self) -> list[Envoi]:
        """Return the sealed envois in the order of numero; those without, last, by id."""
        return self._in("ready")

    def deferred(self) -> list[Envoi]:
        """Return the envois that a fault of this host stopped, in the order of numero."""
        return self._in("deferred")

    def interrupted(self) -> list[Envoi]:
        """Return the envois whose processing began and did not end, in the order of numero."""
        return self._in("active")

    def held(self) -> list[Envoi]:
        """Return the envois that wait for the agency's decision, in the order of numero."""
        return self._in("hold")

    def finished(self) -> list[Envoi]:
        """Return the envois that nobody has to decide about, in the order of numero."""
        return [*self._in("done"), *self._in("refused")]

    def remove(self, envoi: Envoi) -> None:
        """Given a finished envoi whose delay is over, remove it; a crash leaves some of it."""
        if envoi.state not in {"done", "refused"}:
            raise ValueError(f"{envoi.id} is in {envoi.state}: only finished envois are removed")
        shutil.rmtree(envoi.path)
        durable.fsync_directory(envoi.path.parent)

    def find(self, identifier: str) -> Envoi | None:
        """Given an id, whatever it looks like, return the envoi wherever it is."""
        if not is_id(identifier):
            return None
        for state in STATES:
            if (self._root / state / identifier).is_dir():
                return envoi_at(self._root / state / identifier, state)
        return next((envoi for envoi in self.interrupted() if envoi.id == identifier), None)

    def start(self, envoi: Envoi) -> Envoi:
        """Given a ready, deferred or interrupted envoi, begin its next attempt."""
        if envoi.state not in {"ready", "deferred", "active"}:
            raise ValueError(f"{envoi.id} is in {envoi.state}: file it in ready first")
        attempt = envoi.attempt + 1 if envoi.state == "active" else 1
        return _moved(envoi, self._root / "active" / f"{envoi.id}~{attempt}", "active")

    def file(self, envoi: Envoi, state: str, *, report: Mapping[str, bytes] | None = None) -> Envoi:
        """Given an envoi and one of STATES, move it there.

        Before that, write the report's files, by name, beside the rest. May be begun again after a
        crash.
        """
        if state not in STATES:
            raise ValueError(f"{state!r} is none of {', '.join(STATES)}")
        for name, content in (report or {}).items():
            durable.write(free_of_directory(envoi.path / name), content)
        return _moved(envoi, self._root / state / envoi.id, state)

    def open_sealed(self, envoi: Envoi, chemin: str) -> bytes:
        """Given the listed path of a sealed nature, return its bytes, in memory only.

        Raise Unreadable when it is not there, not encrypted with this key, or above 256 MiB.
        """
        entry = read_tree(envoi.path).at(chemin + SCELLE)
        if entry is None or entry.found.st_size > _SEALED_BYTES:
            raise Unreadable(f"{envoi.id} has no sealed file of a possible size under that path")
        with entry.path.open("rb") as file:
            return b"".join(self._conditions.vault.unseal(file))

    def discard_sealed(self, envoi: Envoi) -> Tree:
        """Given an envoi that is decided (applied, refused, replaced), delete its secrets.

        Return what is left of it.
        """
        tree = read_tree(envoi.path)
        sealed = [entry for entry in tree.files if sealing.is_sealed_file(entry)]
        for entry in sealed:
            entry.path.unlink()
            durable.fsync_directory(entry.path.parent)
        return tree.without(sealed)

    def discard_kept(self, tree: Tree, keep: Collection[str]) -> None:
        """Given what is left of an envoi, remove the files whose contents the documents keep.

        `keep` is their sha256. May be begun again after a crash.
        """
        for place in kept_files(tree, keep, self._documents, self._conditions.hashes):
            os.unlink(place)  # noqa: PTH108  a Path costs as much as the call, thousands of times

    def sweep_tombs(self, now: str) -> None:
        """Given the instant as ISO text, remove the tombstones that have stood their hour."""
        for account in _directories(self._root / "incoming"):
            incoming.sweep_tombs(account, now=now)

    def _account_dir(self, parent: str, account: str) -> Path:
        if not is_account(account):
            raise ValueError(f"{account!r} is no account: a-z, 0-9 and -, 32 at most")
        directory = self._root / parent / account
        durable.make_directory(directory)
        return directory

    def _seal_if_ripe(self, directory: Path, now: datetime) -> Envoi | None:
        if glance(directory, self._conditions, now=now).verdict is Verdict.WAITING:
            return None
        path = sealing.seal(
            directory, self._root / "ready", self._conditions, now=now, name=self._namer(now)
        )
        return _in_ready(path) if path else None

    def _namer(self, now: datetime) -> sealing.Name:
        def name(directory: Path) -> str:
            numero = numero_in(directory / MANIFESTE)
            return self._free_id(f"{stamp(now)}-{directory.parent.name}-{numero}")

        return name

    def _free_id(self, beginning: str) -> str:
        """Return an id that no envoi of the spool has."""
        while self.find(identifier := f"{beginning}-{self._suffix()}"):
            pass
        return identifier

    def _in(self, state: str) -> list[Envoi]:
        found = (envoi_at(path, state) for path in _directories(self._root / state))
        return sorted(filter(None, found), key=order)

    def _remove_unfinished(self) -> None:
        """Remove what a crash left half made: copies of `bring`, and our own temporary files."""
        for parent in (self._root / "active", self._root / "hold", self._root / RETOUR):
            for directory in _directories(parent):
                durable.sweep(directory)
        for account in _directories(self._root / "incoming"):
            durable.sweep(account / incoming.TOMBES)
            for directory in _directories(account):
                if directory.name.startswith(DELIVERING):
                    shutil.rmtree(directory)


def _lock(fd: int, root: Path) -> None:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunning(
            f"Another lsc-syncd works on {root}: stop it, or let it do the work"
        ) from error


def _directories(parent: Path) -> list[Path]:
    """Return the directories in a directory, by name; links are none."""
    with os.scandir(parent) as entries:
        return sorted(Path(entry) for entry in entries if entry.is_dir(follow_symlinks=False))


def _in_ready(path: Path) -> Envoi:
    envoi = envoi_at(path, "ready")
    if envoi is None:
        raise AssertionError(f"{path} was sealed under a name that is no id")
    return envoi


def _moved(envoi: Envoi, target: Path, state: str) -> Envoi:
    durable.move(envoi.path, target)
    moved = envoi_at(target, state)
    if moved is None:
        raise AssertionError(f"{target} is no id")
    return moved
