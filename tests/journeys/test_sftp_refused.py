"""`refuse_au_depot`: the sender sees at once what will be refused, and nothing is lost (R-004)."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.deposit import MAX_TAGS
from ingest.telling.codes import CODES
from syncd.sftp.folder.paths import parse
from syncd.sftp.folder.refusing import Refusing
from syncd.sftp.wire.messages import Request, Status, packed
from tests.edges.some_daemon import PROJECT, Installation, an_installation, until
from tests.edges.some_envois import PIECE, a_line, a_manifest, an_envoi
from tests.journeys.some_client import Client, files_of, named
from tests.journeys.some_clients import that_can
from tests.journeys.some_libraries import Asyncssh, Libcurl, Paramiko, Winscp
from tests.journeys.some_programs import Lftp, Pscp, Rclone
from tests.journeys.some_sftp import Account, Server, a_server, make_account
from tests.journeys.some_winscp import WinScp
from tests.journeys.some_wire import Wire, name

GOOD = a_manifest([a_line("pieces/1.pdf", PIECE)])
OTHERS = GOOD.replace(b"immo-dupont", b"immo-durand")
MANY = a_manifest(a_line(f"pieces/{number}.pdf", PIECE) for number in range(1000))
PROGRAM = b"MZ\x90\x00" + bytes(1000)
REFUSED = {
    "cut off": ("manifeste.xml", GOOD[:-10], "MANIFESTE_INVALIDE"),
    "with a doctype": ("manifeste.xml", b"<!DOCTYPE a><a/>", "XML_DOCTYPE"),
    "no manifest": ("manifeste.xml", b"<tiers/>", "MANIFESTE_INVALIDE"),
    "empty": ("manifeste.xml", b"", "MANIFESTE_INVALIDE"),
    "against the schema": (
        "manifeste.xml",
        GOOD.replace(b'taille="', b'taille="x'),
        "MANIFESTE_INVALIDE",
    ),
    "another agency's": ("manifeste.xml", OTHERS, "RUN_WRONG_DOMAIN"),
    "out of the envoi": (
        "manifeste.xml",
        GOOD.replace(b"pieces/1.pdf", b"../1.pdf"),
        "CHEMIN_INTERDIT",
    ),
    "a program": ("pieces/bail.pdf", PROGRAM, "FORMAT_FORBIDDEN"),
    "a script": ("pieces/bail.pdf", b"#!/bin/sh\nrm -rf /\n", "FORMAT_FORBIDDEN"),
}
SHOW_THE_SENTENCE = {Winscp, Lftp, Rclone, Asyncssh}
HEAR_NO_ANSWER_TO_CLOSE = {Pscp, Libcurl, Paramiko}
ACCEPTED = {
    "a good manifest": ("manifeste.xml", GOOD),
    "a manifest under way": ("manifeste.xml.filepart", GOOD[:-10]),
    "a document": ("pieces/1.pdf", PIECE),
    "a document under way": (".in.1.pdf", PROGRAM),
    "a file made before it is written": ("pieces/1.pdf", b""),
    "data": ("donnees/tiers.xml", b"<tiers"),
    "what may be data": ("tiers.xml", b"<tiers"),
    "what may be a secret": ("connexions.xml.old", b"T1;SECRET"),
}


def refusing(account: Account) -> Account:
    settings = account.server.root / "accounts" / f"{account.name}.toml"
    settings.write_text("refuse_au_depot = true\n")
    return account


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One data path is enough: what is refused is so behind both."""
    with a_server(tmp_path_factory.mktemp("sftp")) as running:
        yield running


@pytest.fixture
def strict(account: Account, envoi: Path) -> Account:
    """An account that is told, with an envoi's folders."""
    for folder in ("pieces", "donnees"):
        (envoi / folder).mkdir()
    return refusing(account)


def put(account: Account, chemin: str, content: bytes) -> tuple[int, str]:
    """Send a file under its own name; return how its CLOSE is answered."""
    with Wire(account) as wire:
        handle = wire.open(f"nuit/{chemin}")
        wire.write(handle, 0, content)
        return wire.status(Request.CLOSE, packed(handle))


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_be_refused_is_refused_at_its_close_and_stays(
    strict: Account, envoi: Path, case: str
) -> None:
    chemin, content, code = REFUSED[case]
    status, sentence = put(strict, chemin, content)
    assert status == Status.FAILURE
    assert sentence.startswith(CODES[code].sentence)
    assert f"[{code}" in sentence
    assert "\n" not in sentence
    assert files_of(envoi) == {chemin: content}
    (done,) = strict.operations()
    assert (done.kind, done.success) == ("upload", False)
    assert done.messages == (f"Réception de /nuit/{chemin}", sentence)
    strict.server.hear(strict.name, "closed", path=f"/nuit/{chemin}", size=len(content))


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_may_be_right_is_accepted(strict: Account, case: str) -> None:
    assert put(strict, *ACCEPTED[case]) == (Status.OK, "")


@pytest.mark.parametrize("case", REFUSED)
def test_without_the_setting_nothing_is_refused(account: Account, envoi: Path, case: str) -> None:
    (envoi / "pieces").mkdir()
    assert put(account, *REFUSED[case][:2]) == (Status.OK, "")


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("posix", [False, True])
def test_what_would_be_refused_is_refused_when_it_gets_its_name(
    strict: Account, envoi: Path, case: str, *, posix: bool
) -> None:
    chemin, content, code = REFUSED[case]
    with Wire(strict) as wire:
        wire.put(f"nuit/{chemin}.filepart", content)
        names = name(f"nuit/{chemin}.filepart"), name(f"nuit/{chemin}")
        if posix:
            asked = wire.status(Request.EXTENDED, packed(b"posix-rename@openssh.com"), *names)
        else:
            asked = wire.status(Request.RENAME, *names)
    assert asked[0] == Status.FAILURE
    assert f"[{code}" in asked[1]
    assert files_of(envoi) == {chemin: content}
    told = [(done.kind, done.filename, done.success) for done in strict.operations()]
    assert told == [
        ("upload", f"/nuit/{chemin}.filepart", True),
        ("mv", f"/nuit/{chemin}.filepart", True),
        ("upload", f"/nuit/{chemin}", False),
    ]
    strict.server.hear(strict.name, "renamed", path=f"/nuit/{chemin}")


def test_winscp_shows_the_sentence(strict: Account, envoi: Path) -> None:
    strict.a_file("manifeste.xml", MANY.replace(b"immo-dupont", b"immo-durand"))
    with WinScp(strict) as winscp:
        done = winscp.upload("manifeste.xml", "nuit/manifeste.xml")
    assert done.err == (
        "Renommage de : Le domaine du manifeste n'est pas celui de cette agence "
        "[RUN_WRONG_DOMAIN, ligne 1] ; attendu : immo-dupont"
    )
    assert list(files_of(envoi)) == ["manifeste.xml"]


@pytest.mark.parametrize("client", that_can("put"), ids=named)
def test_what_clients_make_of_it(strict: Account, envoi: Path, client: type[Client]) -> None:
    """docs/operations.md has the table: some show the sentence, some an error, some nothing."""
    strict.a_file("manifeste.xml", OTHERS)
    done = client(strict).put("manifeste.xml", "nuit/manifeste.xml")
    assert ("RUN_WRONG_DOMAIN" in done.out + done.err) == (client in SHOW_THE_SENTENCE)
    assert (done.code == 0) == (client in HEAR_NO_ANSWER_TO_CLOSE)
    assert files_of(envoi) == ({} if client is Rclone else {"manifeste.xml": OTHERS})


def test_a_manifest_put_right_is_accepted(strict: Account, envoi: Path) -> None:
    assert put(strict, "manifeste.xml", OTHERS)[0] == Status.FAILURE
    assert put(strict, "manifeste.xml", GOOD) == (Status.OK, "")
    assert files_of(envoi) == {"manifeste.xml": GOOD}


def test_of_a_huge_manifest_the_root_alone_is_judged(strict: Account) -> None:
    lines = "<fichier/>" * 20_000
    huge = a_manifest([lines])
    assert put(strict, "manifeste.xml", huge) == (Status.OK, "")
    assert "RUN_WRONG_DOMAIN" in put(strict, "manifeste.xml", huge.replace(b"dupont", b"x"))[1]


def test_judging_takes_little_memory_however_a_manifest_is_made(strict: Account) -> None:
    attributes = " ".join(f"a{number}=''" for number in range(5))
    hostile = a_manifest([f"<fichier {attributes}/>"] * (MAX_TAGS - 10))
    with Wire(strict) as wire:
        wire.put("nuit/pieces/1.pdf", PIECE)
        before = peak_of(strict.session())
        handle = wire.open("nuit/manifeste.xml")
        for offset in range(0, len(hostile), 200_000):
            wire.write(handle, offset, hostile[offset : offset + 200_000])
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.FAILURE
        assert peak_of(strict.session()) - before < 32 << 10


def peak_of(pid: int) -> int:
    """Return the most KiB that a process has held so far."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def test_several_problems_are_one_sentence(strict: Account) -> None:
    sentence = put(strict, "manifeste.xml", a_manifest(["<fichier/>"] * 5000))[1]
    assert len(sentence) < 600
    assert sentence.endswith(" autres problèmes)")


def test_a_session_that_made_us_judge_for_long_is_told_by_the_accuse_alone(tmp_path: Path) -> None:
    (tmp_path / "manifeste.xml").write_bytes(OTHERS)
    place, folder = parse(b"/nuit/manifeste.xml"), os.open(tmp_path, os.O_RDONLY)
    refusing = Refusing("immo-dupont", seconds=0)
    assert [refusing.of(place, folder) is None for _ in range(2)] == [False, True]
    os.close(folder)


# The answer is written all the same


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Account]]:
    """The real daemon, with all that it does, and an account that is told."""
    root = tmp_path_factory.mktemp("site")
    installation = an_installation(root)
    program = [sys.executable, "-m", "cli", "--config", str(installation.config), "run"]
    with subprocess.Popen(
        program, cwd=PROJECT, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        try:
            until((installation.data / "daemon.json").exists)
            server = Server(installation.data, running, installation.port, running.pid)
            yield installation, refusing(make_account(server, "lsc"))
        finally:
            running.terminate()
            running.communicate()


def test_the_answer_says_it_too(daemon: tuple[Installation, Account]) -> None:
    installation, account = daemon
    an_envoi(account.home / "nuit", {"pieces/1.pdf": PIECE})
    (account.home / "nuit/manifeste.xml").write_bytes(OTHERS)
    done = account.sftp("mkdir nuit", "put -r nuit/pieces nuit/", "put nuit/manifeste.xml nuit/")
    assert done.code == 1
    answer = installation.data / "spool/retour/lsc/accuse-12.xml"
    until(answer.exists)
    assert 'code="RUN_WRONG_DOMAIN"' in answer.read_text()
    until(lambda: files_of(installation.data / "spool/refused"))
    (refused,) = (installation.data / "spool/refused").iterdir()
    assert (refused / "manifeste.xml").read_bytes() == OTHERS
    transfers = installation.cli("transfers", "--failed", "--json")
    (told,) = json.loads(transfers.stdout)
    assert (told["path"], "RUN_WRONG_DOMAIN" in str(told)) == ("/nuit/manifeste.xml", True)
    kept = files_of(installation.data / "documents")
    assert [kept[chemin] for chemin in kept if hashlib.sha256(PIECE).hexdigest() in chemin] == [
        PIECE
    ]
