"""The listener and its sessions end when they are told to, and when their supervisor is gone."""

import os
import resource
import signal
import socket
from pathlib import Path

import pytest

from syncd.sftp.endpoint import Endpoint
from syncd.sftp.gate.host_key import HostKeyError, load_or_create_host_key
from syncd.sftp.listener import start_listener
from tests.journeys.some_sftp import a_server, children, is_alive, kill, until
from tests.journeys.some_wire import Wire

CONTENT = bytes(100_000)


def test_the_listener_ends_with_its_sessions_when_it_is_told_to(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        account = server.account()
        (account.incoming / "nuit").mkdir(parents=True)
        wire = Wire(account)
        wire.write(wire.open("nuit/x"), 0, CONTENT)
        sessions = children(server.pid)
        os.kill(server.pid, signal.SIGTERM)
        account.ended_log()
        until(lambda: not any(map(is_alive, [server.pid, *sessions])))
        wire.cut()
    assert [done.success for done in account.operations()] == [False, False]
    assert not account.is_locked("nuit")


def test_stopping_the_supervisor_ends_everything(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        account = server.account()
        wire = Wire(account)
        everything = [server.process.pid, server.pid, *children(server.pid)]
        server.stop()
        wire.cut()
        assert not any(map(is_alive, everything))


def test_the_listener_ends_with_its_sessions_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        account = server.account()
        (account.incoming / "nuit").mkdir(parents=True)
        wire = Wire(account)
        wire.write(wire.open("nuit/x"), 0, CONTENT)
        everything = [server.pid, *children(server.pid)]
        kill(server.process.pid)
        until(lambda: not any(map(is_alive, everything)))
        wire.cut()
        assert [done.success for done in account.operations()] == [False, False]
        assert "Le serveur s'est arrêté" in account.operations()[-1].messages[0]
        assert not account.is_locked("nuit")


def test_a_ctrl_c_is_left_to_the_supervisor(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, Wire(server.account()) as wire:
        for pid in (server.pid, *children(server.pid)):
            os.kill(pid, signal.SIGINT)
        assert wire.listing("/") == ["retour"]
        assert is_alive(server.pid)


def test_a_session_that_dies_leaves_the_others_alone(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        account = server.account()
        first = Wire(account)
        (pid,) = children(server.pid)
        with Wire(account) as second:
            kill(pid)
            until(lambda: pid not in children(server.pid))
            assert second.listing("/") == ["retour"]
        first.cut()
        assert account.sftp("ls").code == 0


def test_the_listener_outlives_a_lack_of_descriptors(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        account = server.account()
        assert account.sftp("ls").code == 0  # it is past its beginning
        until(lambda: not children(server.pid))
        soft, hard = resource.prlimit(server.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (3, hard))
        with socket.create_connection(("127.0.0.1", server.port), timeout=5):
            until(lambda: "session_cannot_accept" in server.said())
            resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (soft, hard))
            assert account.sftp("ls").code == 0


def test_the_port_is_free_again_and_the_host_key_is_kept(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        account = server.account()
        assert account.sftp("ls").code == 0
        key = (tmp_path / "keys/host").read_bytes()
    with socket.create_server(("127.0.0.1", server.port)):
        pass
    assert load_or_create_host_key(tmp_path / "keys/host").get_base64()
    assert (tmp_path / "keys/host").read_bytes() == key


def test_the_host_key_is_made_for_its_owner_only(tmp_path: Path) -> None:
    load_or_create_host_key(tmp_path / "keys/host")
    assert (tmp_path / "keys/host").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_host_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    load_or_create_host_key(tmp_path / "host")
    (tmp_path / "host").chmod(0o644)
    with pytest.raises(HostKeyError, match="chmod 600"):
        load_or_create_host_key(tmp_path / "host")


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "host").write_text("nonsense")
    (tmp_path / "host").chmod(0o600)
    with pytest.raises(HostKeyError, match="not an OpenSSH ed25519 private key"):
        load_or_create_host_key(tmp_path / "host")


def test_a_port_that_is_taken_is_an_error_of_the_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        endpoint = Endpoint(
            host="127.0.0.1",
            port=taken.getsockname()[1],
            incoming=tmp_path,
            retour=tmp_path,
            logs=tmp_path,
            accounts=tmp_path,
            host_key=tmp_path / "host",
            domaine="immo-dupont",
            bans=tmp_path / "bans",
            max_sessions=1,
            login_seconds=1,
            now=lambda: "2026-11-24T06:00:00.000Z",
        )
        with pytest.raises(OSError, match=r"[Aa]ddress already in use"):
            start_listener(endpoint)
