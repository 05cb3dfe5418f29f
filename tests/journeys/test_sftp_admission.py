"""Bans and limits on a real listener: who is closed, who is dropped, who is served meanwhile."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import paramiko
import pytest

from syncd.sftp.gate.bans import read_bans
from tests.journeys.some_sftp import SECONDS, Account, Server, a_server, children, make_key, until
from tests.journeys.some_wire import Wire


def banned(server: Server) -> list[str]:
    return [ban.adresse for ban in read_bans(server.root / "bans", "2026")]


def a_stranger(account: Account) -> Account:
    return Account(account.server, account.name, make_key(account.home / "strange"), account.home)


def connect(server: Server, address: str = "127.0.0.1") -> socket.socket:
    where = ("127.0.0.1", server.port)
    return socket.create_connection(where, timeout=SECONDS, source_address=(address, 0))


Knock = Callable[..., socket.socket]


@pytest.fixture
def knock() -> Iterator[Knock]:
    """Connect, from an address of this machine, and keep silent."""
    with ExitStack() as opened:
        yield lambda *where: opened.enter_context(connect(*where))


def first_words(connection: socket.socket) -> bytes:
    """Return what the server says first, empty when it closes."""
    try:
        return connection.recv(100)
    except ConnectionResetError:
        return b""


def fail_from(server: Server, address: str, key: paramiko.PKey | None = None) -> None:
    """Try to log in from an address of this machine, by a key or else by a password."""
    transport = paramiko.Transport(connect(server, address))
    try:
        transport.start_client(timeout=SECONDS)
        with pytest.raises(paramiko.SSHException):
            _try(transport, key)
    finally:
        transport.close()
    until(lambda: not children(server.pid))


def _try(transport: paramiko.Transport, key: paramiko.PKey | None) -> None:
    if key is None:
        transport.auth_password("root", "secret", fallback=False)
    else:
        transport.auth_publickey("personne", key)


@pytest.fixture
def strange() -> paramiko.PKey:
    return paramiko.RSAKey.generate(2048)


def test_failed_logins_ban_an_address_and_no_other(
    knock: Knock, tmp_path: Path, strange: paramiko.PKey
) -> None:
    with a_server(tmp_path, ban_failures=3) as server:
        for key in (None, strange, None):
            assert banned(server) == []
            fail_from(server, "127.0.0.9", key)
        until(lambda: banned(server))
        assert banned(server) == ["127.0.0.9"]
        assert first_words(knock(server, "127.0.0.9")) == b""
        assert server.account().sftp("ls").code == 0
        (tmp_path / "bans/127.0.0.9.ban").unlink()
        assert first_words(knock(server, "127.0.0.9")).startswith(b"SSH-2.0-")


def test_a_ban_outlives_a_restart_of_the_server(
    knock: Knock, tmp_path: Path, strange: paramiko.PKey
) -> None:
    with a_server(tmp_path, ban_failures=1) as server:
        fail_from(server, "127.0.0.9", strange)
        until(lambda: banned(server))
    with a_server(tmp_path, ban_failures=1) as server:
        assert first_words(knock(server, "127.0.0.9")) == b""


def test_a_login_clears_what_failed_before(tmp_path: Path) -> None:
    with a_server(tmp_path, ban_failures=2) as server:
        account = server.account()
        strange = a_stranger(account)
        assert strange.sftp("ls").code != 0
        assert account.sftp("ls").code == 0
        for _ in range(3):
            assert strange.sftp("ls").code != 0
        assert account.sftp("ls").code == 0
    assert banned(server) == []


def test_the_key_of_an_account_never_fails(tmp_path: Path) -> None:
    with a_server(tmp_path, ban_failures=1) as server:
        account = server.account()
        wrong_name = Account(server, "personne", account.key, account.home)
        assert wrong_name.sftp("ls").code != 0
        (tmp_path / f"accounts/{account.name}.toml").write_text('adresses = ["192.0.2.1"]')
        assert account.sftp("ls").code != 0
        (tmp_path / f"accounts/{account.name}.toml").write_text("nonsense")
        assert account.sftp("ls").code != 0
        until(lambda: not children(server.pid))
        assert banned(server) == []


def test_who_never_tries_to_log_in_scores_nothing(tmp_path: Path) -> None:
    with a_server(tmp_path, ban_failures=1) as server:
        connect(server).close()
        transport = paramiko.Transport(connect(server))
        transport.start_client(timeout=SECONDS)
        with pytest.raises(paramiko.BadAuthenticationType):
            transport.auth_none("root")
        transport.close()
        until(lambda: not children(server.pid))
        assert banned(server) == []


def test_an_account_that_has_too_many_is_refused_one_more(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        account, other = server.account(), server.account()
        (tmp_path / f"accounts/{account.name}.toml").write_text("connexions = 2")
        with Wire(account), Wire(account):
            assert account.sftp("ls").code != 0
            assert other.sftp("ls").code == 0
        until(lambda: not children(server.pid))
        assert account.sftp("ls").code == 0
        assert "session_too_many_of_account" in server.said()


def test_who_does_not_log_in_gives_way_and_who_did_stays(knock: Knock, tmp_path: Path) -> None:
    with a_server(tmp_path, max_sessions=3) as server:
        account = server.account()
        with Wire(account) as wire:
            silent = [knock(server) for _ in range(2)]
            assert all(first_words(each).startswith(b"SSH-2.0-") for each in silent)
            assert account.sftp("ls").code == 0
            assert first_words(silent[0]) == b""
            assert wire.listing("/") == ["retour"]


def test_one_address_is_in_its_own_way_only(knock: Knock, tmp_path: Path) -> None:
    with a_server(tmp_path, max_login=4) as server:
        waiting = knock(server, "127.0.0.2")
        flood = [knock(server, "127.0.0.3") for _ in range(10)]
        while first_words(flood[0]):
            pass
        assert first_words(waiting).startswith(b"SSH-2.0-")
        assert len(children(server.pid)) <= 5


def test_an_address_that_nobody_came_in_from_has_a_pace(knock: Knock, tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        said = [first_words(knock(server, "127.0.0.4")) for _ in range(40)]
        refused = [each for each in said if not each.startswith(b"SSH-2.0-")]
        assert 10 < len(refused) < 25
        assert {each for each in refused if each} <= {
            "Trop de connexions : réessayez plus tard\r\n".encode()
        }
        assert server.account().sftp("ls").code == 0
        assert server.said().count("connections_refused") == 1


def test_a_session_that_was_dropped_is_no_bug(knock: Knock, tmp_path: Path) -> None:
    with a_server(tmp_path, max_login=1) as server:
        account = server.account()
        assert account.sftp("ls").code == 0
        first = knock(server)
        assert first_words(first)
        with Wire(account):
            assert first_words(first) == b""
    assert "session_died" not in server.said()


def test_the_address_that_an_account_names_is_not_banned(
    tmp_path: Path, strange: paramiko.PKey
) -> None:
    with a_server(tmp_path, ban_failures=1) as server:
        account = server.account()
        (tmp_path / f"accounts/{account.name}.toml").write_text('adresses = ["127.0.0.8"]')
        fail_from(server, "127.0.0.8", strange)
        fail_from(server, "127.0.0.9", strange)
        until(lambda: banned(server))
        assert banned(server) == ["127.0.0.9"]
