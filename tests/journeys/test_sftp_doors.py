"""Who may come in, and what for: keys of known accounts, SFTP and nothing else."""

import socket
import time
from collections.abc import Callable
from pathlib import Path

import paramiko
import pytest

from tests.journeys.some_sftp import (
    SECONDS,
    Account,
    Server,
    a_server,
    children,
    is_alive,
    make_account,
    make_key,
    until,
)
from tests.journeys.some_wire import Wire


def refused(account: Account) -> bool:
    done = account.sftp("ls")
    return done.code != 0 and "Permission denied (publickey)" in done.err


def test_an_unknown_account_is_refused(account: Account) -> None:
    account.name = "personne"
    assert refused(account)


def test_a_wrong_key_is_refused(account: Account) -> None:
    account.key = make_key(account.home / "other")
    assert refused(account)


def test_the_key_of_another_account_is_refused(server: Server, account: Account) -> None:
    account.key = server.account().key
    assert refused(account)


@pytest.mark.parametrize("bits", ["2048", "3072"])
def test_an_rsa_key_of_2048_bits_or_more_comes_in(server: Server, bits: str) -> None:
    account = make_account(server, f"rsa{bits}", "-t", "rsa", "-b", bits)
    assert account.sftp("ls").code == 0


def test_an_rsa_key_of_1024_bits_is_refused(server: Server) -> None:
    account = make_account(server, "rsa1024", "-t", "rsa", "-b", "1024")
    assert account.sftp("ls", options=("-oRequiredRSASize=1024",)).code != 0


def test_an_ecdsa_key_is_refused(server: Server) -> None:
    assert refused(make_account(server, "ecdsa", "-t", "ecdsa"))


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_a_client_may_offer_the_wrong_key_before_the_right_one(account: Account, kind: str) -> None:
    wrong = make_key(account.home / "wrong", "-t", kind)
    with (account.home / "config").open("w") as config:
        config.write(f"IdentityFile {wrong}\nIdentityFile {account.key}\n")
    account.key = wrong
    account.config = account.home / "config"
    assert account.sftp("ls").code == 0


def test_one_bad_line_lets_nobody_in(server: Server, account: Account) -> None:
    public = server.root / "accounts" / f"{account.name}.pub"
    public.write_text(public.read_text() + "ssh-ed25519 nonsense\n")
    assert refused(account)


def test_a_withdrawn_key_counts_at_once(server: Server, account: Account) -> None:
    assert account.sftp("ls").code == 0
    (server.root / "accounts" / f"{account.name}.pub").unlink()
    assert refused(account)


@pytest.mark.parametrize("name", ["../lsc1", "", "root", ".", "LSC1", "lsc1\0", "a" * 5000])
def test_no_name_leads_out_of_the_accounts(server: Server, account: Account, name: str) -> None:
    transport = paramiko.Transport(("127.0.0.1", server.port))
    try:
        with pytest.raises((paramiko.SSHException, EOFError)):
            transport.connect(username=name, pkey=paramiko.Ed25519Key(filename=str(account.key)))
    finally:
        transport.close()


@pytest.mark.parametrize("way", ["none", "password", "keyboard"])
def test_there_is_no_other_way_in_than_a_key(server: Server, account: Account, way: str) -> None:
    transport = paramiko.Transport(("127.0.0.1", server.port))
    try:
        transport.start_client(timeout=SECONDS)
        ways: dict[str, Callable[[], object]] = {
            "none": lambda: transport.auth_none(account.name),
            "password": lambda: transport.auth_password(account.name, "secret", fallback=False),
            "keyboard": lambda: transport.auth_interactive(account.name, lambda *_: []),
        }
        with pytest.raises(paramiko.BadAuthenticationType) as refusal:
            ways[way]()
        assert refusal.value.allowed_types == ["publickey"]
    finally:
        transport.close()


def test_there_is_no_shell(account: Account) -> None:
    assert account.ssh().code != 0


def test_no_command_is_run(account: Account, tmp_path: Path) -> None:
    done = account.ssh(f"touch {tmp_path}/made; echo served")
    assert done.code != 0
    assert "served" not in done.out
    assert not (tmp_path / "made").exists()


def test_no_other_subsystem_is_served(account: Account) -> None:
    assert account.ssh("-s", "netconf").code != 0


def a_transport(account: Account) -> paramiko.Transport:
    transport = paramiko.Transport(("127.0.0.1", account.server.port))
    key = paramiko.Ed25519Key(filename=str(account.key))
    transport.connect(username=account.name, pkey=key)
    return transport


def test_no_connection_is_forwarded(account: Account) -> None:
    with socket.create_server(("127.0.0.1", 0)) as aimed_at:
        transport = a_transport(account)
        try:
            with pytest.raises(paramiko.ChannelException, match="prohibited"):
                transport.open_channel(
                    "direct-tcpip", aimed_at.getsockname(), ("127.0.0.1", 1), timeout=SECONDS
                )
        finally:
            transport.close()
        aimed_at.setblocking(False)
        with pytest.raises(BlockingIOError):
            aimed_at.accept()


def test_no_other_kind_of_channel_is_opened(account: Account) -> None:
    transport = a_transport(account)
    try:
        with pytest.raises(paramiko.ChannelException, match="prohibited"):
            transport.open_channel("tun@openssh.com", timeout=SECONDS)
    finally:
        transport.close()


@pytest.mark.parametrize(
    "weak", ["Ciphers=aes128-ctr", "KexAlgorithms=diffie-hellman-group14-sha256"]
)
def test_weak_or_slow_algorithms_are_not_offered(account: Account, weak: str) -> None:
    done = account.sftp("ls", options=(f"-o{weak}",))
    assert (done.code, done.err) == (255, "Connection closed\n")


def test_no_port_is_opened_for_a_client(account: Account) -> None:
    transport = a_transport(account)
    try:
        with pytest.raises(paramiko.SSHException, match="denied"):
            transport.request_port_forward("127.0.0.1", 0)
    finally:
        transport.close()


def test_ssh_refuses_to_forward_through_us(account: Account) -> None:
    done = account.ssh("-N", "-oExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9")
    assert done.code == 255
    assert "forwarding failed" in done.err


# Time and number


def test_a_client_that_does_not_authenticate_is_cut_in_time(tmp_path: Path) -> None:
    with a_server(tmp_path, login_seconds=0.5) as server:
        begun = time.monotonic()
        transport = paramiko.Transport(("127.0.0.1", server.port))
        transport.start_client(timeout=SECONDS)
        until(lambda: not transport.is_active())
        transport.close()
        assert 0.4 < time.monotonic() - begun < 5


def test_a_silent_connection_is_cut_in_time(tmp_path: Path) -> None:
    with (
        a_server(tmp_path, login_seconds=0.5) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as silent,
    ):
        while silent.recv(4096):
            pass
        until(lambda: not children(server.pid))


def test_a_client_that_authenticated_is_not_cut(tmp_path: Path) -> None:
    with a_server(tmp_path, login_seconds=0.5) as server, Wire(server.account()) as wire:
        time.sleep(1)  # this much is what the test is about
        assert wire.listing("/") == ["retour"]


def test_a_client_that_asks_for_nothing_is_cut_too(tmp_path: Path) -> None:
    with a_server(tmp_path, login_seconds=0.5) as server:
        transport = a_transport(server.account())
        until(lambda: not transport.is_active(), seconds=5)
        transport.close()


def test_one_session_too_many_is_refused_and_a_free_place_is_given(tmp_path: Path) -> None:
    with a_server(tmp_path, max_sessions=2) as server:
        account = server.account()
        with Wire(account), Wire(account):
            (first, *_) = children(server.pid)
            assert account.sftp("ls").code != 0
        until(lambda: not is_alive(first) and not children(server.pid))
        assert account.sftp("ls").code == 0


# Addresses


def settings_of(account: Account, text: str) -> None:
    (account.server.root / "accounts" / f"{account.name}.toml").write_text(text)


def test_an_account_comes_in_from_its_own_addresses(account: Account) -> None:
    settings_of(account, 'adresses = ["192.0.2.0/24", "127.0.0.0/8"]')
    assert account.sftp("ls").code == 0


def test_an_account_is_refused_from_elsewhere(account: Account) -> None:
    settings_of(account, 'adresses = ["192.0.2.0/24"]')
    assert refused(account)
    assert "account_from_elsewhere" in account.server.said()


def test_a_mistake_in_the_settings_of_an_account_lets_nobody_in(account: Account) -> None:
    settings_of(account, "adresse = []")
    assert refused(account)
