"""The main thread of the daemon: what sessions tell wakes the worker, with haste or without."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from syncd.bell import Bell
from syncd.journal import Journal
from syncd.sftp.events import Event, encode
from syncd.sftp.listener import Listener
from syncd.signals import Told
from syncd.supervisor import Supervisor
from syncd.systemd import Systemd

HOURS = 10_000.0
"""Longer than any test may take: a sleep that ends was ended."""


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def session(tmp_path: Path, bell: Bell) -> Iterator[socket.socket]:
    """What a session tells by, while a supervisor listens that rings this bell."""
    told_by, tells = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    woken, wake = socket.socketpair()
    woken.setblocking(False)
    life, other = os.pipe()
    process = subprocess.Popen(["sleep", str(HOURS)])
    listener = Listener(process.pid, 0, told_by, other)
    told = Told(woken)
    with closing(Journal(tmp_path / "journal.db")) as journal, tells, woken, wake:
        supervisor = Supervisor(listener, journal, tmp_path, bell, ())
        arguments = (told, Systemd(None), None, lambda: None)
        thread = Thread(target=supervisor.run, args=arguments)
        thread.start()
        try:
            yield tells
        finally:
            told.stop()
            wake.send(b"!")
            thread.join()
            listener.stop()
            os.close(life)
            process.returncode = 0  # the listener waited for it


def an_event(path: str) -> bytes:
    return encode(Event(session="s", account="lsc", event="closed", envoi="nuit", path=path))


def test_a_manifest_that_was_closed_ends_the_rest_of_the_worker(
    session: socket.socket, bell: Bell
) -> None:
    session.send(an_event("/nuit/manifeste.xml"))

    bell.sleep(HOURS, worked_seconds=HOURS)


def test_another_file_rings(session: socket.socket, bell: Bell) -> None:
    session.send(an_event("/nuit/pieces/1.pdf"))

    bell.sleep(HOURS, worked_seconds=0)


def test_another_file_leaves_the_worker_its_rest(session: socket.socket, bell: Bell) -> None:
    session.send(an_event("/nuit/pieces/1.pdf"))
    bell.sleep(HOURS, worked_seconds=0)  # it was heard
    rest = Thread(target=bell.sleep, args=(HOURS,), kwargs={"worked_seconds": HOURS})
    rest.start()
    session.send(an_event("/nuit/pieces/2.pdf"))
    rest.join(0.2)
    is_resting = rest.is_alive()
    bell.stop()
    rest.join()

    assert is_resting


def test_what_cannot_be_read_is_no_haste_and_harms_nobody(
    session: socket.socket, bell: Bell, caplog: pytest.LogCaptureFixture
) -> None:
    session.send(b"[]")
    bell.sleep(HOURS, worked_seconds=0)

    session.send(an_event("/nuit/manifeste.xml"))
    bell.sleep(HOURS, worked_seconds=HOURS)

    assert "event_unreadable" in caplog.messages
