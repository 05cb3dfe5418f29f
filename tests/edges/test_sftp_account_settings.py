"""What an account may do: its settings' file, and what becomes of a mistake in it."""

from pathlib import Path

import pytest

from syncd.sftp.gate.account_settings import (
    DEFAULTS,
    AccountError,
    AccountSettings,
    parse_network,
    parse_settings,
    read_settings,
)
from syncd.sftp.gate.accounts import read_account, read_accounts
from tests.journeys.some_sftp import make_key

EVERYTHING = """
adresses = ["192.0.2.0/24", "2001:db8::1"]
connexions = 4
octets_max = 5_000_000_000
fichiers_max = 20000
refuse_au_depot = true
"""
MISTAKES = [
    ('adresse = ["192.0.2.1"]', "adresse is no setting"),
    ('adresses = "192.0.2.1"', "adresses is a list"),
    ("adresses = []", "adresses is a list"),
    ('adresses = ["192.0.2.1/24"]', "neither an address nor a network"),
    ('adresses = ["lsc.example"]', "neither an address nor a network"),
    ("adresses = [3232235777]", "neither an address nor a network"),
    ("connexions = 0", "connexions is a whole number"),
    ("connexions = true", "connexions is a whole number"),
    ("octets_max = 1.5", "octets_max is a whole number"),
    ('octets_max = "1"', "octets_max is a whole number"),
    ("fichiers_max = -1", "fichiers_max is a whole number"),
    ("refuse_au_depot = 1", "refuse_au_depot is true or false"),
    ("connexions =", "not a TOML file"),
]


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    make_key(tmp_path / "lsc")
    return tmp_path


def test_without_a_file_everything_is_as_by_default(accounts: Path) -> None:
    account = read_account(accounts, "lsc")
    assert account is not None
    assert account.settings == DEFAULTS == AccountSettings()


def test_an_account_has_the_settings_of_its_file(accounts: Path) -> None:
    (accounts / "lsc.toml").write_text(EVERYTHING)
    account = read_account(accounts, "lsc")
    assert account is not None
    assert account.settings == AccountSettings(
        adresses=(parse_network("192.0.2.0/24"), parse_network("2001:db8::1")),
        connexions=4,
        octets_max=5_000_000_000,
        fichiers_max=20_000,
        refuse_au_depot=True,
    )


@pytest.mark.parametrize(("text", "sentence"), MISTAKES)
def test_a_mistake_lets_nobody_in_and_is_told(accounts: Path, text: str, sentence: str) -> None:
    (accounts / "lsc.toml").write_text(f"refuse_au_depot = false\n{text}\n".replace(
        "refuse_au_depot = false\nrefuse_au_depot", "refuse_au_depot"
    ))  # fmt: skip
    with pytest.raises(AccountError, match=sentence) as told:
        read_account(accounts, "lsc")
    assert str(accounts / "lsc.toml") in str(told.value)
    assert read_accounts(accounts).problems == (str(told.value),)


def test_a_file_that_cannot_be_read_lets_nobody_in(accounts: Path) -> None:
    (accounts / "lsc.toml").mkdir()
    with pytest.raises(AccountError, match="cannot be read"):
        read_account(accounts, "lsc")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * (65 << 10)], ids=["no text", "too long"])
def test_a_file_that_is_none_is_a_mistake(accounts: Path, content: bytes) -> None:
    (accounts / "lsc.toml").write_bytes(content)
    with pytest.raises(AccountError):
        read_settings(accounts / "lsc.toml")


@pytest.mark.parametrize(
    ("address", "welcome"),
    [
        ("192.0.2.7", True),
        ("192.0.3.7", False),
        ("::ffff:192.0.2.7", True),
        ("::ffff:192.0.3.7", False),
        ("2001:db8::1", True),
        ("2001:db8::2", False),
        ("fe80::1%eth0", False),
    ],
)
def test_an_account_is_used_from_its_addresses_only(address: str, *, welcome: bool) -> None:
    assert parse_settings(EVERYTHING).welcomes(address) is welcome


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::2", "fe80::1%eth0"])
def test_an_account_without_addresses_is_used_from_anywhere(address: str) -> None:
    assert DEFAULTS.welcomes(address)
