"""The accounts' directory, with keys made by `ssh-keygen`."""

import subprocess
from pathlib import Path

import pytest

from syncd.sftp.gate.account_settings import AccountError
from syncd.sftp.gate.accounts import (
    Account,
    is_account_name,
    parse_keys,
    read_account,
    read_accounts,
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return public keys as `ssh-keygen` writes them, by kind."""
    root = tmp_path_factory.mktemp("keys")
    kinds = {
        "ed25519": ["-t", "ed25519"],
        "other": ["-t", "ed25519"],
        "rsa2048": ["-t", "rsa", "-b", "2048"],
        "rsa1024": ["-t", "rsa", "-b", "1024"],
        "ecdsa": ["-t", "ecdsa"],
    }
    for name, kind in kinds.items():
        command = ["ssh-keygen", "-q", *kind, "-N", "", "-C", f"{name} key", "-f", str(root / name)]
        subprocess.run(command, check=True, timeout=30)
    return {name: (root / f"{name}.pub").read_text() for name in kinds}


def test_an_account_has_the_keys_of_its_file(tmp_path: Path, keys: dict[str, str]) -> None:
    (tmp_path / "lsc.pub").write_text(keys["ed25519"] + keys["rsa2048"])
    account = read_account(tmp_path, "lsc")
    assert account is not None
    assert account.name == "lsc"
    assert len(account.keys) == 2


def test_an_account_accepts_its_own_keys_only(keys: dict[str, str]) -> None:
    account = Account("lsc", parse_keys(keys["ed25519"]))
    assert account.accepts(*parse_keys(keys["ed25519"]))
    assert not account.accepts(*parse_keys(keys["other"]))


def test_comments_and_empty_lines_are_no_keys(keys: dict[str, str]) -> None:
    assert len(parse_keys(f"# LSC, server\n\n  {keys['ed25519']}\r\n#{keys['other']}")) == 1


def test_a_key_without_comment_is_a_key(keys: dict[str, str]) -> None:
    kind, encoded, *_ = keys["ed25519"].split()
    assert parse_keys(f"{kind} {encoded}") == parse_keys(keys["ed25519"])


def test_a_short_rsa_key_is_refused_with_its_length(keys: dict[str, str]) -> None:
    with pytest.raises(AccountError, match="an RSA key needs 2048 bits, this one has 1024"):
        parse_keys(keys["rsa1024"])


def test_another_type_of_key_is_refused(keys: dict[str, str]) -> None:
    with pytest.raises(AccountError, match="other types of key are not accepted"):
        parse_keys(keys["ecdsa"])


def test_options_are_refused(keys: dict[str, str]) -> None:
    with pytest.raises(AccountError, match="options"):
        parse_keys(f'command="sh" {keys["ed25519"]}')


def test_a_key_under_the_name_of_another_type_is_refused(keys: dict[str, str]) -> None:
    with pytest.raises(AccountError, match="not an OpenSSH public key"):
        parse_keys(keys["ed25519"].replace("ssh-ed25519", "ssh-rsa", 1))


@pytest.mark.parametrize("key", ["", "AAAA", "é", "AAAAC3NzaC1lZDI1NTE5AAAAIA==", "====", "\0"])
def test_a_key_that_is_none_is_refused_with_its_line(keys: dict[str, str], key: str) -> None:
    with pytest.raises(AccountError, match="line 2"):
        parse_keys(f"{keys['ed25519'].strip()}\nssh-ed25519 {key}")


def test_a_private_key_is_refused() -> None:
    with pytest.raises(AccountError, match="line 1"):
        parse_keys("-----BEGIN OPENSSH PRIVATE KEY-----")


def test_one_bad_line_makes_the_whole_file_bad(tmp_path: Path, keys: dict[str, str]) -> None:
    (tmp_path / "lsc.pub").write_text(keys["ed25519"] + keys["rsa1024"])
    with pytest.raises(AccountError, match=r"lsc\.pub, line 2"):
        read_account(tmp_path, "lsc")


def test_a_file_without_a_key_is_bad(tmp_path: Path) -> None:
    (tmp_path / "lsc.pub").write_text("# nobody yet\n")
    with pytest.raises(AccountError, match="nobody can connect as lsc"):
        read_account(tmp_path, "lsc")


def test_a_file_that_is_no_text_is_bad(tmp_path: Path) -> None:
    (tmp_path / "lsc.pub").write_bytes(b"\xff\xfe")
    with pytest.raises(AccountError, match="cannot be read"):
        read_account(tmp_path, "lsc")


def test_a_file_is_never_read_in_part(tmp_path: Path, keys: dict[str, str]) -> None:
    filler = "#" + "x" * 62 + "\n"
    (tmp_path / "lsc.pub").write_text(keys["ed25519"] + filler * 1100 + keys["rsa1024"])
    with pytest.raises(AccountError):
        read_account(tmp_path, "lsc")


def test_an_account_without_a_file_is_none(tmp_path: Path) -> None:
    assert read_account(tmp_path, "lsc") is None


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../lsc", "a/b", "LSC", "é", "-a", "a\n", "a" * 33]
)
def test_a_name_that_no_account_bears_is_none(tmp_path: Path, name: str) -> None:
    assert not is_account_name(name)
    assert read_account(tmp_path / "accounts", name) is None


@pytest.mark.parametrize("name", ["lsc", "a", "0", "lsc-2", "a" * 32])
def test_an_account_may_bear_these_names(name: str) -> None:
    assert is_account_name(name)


def test_the_directory_gives_the_good_accounts_and_what_is_wrong_with_the_others(
    tmp_path: Path, keys: dict[str, str]
) -> None:
    (tmp_path / "lsc.pub").write_text(keys["ed25519"])
    (tmp_path / "court.pub").write_text(keys["rsa1024"])
    (tmp_path / "Majuscule.pub").write_text(keys["ed25519"])
    (tmp_path / "notes.txt").write_text("not an account")
    found = read_accounts(tmp_path)
    assert list(found.accounts) == ["lsc"]
    assert len(found.problems) == 2
    assert "Majuscule.pub" in found.problems[0]
    assert "court.pub, line 1" in found.problems[1]
