"""What WinSCP does besides a plain upload: it asks, resumes, replaces, sets permissions."""

import random
from pathlib import Path

import pytest

from tests.journeys.some_client import files_of
from tests.journeys.some_sftp import Account
from tests.journeys.some_winscp import DONE, WinScp

SMALL = b"<tiers/>\n" * 11
BIG = random.Random(8).randbytes(300_007)  # noqa: S311  content, not secrets
SIZES = pytest.mark.parametrize("content", [SMALL, BIG], ids=["small", "big"])


@SIZES
def test_what_it_must_confirm_is_replaced_once_confirmed(
    account: Account, envoi: Path, content: bytes
) -> None:
    """Of a small file that is there already, its first OPEN is refused: it is exclusive."""
    (envoi / "x").write_bytes(BIG * 2)
    account.a_file("x", content)
    with WinScp(account) as winscp:
        assert winscp.upload("x", "nuit/x", confirm=True) == DONE
    assert files_of(envoi) == {"x": content}


@pytest.mark.parametrize("before", [None, SMALL])
def test_it_may_rename_over_what_is_there(
    account: Account, envoi: Path, before: bytes | None
) -> None:
    if before:
        (envoi / "x").write_bytes(before)
    account.a_file("x", BIG)
    with WinScp(account, posix=True) as winscp:
        assert winscp.upload("x", "nuit/x") == DONE
    assert files_of(envoi) == {"x": BIG}


def test_a_part_that_is_longer_than_the_file_is_begun_anew(account: Account, envoi: Path) -> None:
    (envoi / "x.filepart").write_bytes(bytes(len(BIG) + 1))
    account.a_file("x", BIG)
    with WinScp(account) as winscp:
        assert winscp.upload("x", "nuit/x") == DONE
    assert files_of(envoi) == {"x": BIG}


def test_a_part_that_was_whole_already_is_only_renamed(account: Account, envoi: Path) -> None:
    (envoi / "x.filepart").write_bytes(BIG)
    account.a_file("x", BIG)
    with WinScp(account) as winscp:
        assert winscp.upload("x", "nuit/x") == DONE
    assert files_of(envoi) == {"x": BIG}


@SIZES
def test_permissions_and_times_come_in_one_request(
    account: Account, envoi: Path, content: bytes
) -> None:
    sent = account.a_file("x", content).stat()
    with WinScp(account, mode=0o640) as winscp:
        assert winscp.upload("x", "nuit/x") == DONE
    found = (envoi / "x").stat()
    assert (found.st_mode & 0o777, int(found.st_mtime)) == (0o640, int(sent.st_mtime))


def test_our_log_has_what_its_own_would_have_in_the_same_order(
    account: Account, envoi: Path
) -> None:
    (envoi / "big").write_bytes(SMALL)
    account.a_file("small", SMALL)
    account.a_file("big", BIG)
    with WinScp(account, mode=0o640) as winscp:
        assert winscp.upload("small", "nuit/small") == DONE
        assert winscp.upload("big", "nuit/big") == DONE
    assert [(done.kind, done.filename) for done in account.operations()] == [
        ("upload", "/nuit/small"),
        ("touch", "/nuit/small"),
        ("chmod", "/nuit/small"),
        ("upload", "/nuit/big.filepart"),
        ("rm", "/nuit/big"),
        ("mv", "/nuit/big.filepart"),
        ("touch", "/nuit/big"),
        ("chmod", "/nuit/big"),
    ]


def test_many_files_in_one_session(account: Account, envoi: Path) -> None:
    sent = {f"{number}.xml": SMALL * number for number in range(40)}
    for name, content in sent.items():
        account.a_file(name, content)
    with WinScp(account) as winscp:
        assert [winscp.upload(name, f"nuit/{name}") for name in sent] == [DONE] * 40
    assert files_of(envoi) == sent
