"""paramiko's own client, which uploads where there is no OpenSSH, and checks sizes after CLOSE."""

import io
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from tests.journeys.some_sftp import Account

CONTENT = bytes(range(256)) * 2000
MTIME = 1_600_000_000


@pytest.fixture
def client(account: Account) -> Iterator[paramiko.SFTPClient]:
    transport = paramiko.Transport(("127.0.0.1", account.server.port))
    key = paramiko.Ed25519Key(filename=str(account.key))
    transport.connect(username=account.name, pkey=key)
    opened = paramiko.SFTPClient.from_transport(transport)
    assert opened is not None
    yield opened
    transport.close()


def test_put_is_confirmed(account: Account, envoi: Path, client: paramiko.SFTPClient) -> None:
    sent = account.a_file("x", CONTENT)
    assert client.put(str(sent), "nuit/x").st_size == len(CONTENT)
    assert (envoi / "x").read_bytes() == CONTENT


def test_a_file_grows_at_its_end(envoi: Path, client: paramiko.SFTPClient) -> None:
    (envoi / "x").write_bytes(b"begun")
    with client.open("nuit/x", "a") as file:
        file.write(b" and ended")
    assert (envoi / "x").read_bytes() == b"begun and ended"


def test_truncate_keeps_the_beginning(envoi: Path, client: paramiko.SFTPClient) -> None:
    client.putfo(io.BytesIO(CONTENT), "nuit/x")
    client.truncate("nuit/x", 1000)
    assert (envoi / "x").read_bytes() == CONTENT[:1000]


def test_a_plain_rename_refuses_an_existing_target_with_its_sentence(
    envoi: Path, client: paramiko.SFTPClient
) -> None:
    client.putfo(io.BytesIO(b"new"), "nuit/x.part")
    client.putfo(io.BytesIO(b"old"), "nuit/x")
    with pytest.raises(OSError, match="Ce nom existe déjà"):
        client.rename("nuit/x.part", "nuit/x")
    client.posix_rename("nuit/x.part", "nuit/x")
    assert (envoi / "x").read_bytes() == b"new"


def test_what_was_set_is_what_is_told(envoi: Path, client: paramiko.SFTPClient) -> None:
    client.putfo(io.BytesIO(CONTENT), "nuit/x")
    client.chmod("nuit/x", 0o640)
    client.utime("nuit/x", (MTIME, MTIME))
    (found,) = client.listdir_attr("nuit")
    assert (found.filename, found.st_size, found.st_mtime) == ("x", len(CONTENT), MTIME)
    assert found.st_mode == (envoi / "x").stat().st_mode == 0o100640


def test_what_is_not_there_is_a_file_not_found(client: paramiko.SFTPClient) -> None:
    with pytest.raises(FileNotFoundError):
        client.stat("nuit/x")


def test_a_refusal_reads_as_a_permission_error(client: paramiko.SFTPClient) -> None:
    with pytest.raises(PermissionError):
        client.putfo(io.BytesIO(b"x"), "retour/x")
