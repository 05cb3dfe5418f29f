"""The addresses that accounts name as theirs."""

from pathlib import Path

import pytest

from syncd.sftp.gate.expected import GOOD_FOR_SECONDS, Expected
from tests.journeys.some_sftp import make_key


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    for name in ("lsc", "autre"):
        make_key(tmp_path / name)
    (tmp_path / "lsc.toml").write_text('adresses = ["192.0.2.0/24", "2001:db8:1:2::7"]')
    return tmp_path


@pytest.mark.parametrize(
    ("place", "is_expected"),
    [
        ("192.0.2.7", True),
        ("192.0.3.7", False),
        ("2001:db8:1:2::/64", True),
        ("2001:db8:1:3::/64", False),
        ("::/64", False),
    ],
)
def test_what_accounts_name_is_expected(accounts: Path, place: str, *, is_expected: bool) -> None:
    assert Expected(accounts).holds(place, 0) is is_expected


def test_without_accounts_nobody_is(tmp_path: Path) -> None:
    assert not Expected(tmp_path / "none").holds("192.0.2.7", 0)


def test_a_change_counts_after_a_while(accounts: Path) -> None:
    expected = Expected(accounts)
    assert expected.holds("192.0.2.7", 0)
    (accounts / "lsc.toml").unlink()
    assert expected.holds("192.0.2.7", GOOD_FOR_SECONDS - 1)
    assert not expected.holds("192.0.2.7", GOOD_FOR_SECONDS)
