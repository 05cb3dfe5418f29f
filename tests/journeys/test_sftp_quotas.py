"""Quotas and the floor of free disk: the sender sees the sentence, and nothing partial is whole."""

import struct
from pathlib import Path

import pytest

from syncd.sftp.wire.messages import Request, Status, packed
from tests.journeys.some_sftp import Account, Server, a_server
from tests.journeys.some_wire import PUT, Wire, a_size, name

LIMIT = 100_000
NO_ROOM = "Il n'y a plus de place sur le serveur : réessayez plus tard"
TOO_MUCH = "Ce compte a atteint sa limite (100 000 octets, 3 fichiers en attente de traitement)"


@pytest.fixture
def account(server: Server) -> Account:
    """An account that may have 100 kB, in three files and folders, the envoi's own counted."""
    made = server.account()
    limits = f"octets_max = {LIMIT}\nfichiers_max = 3\n"
    (server.root / f"accounts/{made.name}.toml").write_text(limits)
    return made


def test_what_fits_is_received(account: Account, envoi: Path) -> None:
    account.a_file("x", bytes(LIMIT))
    assert account.sftp("put x nuit/x").code == 0
    assert (envoi / "x").stat().st_size == LIMIT


def test_what_does_not_fit_is_refused_while_it_is_sent(account: Account, envoi: Path) -> None:
    account.a_file("x", bytes(LIMIT + 1))
    done = account.sftp("put x nuit/x")
    assert done.code != 0
    assert (envoi / "x").stat().st_size <= LIMIT
    assert account.operations()[-1].success is False
    assert TOO_MUCH in account.operations()[-1].messages[1]


def test_a_file_that_went_beyond_is_not_whole_at_its_close(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        assert wire.write(handle, 0, b"x")[0] == Status.OK
        assert wire.write(handle, LIMIT, b"x") == wire.write(handle, LIMIT, b"x")
        assert wire.write(handle, 1, b"y")[0] == Status.OK
        closed = wire.status(Request.CLOSE, packed(handle))
    assert closed[0] == Status.FAILURE
    assert TOO_MUCH in closed[1]
    assert (envoi / "x").read_bytes() == b"xy"


def test_a_size_that_does_not_fit_is_refused(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        by_handle = wire.status(Request.FSETSTAT, packed(handle), a_size(LIMIT + 1))
        wire.status(Request.CLOSE, packed(handle))
        by_name = wire.status(Request.SETSTAT, name("nuit/x"), a_size(1 << 40))
    assert TOO_MUCH in by_handle[1]
    assert TOO_MUCH in by_name[1]
    assert (envoi / "x").stat().st_size == 0


def test_one_file_or_folder_too_many_is_refused(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        wire.put("nuit/a", b"a")
        wire.put("nuit/b", b"b")
        opened = wire.status(Request.OPEN, name("nuit/c"), struct.pack(">I", PUT), bytes(4))
        made = wire.status(Request.MKDIR, name("nuit/c"), bytes(4))
        begun = wire.status(Request.MKDIR, name("jour"), bytes(4))
        wire.put("nuit/a", b"again")
    assert [TOO_MUCH in sentence for _, sentence in (opened, made, begun)] == [True] * 3
    assert sorted(path.name for path in envoi.iterdir()) == ["a", "b"]
    assert (envoi / "a").read_bytes() == b"again"


def test_what_is_removed_makes_room_at_once(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        wire.put("nuit/a", bytes(LIMIT))
        handle = wire.open("nuit/b")
        assert TOO_MUCH in wire.write(handle, 0, b"b")[1]
        wire.status(Request.CLOSE, packed(handle))
        assert wire.status(Request.REMOVE, name("nuit/a"))[0] == Status.OK
        wire.put("nuit/b", b"b")
    assert (envoi / "b").read_bytes() == b"b"


def test_other_accounts_are_not_concerned(server: Server, envoi: Path) -> None:
    (envoi / "x").write_bytes(bytes(LIMIT))
    other = server.account()
    other.a_file("x", bytes(2 * LIMIT))
    assert other.sftp("mkdir nuit", "put x nuit/x").code == 0


def test_at_the_floor_of_the_disk_nothing_is_received_and_all_is_read(tmp_path: Path) -> None:
    with a_server(tmp_path, floor_bytes=1 << 60) as server:
        account = server.account()
        (account.incoming / "nuit").mkdir(parents=True)
        (account.retour / "accuse").write_bytes(b"read")
        account.a_file("x", b"x")
        done = account.sftp("-put x nuit/x", "-mkdir jour", "get retour/accuse", "rmdir nuit")
        assert done.code == 0
        sentences = [done.messages[1] for done in account.operations() if not done.success]
        assert sentences == [NO_ROOM, NO_ROOM]
        assert (account.home / "accuse").read_bytes() == b"read"
        assert server.said().count("disk_floor_reached") == 1
