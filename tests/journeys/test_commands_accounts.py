"""`lsc-syncd accounts`: who may connect, changed while a server runs, and what is said of it."""

import stat
from pathlib import Path

import pytest

from syncd.commands.exit_codes import FAILURE, USAGE
from syncd.sftp.gate.accounts import Account, fingerprint, parse_keys, read_account
from tests.edges.some_daemon import Installation
from tests.journeys.some_command_line import Said
from tests.journeys.some_sftp import make_key


@pytest.fixture
def directory(installation: Installation) -> Path:
    return installation.data / "accounts"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return make_key(tmp_path / "id").with_suffix(".pub")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return make_key(tmp_path / "other").with_suffix(".pub")


def blobs(*keys: Path) -> tuple[bytes, ...]:
    return tuple(blob for key in keys for blob in parse_keys(key.read_text()))


def found(directory: Path, name: str = "lsc") -> Account:
    account = read_account(directory, name)
    assert account is not None
    return account


def test_an_account_is_made_where_there_was_none(fresh: Said, directory: Path, key: Path) -> None:
    assert fresh.run("accounts", "add", "lsc", "--key", key) == 0
    assert fingerprint(*blobs(key)) in fresh.out
    assert found(directory).keys == blobs(key)
    assert stat.S_IMODE((directory / "lsc.pub").stat().st_mode) == 0o644
    assert [path.name for path in directory.iterdir()] == ["lsc.pub"]


def test_an_account_is_made_for_some_addresses(fresh: Said, directory: Path, key: Path) -> None:
    words = ("--adresse", "192.0.2.0/24", "--adresse", "2001:db8::1")
    assert fresh.run("accounts", "add", "lsc", "--key", key, *words) == 0
    assert "from 192.0.2.0/24, 2001:db8::1/128 only" in fresh.out
    assert found(directory).settings.welcomes("192.0.2.9")
    assert not found(directory).settings.welcomes("192.0.3.9")


@pytest.mark.parametrize("name", ["LSC", "../lsc", "-", "a b"])
def test_a_name_that_no_account_bears_is_refused(
    fresh: Said, directory: Path, key: Path, name: str
) -> None:
    assert fresh.run("accounts", "add", "--key", key, "--", name) == FAILURE
    assert "Nothing was changed" in fresh.err
    assert not directory.exists()


def test_a_private_key_is_refused_and_not_repeated(fresh: Said, directory: Path, key: Path) -> None:
    private = key.with_suffix("")
    assert fresh.run("accounts", "add", "lsc", "--key", private) == FAILURE
    assert "private key" in fresh.err
    assert private.read_text().splitlines()[1] not in fresh.err
    assert not directory.exists()


@pytest.mark.parametrize("content", [b"", b"# nobody\n", b"nonsense", b"\xff\xfe"])
def test_what_is_no_key_makes_no_account(
    fresh: Said, directory: Path, key: Path, content: bytes
) -> None:
    key.write_bytes(content)
    assert fresh.run("accounts", "add", "lsc", "--key", key) == FAILURE
    assert not directory.exists()


def test_a_key_file_that_is_not_there_is_a_mistake_of_use(fresh: Said, tmp_path: Path) -> None:
    assert fresh.run("accounts", "add", "lsc", "--key", tmp_path / "none") == USAGE


def test_an_account_that_exists_is_not_overwritten(
    fresh: Said, directory: Path, key: Path, other: Path
) -> None:
    fresh.run("accounts", "add", "lsc", "--key", key)
    assert fresh.run("accounts", "add", "lsc", "--key", other) == FAILURE
    assert "rotate-key" in fresh.err
    assert found(directory).keys == blobs(key)


def test_a_bad_address_makes_no_account(fresh: Said, directory: Path, key: Path) -> None:
    assert fresh.run("accounts", "add", "lsc", "--key", key, "--adresse", "lsc.example") == FAILURE
    assert not directory.exists()


def test_the_list_tells_each_account_and_its_keys(
    fresh: Said, directory: Path, key: Path, other: Path
) -> None:
    fresh.run("accounts", "add", "lsc", "--key", key)
    fresh.run("accounts", "add", "autre", "--key", other, "--adresse", "192.0.2.1")
    (directory / "lsc.toml").write_text("octets_max = 5\n")
    autre, lsc = fresh.json("accounts", "list")
    assert (lsc["name"], lsc["keys"]) == ("lsc", [fingerprint(*blobs(key))])
    assert (lsc["octets_max"], lsc["adresses"], lsc["envois"]) == (5, [], 0)
    assert autre["adresses"] == ["192.0.2.1/32"]


def test_the_list_tells_a_file_that_lets_nobody_in(fresh: Said, directory: Path, key: Path) -> None:
    fresh.run("accounts", "add", "lsc", "--key", key)
    (directory / "lsc.toml").write_text("octets = 5\n")
    (directory / "lcs.toml").write_text("octets_max = 5\n")
    assert fresh.run("accounts", "list") == FAILURE
    assert "octets is no setting of an account" in fresh.err
    assert "lcs.toml is of no account" in fresh.err


def test_an_account_is_removed_with_its_settings(fresh: Said, directory: Path, key: Path) -> None:
    fresh.run("accounts", "add", "lsc", "--key", key, "--adresse", "192.0.2.1")
    assert fresh.run("accounts", "remove", "lsc") == 0
    assert list(directory.iterdir()) == []
    assert fresh.run("accounts", "remove", "lsc") == FAILURE
    assert "There is no account lsc" in fresh.err


def test_what_a_removed_account_sent_stays(
    fresh: Said, installation: Installation, key: Path
) -> None:
    fresh.run("accounts", "add", "lsc", "--key", key)
    sent = installation.data / "spool/incoming/lsc/nuit/x"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(b"x")
    assert fresh.run("accounts", "remove", "lsc") == 0
    assert "1 envoi(s) of it are under way" in fresh.out
    assert sent.read_bytes() == b"x"


def test_a_key_is_replaced(fresh: Said, directory: Path, key: Path, other: Path) -> None:
    fresh.run("accounts", "add", "lsc", "--key", key)
    assert fresh.run("accounts", "rotate-key", "lsc", "--key", other) == 0
    assert fingerprint(*blobs(other)) in fresh.out
    assert found(directory).keys == blobs(other)


def test_the_old_key_may_stay_for_a_while(
    fresh: Said, directory: Path, key: Path, other: Path
) -> None:
    key.write_text(f"# LSC\n{key.read_text()}")
    fresh.run("accounts", "add", "lsc", "--key", key)
    for _ in range(2):
        assert fresh.run("accounts", "rotate-key", "lsc", "--key", other, "--keep-old") == 0
        assert found(directory).keys == blobs(key, other)
    assert (directory / "lsc.pub").read_text().startswith("# LSC\n")


@pytest.mark.parametrize("keep", [(), ("--keep-old",)])
def test_a_bad_key_leaves_the_old_one(
    fresh: Said, directory: Path, key: Path, other: Path, keep: tuple[str, ...]
) -> None:
    fresh.run("accounts", "add", "lsc", "--key", key)
    other.write_text("ssh-ed25519 nonsense\n")
    assert fresh.run("accounts", "rotate-key", "lsc", "--key", other, *keep) == FAILURE
    assert found(directory).keys == blobs(key)


def test_no_account_is_made_by_a_rotation(fresh: Said, directory: Path, key: Path) -> None:
    assert fresh.run("accounts", "rotate-key", "lsc", "--key", key) == FAILURE
    assert not directory.exists()
