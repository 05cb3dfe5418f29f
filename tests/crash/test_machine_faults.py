"""Faults of this host: nothing is said to the sender, and all goes on when they are over."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.disk.spool import Spool
from store.database import Store
from syncd.worker import Worker
from tests.crash.some_installation import (
    ACCOUNT,
    BACKOFF_SECONDS,
    at_work,
    prepare_first,
)

pytestmark = pytest.mark.crash

TINY = "6m"
HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@dataclass
class Office:
    """A daemon's worker on a real installation; its time is set by the test."""

    data: Path
    worker: Worker
    spool: Spool
    store: Store
    later: Callable[[], None]

    def work(self) -> None:
        """Do rounds until the worker would wait."""
        while not self.worker.round():
            pass

    def answers(self) -> list[str]:
        """Return the names of what was said to the sender."""
        return [path.name for path in (self.data / "spool" / "retour" / ACCOUNT).glob("*")]

    def outcomes(self) -> list[str]:
        """Return what was decided, oldest first."""
        with self.store.reading() as known:
            return [entry.resultat for entry in known.entries()]


@contextmanager
def an_office(data: Path) -> Iterator[Office]:
    """Open an office where a first envoi lies complete, and the lock is not waited for."""
    prepare_first(data)
    time = [0.0]

    def later() -> None:
        time[0] += 2 * BACKOFF_SECONDS

    with at_work(data, lambda: time[0], busy_seconds=0.1) as (worker, parts):
        yield Office(data, worker, parts.spool, parts.store, later)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of a few MiB; where nobody lets us mount one, a plain folder."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={TINY}", "lsc-syncd-test", str(disk)]
    try:
        is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        is_mounted = False
    yield disk
    if is_mounted:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no room on a disk during the block; in a plain folder, let no file of ours grow."""
    with _ballast(disk / "ballast") if disk.is_mount() else _limit():
        yield


@contextmanager
def _ballast(path: Path) -> Iterator[None]:
    with pytest.raises(OSError, match="No space left"):
        _fill(path)
    yield
    path.unlink()


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


@contextmanager
def _limit() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the write lock of a database in another process during the block."""
    program = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate()


def test_while_another_process_holds_the_store_an_envoi_is_deferred(tmp_path: Path) -> None:
    with an_office(tmp_path / "data") as office:
        with locked(office.data / "store.db"):
            office.work()

        assert len(office.spool.deferred()) == 1
        assert (office.answers(), office.outcomes()) == ([], [])


def test_a_deferred_envoi_is_applied_when_the_store_is_free(tmp_path: Path) -> None:
    with an_office(tmp_path / "data") as office:
        with locked(office.data / "store.db"):
            office.work()
        office.later()
        office.work()

        assert office.outcomes() == ["applique"]
        assert "accuse-1.xml" in office.answers()


def test_on_a_full_disk_an_envoi_is_deferred(tiny_disk: Path) -> None:
    with an_office(tiny_disk / "data") as office:
        office.worker._seal()
        with full(tiny_disk):
            office.work()

        assert len(office.spool.deferred()) == 1
        assert (office.answers(), office.outcomes()) == ([], [])


def test_a_deferred_envoi_is_applied_when_the_disk_has_room(tiny_disk: Path) -> None:
    with an_office(tiny_disk / "data") as office:
        office.worker._seal()
        with full(tiny_disk):
            office.work()
        office.later()
        office.work()

        assert office.outcomes() == ["applique"]
        assert "accuse-1.xml" in office.answers()


def test_on_a_full_disk_an_envoi_that_cannot_be_sealed_stays_as_it_is(tiny_disk: Path) -> None:
    with an_office(tiny_disk / "data") as office:
        with full(tiny_disk):
            office.work()

        assert [name for _, name in _incoming(office)] == ["premier"]
        assert (office.answers(), office.outcomes()) == ([], [])


def test_it_is_sealed_and_applied_when_the_disk_has_room(tiny_disk: Path) -> None:
    with an_office(tiny_disk / "data") as office:
        with full(tiny_disk):
            office.work()
        office.later()
        office.work()

        assert office.outcomes() == ["applique"]


def _incoming(office: Office) -> list[tuple[str, str]]:
    return [(account, directory.name) for account, directory in office.spool.incoming()]
