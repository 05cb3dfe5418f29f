"""The commands that docs/operations.md gives to senders, each run as it is written there."""

import shutil
from collections.abc import Iterator

import pytest

from tests.journeys.some_client import Client, files_of, has_an_old_curl
from tests.journeys.some_programs import Putty
from tests.journeys.some_sftp import PROJECT, Account, a_server, make_account

PAGE = (PROJECT / "docs/operations.md").read_text("utf-8")
BLOCK = PAGE.partition("to send the folder `nuit`")[2].partition("```shell\n")[2]
COMMANDS = [line.removeprefix("$ ") for line in BLOCK.partition("```")[0].splitlines()]
ENVOI = {"manifeste.xml": b"<manifeste/>", "pieces/1.pdf": b"%PDF-1.7" * 1000}


@pytest.fixture(scope="module")
def lsc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """The page's sender, with the files that it names."""
    with a_server(tmp_path_factory.mktemp("sftp")) as server:
        account = make_account(server, "lsc")
        shutil.copy(account.key, account.home / "cle")
        account.a_file("batch", b"put -r nuit\n")
        for chemin, content in ENVOI.items():
            account.a_file(f"nuit/{chemin}", content)
        yield account


def as_here(command: str, account: Account, fingerprint: str) -> str:
    """Return a command of the page with our host, our port and our host's key."""
    here = {
        "portail.agence.fr": "127.0.0.1",
        "2222": str(account.server.port),
        "EMPREINTE": fingerprint,
        "cle.ppk": "id.ppk",
    }
    for word, ours in here.items():
        command = command.replace(word, ours)
    return command


def test_the_page_has_a_command_for_each_program() -> None:
    programs = ["sftp", "scp", "psftp", "pscp", "lftp", "rclone", "curl"]
    assert [command.split()[0] for command in COMMANDS] == programs


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.split()[0])
def test_the_command_sends_the_envoi(lsc: Account, command: str) -> None:
    program = command.split(maxsplit=1)[0]
    client = (Putty if program in {"psftp", "pscp"} else Client)(lsc)
    client.needs(program)
    host_key = lsc.server.root / "keys/host"
    fingerprint = client.run("ssh-keygen", "-l", "-f", str(host_key)).out.split()[1]
    public = client.run("ssh-keygen", "-y", "-f", str(host_key)).out
    lsc.a_file("known_hosts", f"[127.0.0.1]:{lsc.server.port} {public}".encode())
    if command.startswith("curl") and has_an_old_curl(client):
        return
    done = client.run("bash", "-c", as_here(command, lsc, fingerprint.removeprefix("SHA256:")))
    assert done.code == 0, done
    sent = files_of(lsc.incoming / "nuit")
    shutil.rmtree(lsc.incoming / "nuit")
    assert sent.items() <= ENVOI.items()
    assert "manifeste.xml" in sent
    assert sent == ENVOI or command.startswith("curl")
