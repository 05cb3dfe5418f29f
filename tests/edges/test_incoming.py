"""The protocol between sessions and sealing, with real processes, and the tombstones."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from ingest.disk import incoming
from ingest.disk.incoming import Gone, Tombe, Trace

SCELLE_LE = "2026-11-24T06:00:00.000Z"
NOW = "2026-11-24T06:30:00.000Z"
LATER = "2026-11-24T07:00:00.001Z"

SESSION = """
import os, sys
from pathlib import Path
from ingest.disk import incoming
print("asks", flush=True)
try:
    fd = incoming.open_shared(Path(sys.argv[1]))
except incoming.Gone:
    print("gone", flush=True)
else:
    print("holds", flush=True)
    sys.stdin.readline()
    os.close(fd)
    print("left", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def a_session(directory: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that takes the shared lock, tells so, and leaves when it gets a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", SESSION, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with process:
        assert said(process.stdout) == "asks"
        yield process
        process.kill()


def said(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def a_tombe(scelle_le: str = SCELLE_LE) -> Tombe:
    entrees = (
        Trace("donnees", 4096, 1764000000, 0o750, dossier=True),
        Trace("donnees/tiers.xml", 1051, 1763000000, 0o640, dossier=False),
    )
    return Tombe("20261124T060000-lsc-12-0a1b", scelle_le, entrees)


@pytest.fixture
def account(tmp_path: Path) -> Path:
    (tmp_path / "lsc").mkdir()
    return tmp_path / "lsc"


@pytest.fixture
def envoi(account: Path) -> Path:
    (account / "nuit").mkdir()
    return account / "nuit"


def test_a_sessions_handle_stops_sealing(envoi: Path) -> None:
    with a_session(envoi) as session:
        assert said(session.stdout) == "holds"
        assert incoming.open_exclusive(envoi) is None


def test_sealing_goes_on_when_the_session_lets_go(envoi: Path) -> None:
    with a_session(envoi) as session:
        assert said(session.stdout) == "holds"
        tell(session)
        assert said(session.stdout) == "left"
        fd = incoming.open_exclusive(envoi)
        assert fd is not None
        os.close(fd)


def test_a_killed_session_leaves_no_lock_behind(envoi: Path) -> None:
    with a_session(envoi) as session:
        assert said(session.stdout) == "holds"
        session.kill()
        session.wait()
        fd = incoming.open_exclusive(envoi)
        assert fd is not None
        os.close(fd)


def test_two_sessions_write_in_one_envoi_together(envoi: Path) -> None:
    with a_session(envoi) as one, a_session(envoi) as other:
        assert (said(one.stdout), said(other.stdout)) == ("holds", "holds")


def test_a_session_that_waited_for_a_sealing_learns_that_the_envoi_is_gone(envoi: Path) -> None:
    fd = incoming.open_exclusive(envoi)
    assert fd is not None
    with a_session(envoi) as session:
        envoi.rename(envoi.parent.parent / "sealed")
        os.close(fd)
        assert said(session.stdout) == "gone"


def test_a_session_is_not_fooled_by_a_new_directory_of_the_same_name(envoi: Path) -> None:
    fd = incoming.open_exclusive(envoi)
    assert fd is not None
    with a_session(envoi) as session:
        wait_until_blocked(session.pid)
        envoi.rename(envoi.parent.parent / "sealed")
        envoi.mkdir()
        os.close(fd)
        assert said(session.stdout) == "gone"


def wait_until_blocked(pid: int) -> None:
    """Return when a process waits for a flock (the kernel lists it with an arrow)."""
    while not any(
        line.split()[1] == "->" and str(pid) in line.split()
        for line in Path("/proc/locks").read_text().splitlines()
    ):
        pass


def test_a_session_waits_for_a_sealing_that_ends_without_one(envoi: Path) -> None:
    fd = incoming.open_exclusive(envoi)
    assert fd is not None
    with a_session(envoi) as session:
        wait_until_blocked(session.pid)
        os.close(fd)
        assert said(session.stdout) == "holds"


@pytest.mark.parametrize("what", ["nothing", "file", "link"])
def test_what_is_no_directory_is_gone(account: Path, envoi: Path, what: str) -> None:
    path = account / "autre"
    if what == "file":
        path.touch()
    elif what == "link":
        path.symlink_to(envoi)
    with pytest.raises(Gone):
        incoming.open_shared(path)
    assert incoming.open_exclusive(path) is None


def test_the_lock_is_the_directorys_and_follows_its_rename(envoi: Path) -> None:
    fd = incoming.open_shared(envoi)
    renamed = envoi.rename(envoi.with_name("autre"))
    assert incoming.open_exclusive(renamed) is None
    os.close(fd)


def test_the_descriptor_is_not_inherited_by_programs(envoi: Path) -> None:
    fd = incoming.open_shared(envoi)
    assert fcntl.fcntl(fd, fcntl.F_GETFD) & fcntl.FD_CLOEXEC
    os.close(fd)


def test_a_tombstone_answers_when_the_directory_is_gone(account: Path) -> None:
    incoming.bury(account, "nuit", a_tombe())
    assert incoming.tomb_of(account, "nuit", now=NOW) == a_tombe()


def test_a_tombstone_is_silent_while_anything_stands_at_its_name(account: Path) -> None:
    incoming.bury(account, "nuit", a_tombe())
    (account / "nuit").symlink_to("nowhere")
    assert incoming.tomb_of(account, "nuit", now=NOW) is None
    assert incoming.tombs(account, now=NOW) == {}


def test_a_tombstone_stands_for_an_hour(account: Path) -> None:
    incoming.bury(account, "nuit", a_tombe())
    assert incoming.tomb_of(account, "nuit", now="2026-11-24T07:00:00.000Z") == a_tombe()
    assert incoming.tomb_of(account, "nuit", now=LATER) is None


def test_a_tombstone_still_answers_when_the_clock_was_set_back(account: Path) -> None:
    incoming.bury(account, "nuit", a_tombe())
    assert incoming.tomb_of(account, "nuit", now="2026-11-23T06:00:00.000Z") == a_tombe()


def test_a_new_sealing_under_the_same_name_replaces_the_tombstone(account: Path) -> None:
    incoming.bury(account, "nuit", a_tombe())
    incoming.tomb_of(account, "nuit", now=NOW)
    incoming.bury(account, "nuit", a_tombe(NOW))
    assert incoming.tomb_of(account, "nuit", now=NOW) == a_tombe(NOW)


def test_the_sweep_removes_the_old_ones_only(account: Path) -> None:
    incoming.bury(account, "hier", a_tombe("2026-11-23T06:00:00.000Z"))
    incoming.bury(account, "nuit", a_tombe())
    incoming.sweep_tombs(account, now=NOW)
    assert len(list((account / ".tombes").iterdir())) == 1
    assert incoming.tomb_of(account, "nuit", now=NOW) == a_tombe()


@pytest.mark.parametrize("name", ["n" * 255, "é", "e\u0301", "\udcff\udcfe", "..", "a b\n"])
def test_any_name_that_a_client_can_give_has_its_tombstone(account: Path, name: str) -> None:
    incoming.bury(account, name, a_tombe())
    expected = None if name == ".." else a_tombe()
    assert incoming.tomb_of(account, name, now=NOW) == expected


def test_all_tombstones_of_an_account_are_listed_by_name(account: Path) -> None:
    incoming.bury(account, "nuit 1", a_tombe())
    incoming.bury(account, "vieux", a_tombe("2026-11-23T06:00:00.000Z"))
    assert incoming.tombs(account, now=NOW) == {"nuit 1": a_tombe()}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"nom"',
        b"[]",
        b"{}",
        b'{"nom": "nuit", "envoi": "e", "scelle_le": "hier", "entrees": []}',
        b'{"nom": "nuit", "envoi": "e", "scelle_le": "2026-11-24T06:00:00.000Z", "entrees": [1]}',
    ],
)
def test_a_damaged_tombstone_is_none_and_is_swept(account: Path, content: bytes) -> None:
    incoming.bury(account, "nuit", a_tombe())
    next((account / ".tombes").iterdir()).write_bytes(content)
    assert incoming.tomb_of(account, "nuit", now=NOW) is None
    assert incoming.tombs(account, now=NOW) == {}
    incoming.sweep_tombs(account, now=NOW)
    assert list((account / ".tombes").iterdir()) == []


def test_an_account_without_tombstones_has_none(account: Path) -> None:
    assert incoming.tomb_of(account, "nuit", now=NOW) is None
    assert incoming.tombs(account, now=NOW) == {}
    incoming.sweep_tombs(account, now=NOW)
