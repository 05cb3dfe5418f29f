"""After the sealing: what its client asks is answered as before, and nothing is added any more."""

import os
import struct
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE, S_ISDIR

import pytest

from ingest.disk import incoming, sealing
from ingest.disk.incoming import Tombe, Trace
from syncd.sftp.wire.messages import Request, Status, packed
from tests.edges.some_envois import TIERS, an_envoi, some_conditions
from tests.journeys.some_sftp import SECONDS, Account, until
from tests.journeys.some_wire import CREAT, PUT, WRITE, Wire, a_mode, a_size, name, times

CONTENT = b"<tiers/>\n" * 500
SEALED = (Status.PERMISSION_DENIED, "Cet envoi est déjà scellé et en cours de traitement")
MTIME = 1_600_000_000


def seal(account: Account, envoi: str = "nuit", *, at: datetime | None = None) -> None:
    """Do what a sealing does to a folder, without encrypting: exclusive lock, tomb, rename."""
    directory = account.incoming / envoi
    lock = incoming.open_exclusive(directory)
    assert lock is not None
    tombe = a_tombe(directory, at=at)
    incoming.bury(account.incoming, envoi, tombe)
    directory.rename(account.home / f"sealed-{len(list(account.home.iterdir()))}")
    os.close(lock)


def a_tombe(directory: Path, *, at: datetime | None = None) -> Tombe:
    instant = (at or datetime.now(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Tombe("20261124T060000-lsc-12-0001", instant, tuple(traces(directory)))


def traces(directory: Path) -> Iterator[Trace]:
    for path in sorted(directory.rglob("*")):
        found = path.stat()
        chemin = path.relative_to(directory).as_posix()
        mode, size = S_IMODE(found.st_mode), found.st_size
        yield Trace(chemin, size, int(found.st_mtime), mode, S_ISDIR(found.st_mode))


@pytest.fixture
def wire(account: Account) -> Iterator[Wire]:
    """A session that sent an envoi and was open when it was sealed."""
    with Wire(account) as open_session:
        for folder in ("nuit", "nuit/donnees"):
            assert open_session.status(Request.MKDIR, name(folder), bytes(4))[0] == Status.OK
        open_session.put("nuit/donnees/x", CONTENT)
        open_session.put("nuit/manifeste.xml", b"<manifeste/>")
        yield open_session


@pytest.mark.parametrize("request_", [Request.STAT, Request.LSTAT])
@pytest.mark.parametrize("path", ["nuit/donnees/x", "nuit/manifeste.xml"])
def test_a_sealed_file_is_answered_as_before(
    account: Account, wire: Wire, path: str, request_: Request
) -> None:
    before = wire.ask(request_, name(path))
    seal(account)
    after = wire.ask(request_, name(path))
    assert after[1][:24] == before[1][:24]  # all but the times
    assert after[1][28:] == before[1][28:]  # and the time of change


def test_a_file_that_is_being_sealed_is_answered_by_the_tombstone(
    account: Account, wire: Wire
) -> None:
    """Encrypted under another name already, and its envoi is still there: nobody is told "none"."""
    directory = account.incoming / "nuit"
    lock = incoming.open_exclusive(directory)
    assert lock is not None
    tombe = a_tombe(directory)
    (directory / "donnees/x").rename(directory / "donnees/x.scelle")
    with ThreadPoolExecutor(1) as asking:
        asked = asking.submit(wire.size, "nuit/donnees/x")
        time.sleep(0.1)  # the question comes before the answer is there
        incoming.bury(account.incoming, "nuit", tombe)
        directory.rename(account.home / "sealed")
        os.close(lock)
        assert asked.result(SECONDS) == len(CONTENT)


def test_listings_show_what_was_sealed(account: Account, wire: Wire) -> None:
    seal(account)
    assert wire.listing("/") == ["nuit", "retour"]
    assert wire.listing("/nuit") == ["donnees", "manifeste.xml"]
    assert wire.listing("/nuit/donnees") == ["x"]


def test_what_was_never_there_is_not_there(account: Account, wire: Wire) -> None:
    seal(account)
    for path in ("nuit/y", "nuit/donnees/y", "nuit/donnees/x/y", "jour"):
        assert wire.status(Request.STAT, name(path))[0] == Status.NO_SUCH_FILE
        assert wire.status(Request.SETSTAT, name(path), times(1))[0] == Status.NO_SUCH_FILE


@pytest.mark.parametrize("wished", [times(MTIME), a_mode(0o644), a_size(len(CONTENT))])
def test_setstat_on_a_sealed_file_is_ok_and_changes_nothing(
    account: Account, wire: Wire, wished: bytes
) -> None:
    before = wire.ask(Request.STAT, name("nuit/donnees/x"))[1][:24]
    seal(account)
    assert wire.status(Request.SETSTAT, name("nuit/donnees/x"), wished) == (Status.OK, "")
    assert wire.ask(Request.STAT, name("nuit/donnees/x"))[1][:24] == before


def test_another_session_sees_the_sealed_files_too(account: Account, wire: Wire) -> None:
    seal(account)
    assert wire.listing("/nuit")
    with Wire(account) as later:
        assert later.size("nuit/donnees/x") == len(CONTENT)
        assert later.status(Request.SETSTAT, name("nuit/donnees/x"), times(1))[0] == Status.OK


def test_the_session_that_sent_it_cannot_change_it(account: Account, wire: Wire) -> None:
    seal(account)
    x = name("nuit/donnees/x")
    refused = {
        wire.status(Request.OPEN, x, struct.pack(">I", PUT), bytes(4)),
        wire.status(Request.OPEN, name("nuit/y"), struct.pack(">I", PUT), bytes(4)),
        wire.status(Request.OPEN, x, struct.pack(">I", WRITE | CREAT), bytes(4)),
        wire.status(Request.REMOVE, x),
        wire.status(Request.RENAME, x, name("nuit/donnees/y")),
        wire.status(Request.RMDIR, name("nuit")),
        wire.status(Request.RENAME, name("nuit"), name("jour")),
        wire.status(Request.MKDIR, name("nuit/pieces"), bytes(4)),
        wire.status(Request.SETSTAT, x, a_size(0)),
    }
    assert refused == {SEALED}
    assert not (account.incoming / "nuit").exists()


def test_its_folders_exist_already_for_the_session_that_sent_it(
    account: Account, wire: Wire
) -> None:
    seal(account)
    for folder in ("nuit", "nuit/donnees"):
        assert wire.status(Request.MKDIR, name(folder), bytes(4)) == (
            Status.FAILURE,
            "Ce nom existe déjà",
        )


@pytest.mark.parametrize("path", ["nuit/manifeste.xml", "nuit/manifeste.xml.filepart"])
def test_a_new_manifeste_starts_a_new_envoi(account: Account, wire: Wire, path: str) -> None:
    seal(account)
    wire.put(path, b"<manifeste numero='13'/>")
    wire.put("nuit/donnees/x", b"new")
    assert (account.incoming / path).read_bytes() == b"<manifeste numero='13'/>"
    assert (account.incoming / "nuit/donnees/x").read_bytes() == b"new"


def test_a_later_session_starts_a_new_envoi(account: Account, wire: Wire) -> None:
    seal(account)
    assert wire.listing("/nuit")
    account.a_file("x", b"new")
    assert account.sftp("put x nuit/donnees/x").code == 0
    files = [path for path in account.incoming.rglob("*") if path.is_file()]
    assert (account.incoming / "nuit/donnees/x").read_bytes() == b"new"
    assert sorted(path.name for path in files if ".tombes" not in path.parts) == ["x"]


def test_a_later_session_sends_the_same_tree_again(account: Account, wire: Wire) -> None:
    seal(account)
    assert wire.listing("/nuit")
    account.a_file("nuit/donnees/x", b"new")
    assert account.sftp("put -r nuit").code == 0
    assert (account.incoming / "nuit/donnees/x").read_bytes() == b"new"


def test_a_later_session_does_as_winscp_over_a_sealed_file(account: Account, wire: Wire) -> None:
    seal(account)
    assert wire.listing("/nuit")
    account.a_file("x", b"new")
    part = "nuit/donnees/x.filepart"
    commands = (f"put x {part}", "rm nuit/donnees/x", f"rename -l {part} nuit/donnees/x")
    assert account.sftp(*commands).code == 0
    assert (account.incoming / "nuit/donnees/x").read_bytes() == b"new"


@pytest.mark.parametrize(
    "kind", ["rename within", "resume", "rename of nothing", "setstat", "remove"]
)
def test_what_writes_nothing_new_starts_no_envoi(account: Account, wire: Wire, kind: str) -> None:
    seal(account)
    assert wire.listing("/nuit")
    x, y = name("nuit/donnees/x"), name("nuit/donnees/y")
    with Wire(account) as later:
        if kind == "rename within":
            assert later.status(Request.RENAME, x, y)[0] == Status.NO_SUCH_FILE
        elif kind == "rename of nothing":
            assert later.status(Request.RENAME, name("jour/x"), y)[0] == Status.NO_SUCH_FILE
        elif kind == "resume":
            flags = struct.pack(">I", WRITE)
            assert later.status(Request.OPEN, x, flags, bytes(4))[0] == Status.NO_SUCH_FILE
        elif kind == "setstat":
            assert later.status(Request.SETSTAT, x, a_size(1))[0] != Status.OK
        else:
            assert later.status(Request.REMOVE, x)[0] == Status.OK
    assert not (account.incoming / "nuit").exists()


def test_a_handle_open_across_an_attempt_to_seal_stops_it(account: Account, wire: Wire) -> None:
    handle = wire.open("nuit/y")
    assert incoming.open_exclusive(account.incoming / "nuit") is None
    wire.write(handle, 0, CONTENT)
    assert wire.status(Request.CLOSE, packed(handle))[0] == Status.OK
    seal(account)
    assert wire.size("nuit/y") == len(CONTENT)


def test_a_session_that_waited_for_the_sealing_does_not_write_in_what_was_sealed(
    account: Account, wire: Wire
) -> None:
    directory = account.incoming / "nuit"
    lock = incoming.open_exclusive(directory)
    assert lock is not None
    flags = struct.pack(">I", PUT)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(wire.status, Request.OPEN, name("nuit/y"), flags, bytes(4))
        until(lambda: is_waiting(account.session()))
        instant = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        incoming.bury(account.incoming, "nuit", Tombe("id", instant, tuple(traces(directory))))
        sealed = directory.rename(account.home / "sealed")
        os.close(lock)
        assert answer.result() == SEALED
    assert sorted(path.name for path in sealed.iterdir()) == ["donnees", "manifeste.xml"]


def is_waiting(pid: int) -> bool:
    """Return whether a process waits for a lock (the kernel lists it with an arrow)."""
    locks = map(str.split, Path("/proc/locks").read_text().splitlines())
    return any(words[1] == "->" and str(pid) in words for words in locks)


def test_a_tombstone_older_than_an_hour_answers_nothing(account: Account, wire: Wire) -> None:
    seal(account, at=datetime.now(UTC) - timedelta(hours=1, seconds=1))
    assert wire.status(Request.STAT, name("nuit/donnees/x"))[0] == Status.NO_SUCH_FILE
    assert wire.listing("/") == ["retour"]


# With the real sealing


def seal_really(account: Account) -> Path | None:
    ready = account.home / "ready"
    ready.mkdir(exist_ok=True)
    return sealing.seal(
        account.incoming / "nuit",
        ready,
        some_conditions(),
        now=datetime.now(UTC),
        name=lambda _: "20261124T060000-lsc-12-0001",
    )


def test_an_uploaded_envoi_is_sealed_and_its_secrets_keep_their_names_and_sizes(
    account: Account,
) -> None:
    an_envoi(account.home / "nuit")
    with Wire(account) as watching:
        assert account.sftp("put -rp nuit").code == 0
        before = watching.ask(Request.STAT, name("nuit/donnees/connexions.xml"))[1][:24]
        target = seal_really(account)
        assert target is not None
        assert (target / "donnees/connexions.xml.scelle").is_file()
        after = watching.ask(Request.STAT, name("nuit/donnees/connexions.xml"))[1][:24]
        assert after == before
        assert watching.listing("/nuit/donnees") == [
            "connexions.xml",
            "digicodes-S1.xml",
            "tiers.xml",
        ]
        again = watching.status(Request.OPEN, name("nuit/x"), struct.pack(">I", PUT), bytes(4))
        assert again == SEALED
    assert (target / "donnees/tiers.xml").read_bytes() == TIERS


def test_an_envoi_with_an_open_file_is_not_sealed_until_it_is_closed(account: Account) -> None:
    an_envoi(account.home / "nuit")
    assert account.sftp("put -r nuit").code == 0
    with Wire(account) as wire:
        handle = wire.open("nuit/donnees/tiers.xml", WRITE)
        assert seal_really(account) is None
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.OK
        assert seal_really(account) is not None


def test_an_envoi_whose_client_was_cut_waits_for_the_rest(account: Account) -> None:
    an_envoi(account.home / "nuit")
    assert account.sftp("put -r nuit").code == 0
    wire = Wire(account)
    wire.write(wire.open("nuit/donnees/tiers.xml"), 0, TIERS[:10])
    wire.cut()
    account.server.hear(account.name, "closed", success=False)
    assert seal_really(account) is None
    assert account.sftp("put nuit/donnees/tiers.xml nuit/donnees/").code == 0
    assert seal_really(account) is not None


def test_no_file_that_was_answered_ok_is_lost_when_sealings_and_uploads_race(
    account: Account,
) -> None:
    enough = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(put_many, account, number, enough) for number in range(2)]
        try:
            deadline = time.monotonic() + 3 * SECONDS
            sealed = 0
            while sealed < 2 and time.monotonic() < deadline:
                sealed += seal_if_alone(account)
        finally:
            enough.set()
        answered = [path for writer in writers for path in writer.result()]
    found = {
        path.name: path.read_text()
        for root in (account.incoming / "nuit", *account.home.glob("sealed-*"))
        for path in root.rglob("*.xml")
    }
    assert found == {path: path for path in answered}
    assert sealed == 2


def put_many(account: Account, writer: int, enough: threading.Event) -> list[str]:
    """Send files until told that it is enough, in a new session after each refusal."""
    taken: list[str] = []
    while not enough.is_set():
        with Wire(account) as wire:
            wire.ask(Request.MKDIR, name("nuit"), bytes(4))
            while not enough.is_set() and put_one(wire, f"{writer}-{len(taken)}.xml"):
                taken.append(f"{writer}-{len(taken)}.xml")
    return taken


def put_one(wire: Wire, path: str) -> bool:
    answered, body = wire.ask(Request.OPEN, name(f"nuit/{path}"), struct.pack(">I", PUT), bytes(4))
    if answered != 102:
        return False
    handle = body[4:]
    assert wire.write(handle, 0, path.encode())[0] == Status.OK
    assert wire.status(Request.CLOSE, packed(handle))[0] == Status.OK
    return True


def seal_if_alone(account: Account) -> bool:
    directory = account.incoming / "nuit"
    lock = incoming.open_exclusive(directory)
    if lock is None:
        return False
    try:
        if not (inside := tuple(traces(directory))):
            return False
        instant = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        incoming.bury(account.incoming, "nuit", Tombe("id", instant, inside))
        directory.rename(account.home / f"sealed-{len(list(account.home.iterdir()))}")
    finally:
        os.close(lock)
    return True
