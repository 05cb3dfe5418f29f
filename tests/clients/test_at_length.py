"""Real clients at length: large files, many files, and a client killed in the middle."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.journeys.some_client import Client, files_of, named
from tests.journeys.some_clients import that_can
from tests.journeys.some_libraries import Libcurl, Winscp
from tests.journeys.some_sftp import Account, kill, until

LARGE = random.Random(7).randbytes(64_000_013)  # noqa: S311  content, not secrets
MANY = {f"nuit/pieces/{n % 20:02}/{n:04}.pdf": LARGE[n * 7 : n * 7 + 40_960] for n in range(500)}


@pytest.mark.parametrize("client", that_can("put"), ids=named)
def test_a_large_file_is_put_and_put_again(
    account: Account, envoi: Path, client: type[Client]
) -> None:
    account.a_file("x", LARGE)
    done = client(account).put("x", "nuit/x")
    assert done.code == 0, done
    assert files_of(envoi) == {"x": LARGE}
    account.a_file("x", LARGE[: len(LARGE) // 3])
    done = client(account).put("x", "nuit/x")
    assert done.code == 0, done
    assert files_of(envoi) == {"x": LARGE[: len(LARGE) // 3]}


@pytest.mark.parametrize("client", that_can("resume"), ids=named)
def test_a_large_file_is_resumed(account: Account, envoi: Path, client: type[Client]) -> None:
    begun = "x.filepart" if client is Winscp else "x"
    (envoi / begun).write_bytes(LARGE[:40_000_001])
    account.a_file("x", LARGE)
    done = client(account).resume("x", "nuit/x")
    assert done.code == 0, done
    assert files_of(envoi) == {"x": LARGE}


@pytest.mark.parametrize("client", [c for c in that_can("tree") if c is not Libcurl], ids=named)
def test_a_tree_of_five_hundred_files_is_sent(account: Account, client: type[Client]) -> None:
    for chemin, content in MANY.items():
        account.a_file(chemin, content)
    done = client(account).tree("nuit")
    assert done.code == 0, done
    sent = {chemin.removeprefix("nuit/"): content for chemin, content in MANY.items()}
    assert files_of(account.incoming / "nuit") == sent


def test_what_a_lost_session_left_is_resumed(account: Account, envoi: Path) -> None:
    account.a_file("x", LARGE)
    with ThreadPoolExecutor(1) as pool:
        slowly = ("-l", "200000")
        sending = pool.submit(account.sftp, "put x nuit/x", options=slowly)
        until(lambda: (envoi / "x").exists() and (envoi / "x").stat().st_size > 1_000_000)
        kill(account.session())
        assert sending.result().code != 0
    assert (envoi / "x").stat().st_size < len(LARGE)
    assert account.sftp("reput x nuit/x").code == 0
    assert files_of(envoi) == {"x": LARGE}
