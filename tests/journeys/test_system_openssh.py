"""The system's OpenSSH fills the watched folder, as `docs/operations.md` says."""

import getpass
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.edges.some_daemon import PROJECT, SECONDS, Installation, a_daemon, until
from tests.journeys.some_exemple import an_envoi
from tests.journeys.some_sftp import make_key


def sshd() -> str:
    found = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip("there is no sshd on this machine: see .ci/run")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it separates its privileges
    return found


def block() -> str:
    """Return what the documentation writes into sshd's configuration."""
    text = (PROJECT / "docs/operations.md").read_text()
    (found,) = re.findall(r"```sshd_config\n(.*?)```", text, re.DOTALL)
    return str(found)


def a_configuration(root: Path, port: int, matched: str) -> Path:
    make_key(root / "host")
    config = root / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {root / 'host'}\nPidFile none\n"
        "StrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\n"
        f"Subsystem sftp internal-sftp\n{matched}"
    )
    return config


@contextmanager
def a_system(root: Path, folder: Path, key: Path) -> Iterator[int]:
    """Run a private sshd whose one user is us, not jailed but in the folder; give its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    matched = (
        block()
        .replace("lsc-depot\n", f"{getpass.getuser()}\n", 1)
        .replace("/etc/ssh/lsc-depot/lsc-depot.pub", str(key.with_suffix(".pub")))
        .replace("    ChrootDirectory /srv/lsc-depot\n", "")
        .replace("-d /envois", f"-d {folder}")
    )
    config = a_configuration(root, port, matched)
    server = subprocess.Popen([sshd(), "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(SECONDS)


def test_sshd_takes_the_configuration_of_the_documentation(tmp_path: Path) -> None:
    config = a_configuration(tmp_path, 2222, block())
    done = subprocess.run([sshd(), "-t", "-f", str(config)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_envoi_that_the_systems_openssh_received_is_taken_in_and_answered(
    installation: Installation, tmp_path: Path
) -> None:
    folder = installation.data / "spool/incoming/lsc"
    folder.mkdir(parents=True)
    key = make_key(tmp_path / "id")
    an_envoi(tmp_path / "nuit")
    with a_system(tmp_path, folder, key) as port, a_daemon(installation) as daemon:
        until(lambda: is_listening(port))
        done = send(tmp_path, port, key, "put -r nuit\n")
        assert done.returncode == 0, done.stderr
        retour = installation.data / "spool/retour/lsc"
        until(lambda: list(retour.glob("accuse-*.xml")), daemon)
    assert [path for path in folder.iterdir() if not path.name.startswith(".")] == []
    assert len(list((installation.data / "spool/done").iterdir())) == 1


def is_listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def send(root: Path, port: int, key: Path, commands: str) -> "subprocess.CompletedProcess[str]":
    options = {
        "IdentityFile": key,
        "IdentitiesOnly": "yes",
        "StrictHostKeyChecking": "no",
        "UserKnownHostsFile": "/dev/null",
        "LogLevel": "ERROR",
    }
    words = [f"-o{name}={value}" for name, value in options.items()]
    return subprocess.run(
        ["sftp", "-F", "/dev/null", *words, "-P", str(port), "-b", "-", "127.0.0.1"],
        input=commands,
        capture_output=True,
        text=True,
        cwd=root,
        timeout=SECONDS,
        check=False,
    )
