"""The daemon whole: start, stop, one at a time, clients' answers, and what the commands see."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import paramiko
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from store.database import Store
from syncd.watcher import ring_bell
from tests.edges.some_daemon import SECONDS, Installation, a_daemon, an_installation, until
from tests.edges.some_envois import an_envoi, write


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A daemon that several tests share: each has an account of its own."""
    installation = an_installation(tmp_path_factory.mktemp("site"))
    with a_daemon(installation):
        yield installation


def connected(installation: Installation, account: str) -> paramiko.SFTPClient:
    key_file = installation.data / f"{account}.key"
    if not key_file.exists():
        private = Ed25519PrivateKey.generate()
        key_file.write_bytes(
            private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        )
        key = paramiko.Ed25519Key(filename=str(key_file))
        line = f"{key.get_name()} {key.get_base64()}\n"
        (installation.data / "accounts" / f"{account}.pub").write_text(line)
    transport = paramiko.Transport(("127.0.0.1", installation.port))
    transport.connect(username=account, pkey=paramiko.Ed25519Key(filename=str(key_file)))
    client = paramiko.SFTPClient.from_transport(transport)
    assert client is not None
    return client


def drop(installation: Installation, account: str, numero: int) -> None:
    """Fill a folder by other means than SFTP."""
    an_envoi(installation.data / "spool/incoming" / account / f"e{numero}", numero=numero)


def the_answer_to(installation: Installation, cible: str) -> str:
    """Order the daemon to ingest that, ring, and return its answer."""
    with closing(Store(f"sqlite:///{installation.data}/store.db")) as store:
        with store.writing() as tx:
            number = tx.give_order("ingest", cible, "2026-11-24T02:00:00.000Z")
        ring_bell(installation.data / "spool")

        def answer() -> str | None:
            with store.reading() as known:
                return known.order(number).reponse

        until(answer)
        return answer() or ""


def answers(installation: Installation, account: str) -> list[Path]:
    return sorted((installation.data / "spool/retour" / account).glob("accuse-*.xml"))


def json_of(installation: Installation, *arguments: str) -> object:
    done = installation.cli(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_envoi_dropped_into_the_folder_is_answered(running: Installation) -> None:
    drop(running, "drop", 12)

    until(lambda: answers(running, "drop"))


def test_an_upload_is_in_the_journal_with_its_envoi_and_sha256(running: Installation) -> None:
    source = an_envoi(running.data / "source", {"pieces/1.pdf": b"%PDF-1.7"}, numero=13)
    with connected(running, "sent") as client:
        client.mkdir("e")
        client.mkdir("e/pieces")
        for name in ("pieces/1.pdf", "manifeste.xml"):
            client.put(str(source / name), f"e/{name}")

    until(lambda: answers(running, "sent"))
    rows = json_of(running, "transfers", "--account", "sent", "--operation", "upload")

    assert isinstance(rows, list)
    assert [row["path"] for row in rows] == ["/e/pieces/1.pdf", "/e/manifeste.xml"]
    assert all(row["envoi"] in answers(running, "sent")[0].name for row in rows)
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_the_transfers_that_failed_can_be_listed_alone(running: Installation) -> None:
    with connected(running, "failing") as client:
        client.mkdir("e")
        client.open("e/good.pdf", "w").close()
        with pytest.raises(FileNotFoundError):
            client.remove("e/bad.pdf")

    def rows(*options: str) -> list[dict[str, object]]:
        found = json_of(running, "transfers", "--account", "failing", *options)
        assert isinstance(found, list)
        return found

    until(lambda: len(rows()) == 3)
    assert [row["path"] for row in rows("--failed")] == ["/e/bad.pdf"]


def test_status_tells_that_the_daemon_runs_and_where(running: Installation) -> None:
    status = json_of(running, "status")

    assert isinstance(status, dict)
    assert status["running"] is True
    assert status["daemon"] == running.who()


def test_status_tells_what_an_envoi_under_way_waits_for(running: Installation) -> None:
    write(running.data / "spool/incoming/late/e", {"1.pdf": b"%PDF-1.7"})

    status = json_of(running, "status")

    assert isinstance(status, dict)
    assert {
        "account": "late",
        "name": "e",
        "files": 1,
        "waits_for": "no manifest yet",
    } in status["incoming"]


def test_an_order_to_ingest_seals_what_is_there_and_is_answered(running: Installation) -> None:
    write(running.data / "spool/incoming/order/incomplete", {"1.pdf": b"%PDF-1.7"})

    assert "-order-sans-" in the_answer_to(running, "order/incomplete")


def test_an_order_for_a_folder_that_is_not_there_is_answered_too(running: Installation) -> None:
    assert "is not there" in the_answer_to(running, "order/nothing")


def test_a_second_daemon_on_the_same_spool_ends_with_11(running: Installation) -> None:
    second = running.start()

    _, said = second.communicate(timeout=SECONDS)

    assert second.returncode == 11
    assert "Another lsc-syncd works on" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_daemon_told_to_stop_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    installation = an_installation(tmp_path)
    with a_daemon(installation) as daemon:
        daemon.send_signal(number)
        _, said = daemon.communicate(timeout=SECONDS)

        assert daemon.returncode == 0
        assert said == ""


def test_a_hangup_does_not_stop_it(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with a_daemon(installation) as daemon:
        daemon.send_signal(signal.SIGHUP)
        drop(installation, "after", 12)

        until(lambda: answers(installation, "after"), daemon)


def test_a_stopped_daemon_says_so_in_the_status(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with a_daemon(installation):
        pass

    status = json_of(installation, "status")

    assert isinstance(status, dict)
    assert (status["running"], status["daemon"]) == (False, None)


def test_a_killed_daemon_does_not_run_in_the_status(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with a_daemon(installation) as daemon:
        daemon.kill()
        daemon.communicate(timeout=SECONDS)

    status = json_of(installation, "status")

    assert isinstance(status, dict)
    assert (status["running"], status["daemon"]) == (False, None)


def test_the_daemon_fails_when_its_listener_dies(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with a_daemon(installation) as daemon:
        children = Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
        (listener,) = [int(child) for child in children]
        os.kill(listener, signal.SIGKILL)
        _, said = daemon.communicate(timeout=SECONDS)

        assert daemon.returncode == 1
        assert "listener" in said


def test_a_port_that_is_taken_is_a_configuration_to_correct(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = installation.config.read_text().replace("port = 0", f"port = {port}")
        installation.config.write_text(text)
        daemon = installation.start()
        _, said = daemon.communicate(timeout=SECONDS)

    assert daemon.returncode == 10
    assert f"port {port}" in said


def test_what_came_while_no_daemon_ran_is_processed_at_the_next_start(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with a_daemon(installation):
        pass
    drop(installation, "night", 12)

    with a_daemon(installation) as daemon:
        until(lambda: answers(installation, "night"), daemon)


def test_systemd_is_told_when_it_is_ready_alive_and_stopping(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.settimeout(SECONDS)
        environment = {"NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": "600000"}
        with a_daemon(installation, environment):
            told = [systemd.recv(100) for _ in range(3)]
        told.append(systemd.recv(100))
        while told[-1] == b"WATCHDOG=1":
            told.append(systemd.recv(100))

    assert told[:3] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    assert told[-1] == b"STOPPING=1"


def test_the_log_is_json_where_nobody_looks(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with a_daemon(installation) as daemon:
        drop(installation, "lsc", 12)
        until(lambda: answers(installation, "lsc"), daemon)
        daemon.send_signal(signal.SIGTERM)
        logged, _ = daemon.communicate(timeout=SECONDS)

    lines = [json.loads(line) for line in logged.splitlines()]
    (line,) = [line for line in lines if line["event"] == "envoi_decided"]
    assert line["envoi"] in answers(installation, "lsc")[0].name
