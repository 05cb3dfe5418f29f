"""Clients that do not keep to SSH's rules, or change keys all the time, on both data paths."""

import os
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import paramiko
import pytest
from paramiko.common import cMSG_CHANNEL_DATA, cMSG_CHANNEL_EXTENDED_DATA

from syncd.sftp.wire.messages import Request, packed
from syncd.sftp.wire.packets import PACKET_BYTES
from tests.journeys.some_client import files_of
from tests.journeys.some_sftp import Account, Server, a_server, until
from tests.journeys.some_wire import READ, Wire

MIB = 1 << 20
CONTENT = os.urandom(MIB) * 8


class Rude(Wire):
    """A client that sends messages of its own making."""

    def say(self, kind: bytes, *parts: bytes) -> None:
        """Send a message to the channel, whatever its window."""
        message = paramiko.Message()
        message.add_byte(kind)
        message.add_int(self._channel.remote_chanid)
        for part in parts:
            message.add_bytes(part)
        self._transport.packetizer.send_message(message)

    def is_cut(self) -> bool:
        """Return whether the server ended the connection."""
        return not self._transport.is_active()


def test_a_client_that_reads_nothing_and_ignores_its_window_is_cut(account: Account) -> None:
    with Rude(account) as rude:
        asked = a_flood_of_reads(account, rude)
        while not rude.is_cut():
            with suppress(EOFError):
                rude.say(cMSG_CHANNEL_DATA, packed(asked))
    assert_ended_well(account)


def is_stopped(rude: Rude, asked: bytes) -> bool:
    """Return whether the server stops taking what is sent, or cuts the connection."""
    try:
        for _ in range(20):
            rude.send(asked)
    except (OSError, EOFError):
        return True
    return False


def a_flood_of_reads(account: Account, rude: Rude) -> bytes:
    """Return a message full of requests for 250 KB each."""
    (account.retour / "accuse").write_bytes(bytes(250_000))
    handle = rude.open("retour/accuse", READ)
    body = struct.pack(">BI", Request.READ, 7) + packed(handle) + struct.pack(">QI", 0, 250_000)
    return (struct.pack(">I", len(body)) + body) * 1000


def test_a_client_that_ignores_the_size_of_a_packet_is_cut(account: Account) -> None:
    with Rude(account) as rude:
        rude.say(cMSG_CHANNEL_DATA, packed(bytes(PACKET_BYTES + 5000)))
        until(rude.is_cut)
    assert_ended_well(account)


@pytest.mark.parametrize("announced", [0, 4, 6, 2**31, 2**32 - 1])
def test_a_message_of_data_whose_length_is_wrong_does_no_harm(
    server: Server, announced: int
) -> None:
    """It is cut, or taken for what it holds: paramiko's own reader is lenient."""
    account = server.account()
    with Rude(account) as rude:
        rude.say(cMSG_CHANNEL_DATA, struct.pack(">I", announced), bytes(5))
        rude.cut()
    assert_ended_well(account)


@pytest.mark.parametrize("size", [0, 1, 15, 17, PACKET_BYTES + 4097, 2**24, 2**32 - 1])
def test_an_ssh_packet_of_a_wrong_length_cuts_the_connection(server: Server, size: int) -> None:
    account = server.account()
    wire = Rude(account)
    wire._transport.sock.sendall(struct.pack(">I", size) + bytes(PACKET_BYTES * 2))
    until(wire.is_cut)
    assert_ended_well(account)


def test_data_on_a_stream_for_errors_is_not_kept(account: Account, envoi: Path) -> None:
    with Rude(account) as rude:
        for _ in range(100):
            rude.say(cMSG_CHANNEL_EXTENDED_DATA, struct.pack(">I", 1), packed(bytes(100_000)))
        rude.put("nuit/x", b"x")
        assert account.peak_memory() < 100 * MIB
    assert (envoi / "x").read_bytes() == b"x"


def test_a_client_that_asks_for_much_and_reads_nothing_is_held_small(account: Account) -> None:
    with Rude(account) as rude:
        asked = a_flood_of_reads(account, rude)
        rude._channel.settimeout(1)
        assert is_stopped(rude, asked * 30)
        try:
            assert account.peak_memory() < 100 * MIB
        except (FileNotFoundError, ValueError):  # its session is over
            until(rude.is_cut)
        rude.cut()
    assert_ended_well(account)


def test_a_large_file_takes_little_memory(server: Server, envoi: Path, account: Account) -> None:
    idle = server.account()
    account.a_file("big", CONTENT * 16)
    with Wire(idle):
        before = idle.peak_memory()
    with ThreadPoolExecutor(1) as pool:
        until_looked = "!while [ ! -e looked ]; do sleep 0.05; done"
        sending = pool.submit(account.sftp, "put big nuit/", until_looked)
        until(lambda: files_of(envoi).get("big") == CONTENT * 16)
        peak = account.peak_memory()
        account.a_file("looked", b"")
        assert sending.result().code == 0
    assert peak < before + 64 * MIB


def test_many_channels_of_one_connection_upload_at_once(account: Account, envoi: Path) -> None:
    transport = paramiko.Transport(("127.0.0.1", account.server.port))
    transport.connect(username=account.name, pkey=paramiko.Ed25519Key(filename=str(account.key)))
    clients = [paramiko.SFTPClient.from_transport(transport) for _ in range(5)]
    files = [client.open(f"nuit/{at}", "wb") for at, client in enumerate(clients) if client]
    for at in range(0, MIB, 100_000):
        for number, file in enumerate(files):
            file.set_pipelined(True)
            file.write(CONTENT[number * MIB :][at : min(at + 100_000, MIB)])
    for file in files:
        file.close()
    transport.close()
    for number in range(5):
        assert (envoi / str(number)).read_bytes() == CONTENT[number * MIB :][:MIB]


@pytest.mark.parametrize("data_path", ["fast", "plain"])
def test_keys_changed_all_the_time_by_both_ends_change_no_byte(
    tmp_path: Path, data_path: str
) -> None:
    with a_server(tmp_path, data_path=data_path, rekey_bytes=300_000) as server:
        account = server.account()
        account.a_file("big", CONTENT)
        done = account.sftp(
            "mkdir nuit", "put big nuit/", "put big nuit/again",
            options=("-oRekeyLimit=500K", "-vv"),
        )  # fmt: skip
        assert done.code == 0, done.err[-2000:]
        assert done.err.count("SSH2_MSG_NEWKEYS received") > 20
        for name in ("big", "again"):
            assert (account.incoming / "nuit" / name).read_bytes() == CONTENT


def test_a_download_survives_keys_changed_in_its_middle(tmp_path: Path) -> None:
    with a_server(tmp_path, rekey_bytes=300_000) as server:
        account = server.account()
        (account.retour / "accuse").write_bytes(CONTENT)
        assert account.sftp("get retour/accuse", options=("-oRekeyLimit=700K",)).code == 0
        assert (account.home / "accuse").read_bytes() == CONTENT


def assert_ended_well(account: Account) -> None:
    """The session is over, its log closed; another client is served."""
    assert account.ended_log().tag.endswith("session")
    assert account.sftp("ls").code == 0
