"""The doorbell: what rings it, and that our own reading does not."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from watchdog.observers.api import EventQueue, ObservedWatch
from watchdog.observers.inotify import InotifyEmitter

from syncd.watcher import ring_bell, watching
from tests.edges.some_envois import a_spool, an_envoi

SECONDS = 10


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return a_spool(tmp_path).account_dir("lsc").parent.parent


@pytest.fixture
def rung(spool: Path) -> Iterator[Event]:
    bell = Event()
    with watching(spool, bell.set):
        yield bell


def test_a_file_written_in_a_folder_of_a_client_rings(spool: Path, rung: Event) -> None:
    (spool / "incoming/lsc/manifeste.xml").write_bytes(b"<manifeste/>")

    assert rung.wait(SECONDS)


def test_a_file_written_in_a_folder_that_is_new_rings(spool: Path, rung: Event) -> None:
    folder = spool / "incoming/lsc/e1"
    folder.mkdir()
    assert rung.wait(SECONDS)
    ring_until_silent(spool, rung)

    (folder / "1.pdf").write_bytes(b"%PDF-1.7")

    assert rung.wait(SECONDS)


def test_a_folder_moved_in_rings(tmp_path: Path, spool: Path, rung: Event) -> None:
    an_envoi(tmp_path / "elsewhere").rename(spool / "incoming/lsc/e1")

    assert rung.wait(SECONDS)


def test_a_command_can_ring(spool: Path, rung: Event) -> None:
    ring_bell(spool)

    assert rung.wait(SECONDS)


def test_reading_does_not_ring(spool: Path) -> None:
    (spool / "incoming/lsc/1.pdf").write_bytes(b"%PDF-1.7")
    rings: list[None] = []
    told = Event()

    def ring() -> None:
        rings.append(None)
        told.set()

    with watching(spool, ring):
        (spool / "incoming/lsc/1.pdf").read_bytes()
        ring_bell(spool)
        assert told.wait(SECONDS)

    assert len(rings) == 1


def ring_until_silent(spool: Path, rung: Event) -> None:
    """Return when the events so far were heard: the bell's own is the last of them."""
    rung.clear()
    ring_bell(spool)
    assert rung.wait(SECONDS)
    rung.clear()


def test_the_library_complains_of_no_stop(spool: Path, caplog: pytest.LogCaptureFixture) -> None:
    with watching(spool, lambda: None):
        pass
    stopped = InotifyEmitter(EventQueue(), ObservedWatch(str(spool), recursive=False))
    stopped.queue_events(0)
    assert caplog.records == []
