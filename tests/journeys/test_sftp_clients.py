"""Real clients: what each of them sends is what stands there, byte for byte, and it succeeds."""

import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.disk import sealing
from tests.edges.some_envois import CONNEXIONS, TIERS, an_envoi, some_conditions
from tests.journeys.some_client import Client, files_of, has_an_old_curl, named
from tests.journeys.some_clients import that_can
from tests.journeys.some_libraries import Asyncssh, Winscp
from tests.journeys.some_programs import Pscp, Rclone
from tests.journeys.some_sftp import Account, Server

CONTENT = random.Random(6).randbytes(300_007)  # noqa: S311  content, not secrets
LONGER = CONTENT + CONTENT[:100_001]
SHORTER = b"<tiers/>\n" * 11
MTIME = 1_600_000_000
SEALED_AS = "20261124T060000-lsc-12-0001"
ATTEMPTS = 20


@pytest.mark.parametrize("client", that_can("put"), ids=named)
@pytest.mark.parametrize(
    ("before", "content"),
    [(None, CONTENT), (LONGER, CONTENT), (SHORTER, CONTENT), (CONTENT, SHORTER)],
    ids=["new", "over a longer one", "over a shorter one", "small over a longer one"],
)
def test_what_is_put_is_what_stands_there(
    account: Account, envoi: Path, client: type[Client], before: bytes | None, content: bytes
) -> None:
    if before is not None:
        (envoi / "x").write_bytes(before)
    account.a_file("x", content)
    done = client(account).put("x", "nuit/x")
    assert done.code == 0, done
    assert files_of(envoi) == {"x": content}


@pytest.mark.parametrize("client", that_can("resume"), ids=named)
def test_what_was_cut_off_is_resumed(account: Account, envoi: Path, client: type[Client]) -> None:
    begun = "x.filepart" if client is Winscp else "x"
    (envoi / begun).write_bytes(CONTENT[:100_000])
    account.a_file("x", CONTENT)
    done = client(account).resume("x", "nuit/x")
    assert done.code == 0, done
    assert files_of(envoi) == {"x": CONTENT}


@pytest.mark.parametrize("client", that_can("temporary"), ids=named)
def test_a_temporary_name_is_renamed_over_what_was_there(
    account: Account, envoi: Path, client: type[Client]
) -> None:
    (envoi / "x").write_bytes(LONGER)
    account.a_file("x", CONTENT)
    done = client(account).temporary("x", "nuit/x")
    assert done.code == 0, done
    assert files_of(envoi) == {"x": CONTENT}
    assert "mv" in [done.kind for done in account.operations()]


@pytest.mark.parametrize("client", that_can("dated"), ids=named)
def test_times_and_permissions_are_kept(
    account: Account, envoi: Path, client: type[Client]
) -> None:
    sent = account.a_file("x", CONTENT)
    sent.chmod(0o640)
    os.utime(sent, (MTIME, MTIME))
    done = client(account).dated("x", "nuit/x")
    assert done.code == 0, done
    found = (envoi / "x").stat()
    assert int(found.st_mtime) == MTIME
    assert found.st_mode & 0o7777 == 0o640 or not client.keeps_mode


@pytest.mark.parametrize("client", that_can("tree"), ids=named)
def test_a_tree_is_sent_and_sent_again(account: Account, client: type[Client]) -> None:
    account.a_file("nuit/manifeste.xml", SHORTER)
    account.a_file("nuit/donnees/tiers.xml", CONTENT)
    account.a_file("nuit/pieces/relevé 2026.pdf", b"")
    for _ in range(2):
        done = client(account).tree("nuit")
        assert done.code == 0, done
        assert files_of(account.incoming / "nuit") == files_of(account.home / "nuit")
        account.a_file("nuit/donnees/tiers.xml", SHORTER)


def test_rclone_removes_what_is_gone_and_renames(account: Account) -> None:
    rclone = Rclone(account)
    account.a_file("nuit/x", CONTENT)
    account.a_file("nuit/y", SHORTER)
    assert rclone.rclone("sync", "nuit", "nuit").code == 0
    (account.home / "nuit/y").unlink()
    (account.home / "nuit/x").rename(account.home / "nuit/z")
    assert rclone.rclone("sync", "nuit", "nuit").code == 0
    assert files_of(account.incoming / "nuit") == {"z": CONTENT}


def test_the_protocol_of_old_scp_is_refused_at_once(account: Account, envoi: Path) -> None:
    account.a_file("x", CONTENT)
    assert account.scp("-O", "x", "nuit/x").code == 1
    assert files_of(envoi) == {}


def test_the_curl_of_this_machine_uploads_or_is_told_at_once_that_it_is_too_old(
    account: Account, envoi: Path
) -> None:
    """libssh2 before 1.11, as in Debian 12, has no AES-GCM: nothing is weakened for it."""
    account.a_file("x", CONTENT)
    curl = Client(account)
    url = f"sftp://127.0.0.1:{curl.port}/nuit/x"
    key = str(account.key)
    done = curl.run("curl", "-sS", "-k", "--key", key, "-u", f"{account.name}:", "-T", "x", url)
    too_old = has_an_old_curl(curl)
    assert (done.code, files_of(envoi)) == ((2, {}) if too_old else (0, {"x": CONTENT}))


# Sealed while its client still works on it

SILENT_AT_THE_END = {Pscp, Asyncssh}
FILES = {"donnees/tiers.xml": TIERS, "donnees/connexions.xml": CONNEXIONS, "pieces/1.pdf": CONTENT}


@contextmanager
def sealed_as_soon_as_it_is_complete(account: Account) -> Iterator[Future[Path | None]]:
    """Seal `nuit` really, in haste: only a client's own lock holds it back."""
    ready, enough = account.home / "ready", threading.Event()
    ready.mkdir()
    with ThreadPoolExecutor(1) as pool:
        try:
            yield pool.submit(seal_in_haste, account.incoming / "nuit", ready, enough)
        finally:
            enough.set()


def seal_in_haste(directory: Path, ready: Path, enough: threading.Event) -> Path | None:
    """Return where it was sealed; it is tried once more when nobody works on it any more."""
    conditions, is_last = some_conditions(), False
    while not is_last:
        is_last = enough.wait(0.0005)
        now = datetime.now(UTC)
        found = sealing.seal(directory, ready, conditions, now=now, name=lambda _: SEALED_AS)
        if found:
            return found
    return None


def settings_said(account: Account) -> int:
    """Return how many times and permissions were set; what was sealed already is not counted."""
    return sum(done.kind in {"touch", "chmod"} for done in account.operations())


@pytest.mark.parametrize("client", that_can("tree"), ids=named)
def test_a_client_that_still_works_on_a_sealed_envoi_succeeds(
    server: Server, client: type[Client]
) -> None:
    in_peace = server.account()
    an_envoi(in_peace.home / "nuit", FILES)
    assert client(in_peace).tree("nuit").code == 0
    said_too_late = 0
    for _ in range(ATTEMPTS):
        account = server.account()
        an_envoi(account.home / "nuit", FILES)
        with sealed_as_soon_as_it_is_complete(account) as sealed:
            done = client(account).tree("nuit")
        assert done.code == 0, done
        is_whole(sealed.result())
        said_too_late = settings_said(in_peace) - settings_said(account)
        if said_too_late or client in SILENT_AT_THE_END:
            break
    assert said_too_late or client in SILENT_AT_THE_END


def is_whole(sealed: Path | None) -> None:
    """Every file is there; of the secret ones, only what the sealing made of them."""
    assert sealed is not None
    found = files_of(sealed)
    kept = {chemin: content for chemin, content in FILES.items() if content != CONNEXIONS}
    assert kept.items() <= found.items()
    assert found.keys() - kept.keys() == {"manifeste.xml", "donnees/connexions.xml.scelle"}
