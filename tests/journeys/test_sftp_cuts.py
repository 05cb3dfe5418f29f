"""A connection that breaks at any stage leaves no lock, and no file that is said to be whole."""

import os
import signal
import socket
import struct
import subprocess
from pathlib import Path

import paramiko
import pytest

from syncd.sftp.wire.messages import Request, Status, packed
from tests.journeys.some_sftp import SECONDS, Account, Server, children, is_alive, kill, until
from tests.journeys.some_wire import Wire, name

CONTENT = bytes(range(256)) * 1000
CUT = "Connexion interrompue avant la fin du transfert"


def test_a_client_that_leaves_while_connecting_leaves_nothing(server: Server) -> None:
    before = set(children(server.pid))
    for said in (b"", b"SSH-2.0-", b"SSH-2.0-OpenSSH_9.2\r\n", b"SSH-2.0-OpenSSH_9.2\r\n\0\0"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(said)
    until(lambda: set(children(server.pid)) <= before)
    account = server.account()
    assert account.sftp("ls").code == 0


def test_a_client_cut_before_it_authenticates_leaves_no_log(
    server: Server, account: Account
) -> None:
    before = set(children(server.pid))
    transport = paramiko.Transport(("127.0.0.1", server.port))
    transport.start_client(timeout=SECONDS)
    transport.sock.close()
    transport.close()
    until(lambda: set(children(server.pid)) <= before)
    assert account.logs() == []


@pytest.mark.parametrize("stage", ["after OPEN", "in the middle of WRITEs", "before CLOSE"])
def test_a_cut_upload_is_failed_unlocked_and_never_whole(
    account: Account, envoi: Path, stage: str
) -> None:
    wire = Wire(account)
    handle = wire.open("nuit/x")
    if stage != "after OPEN":
        wire.write(handle, 0, CONTENT[:1000])
    if stage == "before CLOSE":
        wire.write(handle, 1000, CONTENT[1000:])
    assert account.is_locked("nuit")
    wire.cut()
    told = account.server.hear(account.name, "closed", path="/nuit/x")
    assert told["success"] is False
    assert not account.is_locked("nuit")
    account.server.hear(account.name, "ended")
    (upload, failure) = account.operations()
    assert (upload.kind, upload.success, upload.messages[-1]) == ("upload", False, CUT)
    assert (upload.destination, upload.size) == (f"incoming/{account.name}/nuit/x", None)
    assert failure.kind == "failure"
    assert (envoi / "x").stat().st_size < len(CONTENT) or stage == "before CLOSE"


def test_a_connection_cut_inside_a_packet_is_a_failed_upload(account: Account, envoi: Path) -> None:
    wire = Wire(account)
    handle = wire.open("nuit/x")
    whole = (
        struct.pack(">BI", Request.WRITE, 9) + packed(handle) + bytes(8) + packed(CONTENT[:9000])
    )
    wire.send((struct.pack(">I", len(whole)) + whole)[:5000])
    wire.cut()
    account.server.hear(account.name, "ended")
    assert [done.success for done in account.operations()] == [False, False]
    assert CONTENT[:9000].startswith((envoi / "x").read_bytes())


@pytest.mark.usefixtures("envoi")
def test_a_polite_client_that_forgets_close_did_not_send_a_whole_file(account: Account) -> None:
    with Wire(account) as wire:
        wire.write(wire.open("nuit/x"), 0, CONTENT)
    account.server.hear(account.name, "ended")
    assert [done.success for done in account.operations()] == [False, False]


def test_a_killed_sftp_is_a_failed_upload_that_can_be_resumed(
    account: Account, envoi: Path
) -> None:
    content = os.urandom(2 << 20)
    account.a_file("big", content)
    target = f"{account.name}@127.0.0.1"
    slow = ["sftp", *account.options(), "-P", str(account.server.port), "-l", "4000", "-b", "-"]
    with subprocess.Popen(
        [*slow, target],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=account.home,
        start_new_session=True,
    ) as client:
        assert client.stdin is not None
        client.stdin.write(b"put big nuit/big\n")
        client.stdin.flush()
        until(lambda: (envoi / "big").exists() and (envoi / "big").stat().st_size > 0)
        assert account.is_locked("nuit")
        os.killpg(client.pid, signal.SIGKILL)
        client.wait(timeout=SECONDS)
        client.stdin.close()
    account.server.hear(account.name, "ended")
    assert not account.is_locked("nuit")
    assert (envoi / "big").stat().st_size < len(content)
    assert [done.success for done in account.operations()] == [False, False]
    assert account.sftp("reput big nuit/big").code == 0
    assert (envoi / "big").read_bytes() == content
    assert account.operations()[-1].success


@pytest.mark.usefixtures("envoi")
def test_the_log_of_a_killed_session_is_read_up_to_its_last_operation(account: Account) -> None:
    wire = Wire(account)
    wire.put("nuit/x", CONTENT)
    assert wire.status(Request.MKDIR, name("nuit/donnees"), bytes(4))[0] == Status.OK
    wire.write(wire.open("nuit/y"), 0, CONTENT)
    pid = account.session()
    kill(pid)
    until(lambda: not is_alive(pid))
    wire.cut()
    assert [(done.kind, done.success) for done in account.operations()] == [
        ("upload", True),
        ("mkdir", True),
    ]
    until(lambda: not account.is_locked("nuit"))


@pytest.mark.usefixtures("envoi")
def test_a_stopped_server_ends_its_sessions_and_their_logs(account: Account) -> None:
    wire = Wire(account)
    wire.write(wire.open("nuit/x"), 0, CONTENT)
    pid = account.session()
    os.kill(pid, signal.SIGTERM)
    root = account.ended_log()
    wire.cut()
    assert "Le serveur s'arrête" in "".join(root[-1].itertext())
    until(lambda: not is_alive(pid))
