"""`lsc-syncd bans`: who is banned, and letting in again."""

from pathlib import Path

import pytest

from syncd.commands.exit_codes import FAILURE, USAGE
from syncd.sftp.gate.bans import Ban, read_bans, write_ban
from tests.edges.some_daemon import Installation
from tests.journeys.some_command_line import Said

NOW = "2026-11-25T12:00:00.000Z"


@pytest.fixture
def directory(installation: Installation) -> Path:
    folder = installation.data / "bans"
    for address, until in (("192.0.2.1", "2099"), ("2001:db8::/64", "2099"), ("192.0.2.9", "2000")):
        write_ban(folder, Ban(adresse=address, depuis=NOW, jusqu_au=until, echecs=10))
    return folder


def banned(directory: Path) -> list[str]:
    return [ban.adresse for ban in read_bans(directory, NOW)]


def test_who_is_banned_is_listed_with_the_end(fresh: Said, directory: Path) -> None:
    found = fresh.json("bans", "list")
    assert [ban["adresse"] for ban in found] == banned(directory) == ["192.0.2.1", "2001:db8::/64"]
    assert set(found[0]) == {"adresse", "depuis", "jusqu_au", "echecs"}


def test_nobody_is_banned_where_nobody_ever_came(fresh: Said) -> None:
    assert fresh.json("bans", "list") == []


@pytest.mark.parametrize("address", ["2001:db8::/64", "2001:db8::7", "2001:0db8:0::"])
def test_a_ban_is_lifted_by_any_address_that_it_is_for(
    fresh: Said, directory: Path, address: str
) -> None:
    assert fresh.run("bans", "lift", address) == 0
    assert fresh.out == "2001:db8::/64 may connect again.\n"
    assert banned(directory) == ["192.0.2.1"]


def test_all_bans_are_lifted(fresh: Said, directory: Path) -> None:
    assert fresh.run("bans", "lift", "--all") == 0
    assert banned(directory) == []


def test_who_is_not_banned_is_told(fresh: Said, directory: Path) -> None:
    assert fresh.run("bans", "lift", "192.0.2.2") == FAILURE
    assert "192.0.2.2 is not banned" in fresh.err
    assert len(banned(directory)) == 2


@pytest.mark.parametrize("words", [(), ("192.0.2.1", "--all"), ("../x",), ("",), ("192.0.2",)])
def test_one_address_or_all(fresh: Said, directory: Path, words: tuple[str, ...]) -> None:
    assert fresh.run("bans", "lift", *words) == USAGE
    assert len(banned(directory)) == 2
