"""What is done with packets that OpenSSH never sends: padded, broken, late or in a wrong place."""

import struct
from pathlib import Path

import pytest

from syncd.sftp.wire.messages import Request, Status, packed
from tests.journeys.some_sftp import Account
from tests.journeys.some_wire import (
    CREAT,
    EXCL,
    PUT,
    READ,
    TRUNC,
    WRITE,
    Wire,
    a_mode,
    a_size,
    name,
    times,
)

CONTENT = bytes(range(256)) * 100
MTIME = 1_600_000_000


def test_fsetstat_size_never_zeroes_a_file(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        wire.write(handle, 0, CONTENT)
        size = a_size(len(CONTENT))
        assert wire.status(Request.FSETSTAT, packed(handle), size)[0] == Status.OK
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.OK
    assert (envoi / "x").read_bytes() == CONTENT


def test_fsetstat_size_cuts_what_is_too_much(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(CONTENT)
    with Wire(account) as wire:
        handle = wire.open("nuit/x", WRITE | CREAT)
        wire.write(handle, 0, b"abc")
        assert wire.status(Request.FSETSTAT, packed(handle), a_size(3))[0] == Status.OK
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.OK
    assert (envoi / "x").read_bytes() == b"abc"


def test_setstat_size_cuts_a_file_and_keeps_its_beginning(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(CONTENT)
    with Wire(account) as wire:
        assert wire.status(Request.SETSTAT, name("nuit/x"), a_size(1000))[0] == Status.OK
    assert (envoi / "x").read_bytes() == CONTENT[:1000]


def test_what_stands_behind_the_length_of_a_write_is_not_written(
    account: Account, envoi: Path
) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        wire.write(handle, 0, CONTENT)
        where = struct.pack(">Q", len(CONTENT))
        padded = packed(b"the end") + b"what was in the buffer before"
        assert wire.status(Request.WRITE, packed(handle), where, padded)[0] == Status.OK
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.OK
    assert (envoi / "x").read_bytes() == CONTENT + b"the end"


def test_a_write_shorter_than_it_says_spoils_the_upload(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        short = struct.pack(">QI", 0, 100) + b"ten bytes."
        assert wire.status(Request.WRITE, packed(handle), short)[0] == Status.BAD_MESSAGE
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.FAILURE
    assert (envoi / "x").read_bytes() == b""
    assert [done.success for done in account.operations()] == [False]


@pytest.mark.parametrize("offset", [2**63 - 1, 2**63, 2**64 - 1])
@pytest.mark.usefixtures("envoi")
def test_a_write_beyond_any_file_spoils_the_upload(account: Account, offset: int) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        assert wire.write(handle, offset, b"x")[0] in {Status.BAD_MESSAGE, Status.FAILURE}
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.FAILURE
    assert [done.success for done in account.operations()] == [False]


@pytest.mark.parametrize("size", [2**63 - 1, 2**64 - 1])
@pytest.mark.usefixtures("envoi")
def test_a_size_that_cannot_be_spoils_the_upload(account: Account, size: int) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        answer = wire.status(Request.FSETSTAT, packed(handle), a_size(size))
        assert answer[0] in {Status.BAD_MESSAGE, Status.FAILURE}
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.FAILURE
    assert [done.success for done in account.operations()] == [False]


@pytest.mark.parametrize(
    "kind", [Request.FSETSTAT, Request.WRITE, Request.CLOSE, Request.READ, Request.FSTAT]
)
def test_a_handle_that_was_never_given_is_answered_by_a_status(
    account: Account, kind: Request
) -> None:
    with Wire(account) as wire:
        code, sentence = wire.status(kind, packed(b"99"), bytes(40))
    assert (code, sentence) == (Status.FAILURE, "Ce fichier n'est pas ouvert")


@pytest.mark.usefixtures("envoi")
def test_a_closed_handle_is_not_open_any_more(account: Account) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        wire.status(Request.CLOSE, packed(handle))
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.FAILURE


def test_a_mode_with_the_bits_of_its_type_is_masked(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x", attributes=a_mode(0o100644))
        wire.status(Request.CLOSE, packed(handle))
    assert (envoi / "x").stat().st_mode == 0o100644


@pytest.mark.parametrize("wished", [0, 0o7777, 0o4755, 0o106777])
def test_no_mode_shuts_us_out_or_makes_a_program(
    account: Account, envoi: Path, wished: int
) -> None:
    with Wire(account) as wire:
        wire.put("nuit/x", b"x")
        assert wire.status(Request.SETSTAT, name("nuit/x"), a_mode(wished))[0] == Status.OK
        assert wire.status(Request.SETSTAT, name("nuit"), a_mode(wished))[0] == Status.OK
    assert (envoi / "x").stat().st_mode & 0o7711 == 0o600
    assert envoi.stat().st_mode & 0o7700 == 0o700


def test_an_exclusive_open_refuses_an_existing_file(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(CONTENT)
    flags = struct.pack(">I", WRITE | CREAT | EXCL | TRUNC)
    with Wire(account) as wire:
        code, sentence = wire.status(Request.OPEN, name("nuit/x"), flags, bytes(4))
    assert (code, sentence) == (Status.FAILURE, "Ce nom existe déjà")
    assert (envoi / "x").read_bytes() == CONTENT


def test_any_version_of_init_is_answered_by_version_3(account: Account) -> None:
    with Wire(account) as wire:
        wire.send(struct.pack(">IBI", 5, Request.INIT, 6))
        kind, body = wire.receive()
    assert (kind, body[:4]) == (2, struct.pack(">I", 3))


def test_an_unknown_request_is_answered(account: Account) -> None:
    with Wire(account) as wire:
        assert wire.status(77)[0] == Status.OP_UNSUPPORTED
        assert wire.status(Request.EXTENDED, packed(b"copy-data"))[0] == Status.OP_UNSUPPORTED


@pytest.mark.parametrize("length", [0, 4, 2**20, 2**32 - 1])
def test_what_is_no_packet_ends_the_channel(account: Account, length: int) -> None:
    with Wire(account) as wire:
        wire.send(struct.pack(">IBI", length, Request.STAT, 1))
        with pytest.raises(EOFError):
            wire.receive()


def test_requests_sent_together_are_answered_in_their_order(account: Account, envoi: Path) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        for number, body in enumerate(
            (
                struct.pack(">BI", Request.WRITE, 100) + packed(handle) + bytes(8) + packed(b"x"),
                struct.pack(">BI", Request.CLOSE, 101) + packed(handle),
                struct.pack(">BI", Request.SETSTAT, 102) + name("nuit/x") + times(MTIME),
            ),
            start=100,
        ):
            assert number
            wire.send(struct.pack(">I", len(body)) + body)
        answers = [wire.receive() for _ in range(3)]
    assert [struct.unpack(">II", body[:8]) for _, body in answers] == [(100, 0), (101, 0), (102, 0)]
    assert int((envoi / "x").stat().st_mtime) == MTIME


@pytest.mark.usefixtures("envoi")
def test_a_file_removed_while_it_is_sent_is_not_whole(account: Account) -> None:
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        assert wire.status(Request.REMOVE, name("nuit/x"))[0] == Status.OK
        code, sentence = wire.status(Request.CLOSE, packed(handle))
    assert (code, sentence) == (
        Status.FAILURE,
        "Ce fichier a été supprimé, renommé ou remplacé pendant son envoi",
    )


@pytest.mark.usefixtures("envoi")
def test_a_file_renamed_by_another_session_while_it_is_sent_is_not_whole(account: Account) -> None:
    with Wire(account) as wire, Wire(account) as other:
        handle = wire.open("nuit/x")
        assert other.status(Request.RENAME, name("nuit/x"), name("nuit/y"))[0] == Status.OK
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.FAILURE


@pytest.mark.usefixtures("envoi")
def test_a_file_being_sent_is_not_renamed_by_its_own_session(account: Account) -> None:
    with Wire(account) as wire:
        wire.open("nuit/x")
        code, sentence = wire.status(Request.RENAME, name("nuit/x"), name("nuit/y"))
    assert (code, sentence) == (Status.FAILURE, "Ce fichier est encore en cours d'écriture")


def test_an_envoi_being_written_is_not_renamed(account: Account, envoi: Path) -> None:
    with Wire(account) as wire, Wire(account) as other:
        wire.open("nuit/x")
        code, _ = other.status(Request.RENAME, name("nuit"), name("jour"))
    assert code == Status.FAILURE
    assert envoi.is_dir()


def test_a_file_may_take_its_own_name(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(CONTENT)
    with Wire(account) as wire:
        posix = packed(b"posix-rename@openssh.com")
        assert wire.status(Request.EXTENDED, posix, name("nuit/x"), name("nuit/x"))[0] == Status.OK
    assert (envoi / "x").read_bytes() == CONTENT


def test_a_folder_does_not_enter_itself(account: Account, envoi: Path) -> None:
    (envoi / "a").mkdir()
    with Wire(account) as wire:
        assert wire.status(Request.RENAME, name("nuit/a"), name("nuit/a/b"))[0] == Status.FAILURE
    assert (envoi / "a").is_dir()


def test_what_is_being_received_cannot_be_read(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(CONTENT)
    with Wire(account) as wire:
        flags = struct.pack(">I", READ)
        code, _ = wire.status(Request.OPEN, name("nuit/x"), flags, bytes(4))
        assert code == Status.PERMISSION_DENIED
        handle = wire.open("nuit/x", PUT | READ)
        asked = struct.pack(">QI", 0, 100)
        assert wire.status(Request.READ, packed(handle), asked)[0] == Status.PERMISSION_DENIED


@pytest.mark.usefixtures("envoi")
def test_too_many_open_files_are_refused_and_the_session_goes_on(account: Account) -> None:
    with Wire(account) as wire:
        handles = [wire.open(f"nuit/{number}") for number in range(200)]
        code, _ = wire.status(Request.OPEN, name("nuit/x"), struct.pack(">I", PUT), bytes(4))
        assert code == Status.FAILURE
        assert wire.status(Request.CLOSE, packed(handles[0]))[0] == Status.OK
        wire.open("nuit/x")


def test_a_flood_of_reads_is_answered_as_it_is_drained(account: Account) -> None:
    (account.retour / "accuse").write_bytes(bytes(250_000))
    with Wire(account) as wire:
        handle = wire.open("retour/accuse", READ)
        body = struct.pack(">BI", Request.READ, 7) + packed(handle) + struct.pack(">QI", 0, 250_000)
        wire.send((struct.pack(">I", len(body)) + body) * 2000)
        wire.receive()
        peak = account.peak_memory()
        wire.cut()
    assert peak < 200 << 20
