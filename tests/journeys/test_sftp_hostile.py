"""Under attack a good client is served, nothing partial is said to be whole, and nothing is lost.

Small here; `make hostile` (HOSTILE=long) is the long form: 1,000 silent connections, a cut at every
stage of the protocol. All of it is bounded, in number and in time, and stays on loopback.
"""

import os
import random
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import paramiko
import pytest

from tests.journeys.some_hostility import IS_LONG, Good, Relay, Slow, silent
from tests.journeys.some_sftp import SECONDS, Account, Server, a_server, children, is_alive, until
from tests.journeys.some_wire import Wire

SILENT = 1000 if IS_LONG else 120
CUTS = 150 if IS_LONG else 12
WORKING_SECONDS = 20 if IS_LONG else 1
UPLOADS = 3
MAX_LOGIN = 8
CONTENT = {f"nuit/{name}": bytes([name]) * 40_000 for name in range(3)}


@pytest.mark.parametrize("addresses", [1, 5000], ids=["of one address", "of many"])
def test_a_good_client_is_served_among_silent_connections(tmp_path: Path, addresses: int) -> None:
    with a_server(tmp_path, max_login=MAX_LOGIN) as server:
        good = Good(server.account())
        with silent(server, SILENT, addresses):
            assert len(children(server.pid)) <= MAX_LOGIN + 1
            good.work(WORKING_SECONDS, least=UPLOADS)
        until(lambda: not children(server.pid))
        assert server.said().count("connections_refused") < 20


def test_silent_connections_that_come_meanwhile_are_in_nobodys_way(tmp_path: Path) -> None:
    with a_server(tmp_path, max_login=MAX_LOGIN) as server:
        good = Good(server.account())
        stop = threading.Event()

        def flood() -> None:
            while not stop.is_set():
                with silent(server, SILENT // 4, 5000):
                    stop.wait(0.1)

        flooding = threading.Thread(target=flood)
        flooding.start()
        try:
            with Wire(good.account) as wire:
                good.work(WORKING_SECONDS, least=UPLOADS)
                assert "bon" in wire.listing("/")
        finally:
            stop.set()
            flooding.join()


def test_a_good_client_is_served_among_slow_ones(tmp_path: Path) -> None:
    with a_server(tmp_path, max_login=MAX_LOGIN, login_seconds=2) as server:
        good = Good(server.account())
        with Slow(server, 2 * MAX_LOGIN) as slow:
            good.work(WORKING_SECONDS + 1.5, least=UPLOADS)
            until(lambda: slow.cut > 2 * MAX_LOGIN)
            assert len(children(server.pid)) <= MAX_LOGIN + 2


# Disconnects at every stage


def send_all(account: Account, port: int) -> list[str]:
    """Log in, make the envoi's folder, send three files; return those whose CLOSE was answered."""
    acknowledged: list[str] = []
    transport = paramiko.Transport(("127.0.0.1", port))
    try:
        transport.connect(username=account.name, pkey=paramiko.Ed25519Key(filename=account.key))
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        client.mkdir("nuit")
        for name, content in CONTENT.items():
            file = client.open(f"{name}.part", "wb")
            file.set_pipelined(True)
            file.write(content)
            file.close()
            client.posix_rename(f"{name}.part", name)
            acknowledged.append(name)
    finally:
        transport.close()
    return acknowledged


def cut_at(server: Server, breaks_after: int) -> None:
    account = server.account()
    relay = Relay(server, breaks_after)
    relay.start()
    acknowledged: list[str] = []
    with suppress(paramiko.SSHException, EOFError, OSError):
        acknowledged = send_all(account, relay.port)
    relay.join()
    check(account, acknowledged)


def check(account: Account, acknowledged: list[str]) -> None:
    """What was answered is there; what has its own name, or was logged as received, is whole."""
    until(lambda: not children(account.server.pid))
    for name in acknowledged:
        assert (account.incoming / name).read_bytes() == CONTENT[name]
    for name, content in CONTENT.items():
        path = account.incoming / name
        assert not path.exists() or path.read_bytes() == content
    received = [
        done.filename.removeprefix("/").removesuffix(".part")
        for done in account.operations()
        if done.kind == "upload" and done.success and done.filename
    ]
    for name in received:
        paths = (account.incoming / name, account.incoming / f"{name}.part")
        assert [path.read_bytes() for path in paths if path.exists()] == [CONTENT[name]]


def test_a_connection_that_breaks_anywhere_leaves_nothing_partial(server: Server) -> None:
    account = server.account()
    whole = Relay(server, 1 << 30)
    whole.start()
    assert send_all(account, whole.port) == [*CONTENT]
    whole.join()
    check(account, [*CONTENT])
    draw = random.Random(20261125)  # noqa: S311  no secret
    early = draw.sample(range(3000), CUTS // 2)
    later = draw.sample(range(3000, whole.said), CUTS - CUTS // 2)
    for breaks_after in (*early, *later):
        cut_at(server, breaks_after)
    assert server.account().sftp("ls").code == 0


def test_a_killed_supervisor_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Killed while clients send; the next one finds what was acknowledged, whole."""
    with a_server(tmp_path) as server:
        accounts = [server.account() for _ in range(4)]
        acknowledged: dict[str, list[str]] = {account.name: [] for account in accounts}

        def send(account: Account) -> None:
            with Wire(account) as wire:
                wire.ask(14, b"\0\0\0\4nuit", bytes(4))
                for number in range(10_000):
                    name = f"nuit/{number}"
                    wire.put(name, f"{name}{account.name}".encode() * 5000)
                    acknowledged[account.name].append(name)

        threads = [threading.Thread(target=_until_cut, args=(send, one)) for one in accounts]
        for thread in threads:
            thread.start()
        until(lambda: all(len(names) > 5 for names in acknowledged.values()))
        everything = [server.pid, *children(server.pid)]
        os.kill(server.process.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(SECONDS)
        until(lambda: not any(map(is_alive, everything)))
    for account in accounts:
        received = {done.filename for done in account.operations() if done.success}
        for name in acknowledged[account.name]:
            content = f"{name}{account.name}".encode() * 5000
            assert (account.incoming / name).read_bytes() == content
            assert f"/{name}" in received


def _until_cut(send: Callable[[Account], None], account: Account) -> None:
    try:
        send(account)
    except (EOFError, OSError, paramiko.SSHException):
        return
