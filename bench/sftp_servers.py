"""A private `sshd` and our own server, side by side on loopback, over folders of their own.

Both let one key in. `sshd` is Debian's as it is configured by default, but for what keeps it
private; ours is the listener with its sessions, and a reader of what they tell in the place of the
supervisor.
Touches: the folder that each is given; the processes that it starts, which it ends by their pid.
"""

import getpass
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "bench"
ENVOI = "nuit"
_SECONDS = 20
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A server that listens: who it lets in, and where on disk the path `remote` is."""

    name: str
    port: int
    user: str
    host_key: Path
    pid: int
    remote: str
    folder: Path

    def worked(self) -> float:
        """Return the seconds of CPU of its sessions that ended, once all of them have."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        deadline = time.monotonic() + _SECONDS
        while children.read_text().split() and time.monotonic() < deadline:
            select.select([], [], [], 0.005)
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / _TICKS  # cutime, cstime


@contextmanager
def openssh(root: Path, key: Path) -> Iterator[Served]:
    """Serve a folder by `sshd`, whose subsystem is its own `internal-sftp`."""
    root.mkdir(parents=True)
    (root / "files").mkdir()
    host_key = root / "host"
    make_key(host_key)
    (root / "authorized").write_bytes(key.with_suffix(".pub").read_bytes())
    port = _free_port()
    config = root / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {host_key}\nPidFile none\n"
        f"AuthorizedKeysFile {root / 'authorized'}\nStrictModes no\nUsePAM no\n"
        "PermitRootLogin prohibit-password\nMaxStartups 100\nMaxSessions 100\n"
        "Subsystem sftp internal-sftp\nLogLevel ERROR\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it separates its privileges
    program = next(p for p in ("/usr/sbin/sshd", "/usr/local/sbin/sshd") if Path(p).exists())
    process = subprocess.Popen([program, "-D", "-f", str(config)])
    try:
        _await(port)
        folder = root / "files"
        yield Served("sshd", port, getpass.getuser(), host_key, process.pid, str(folder), folder)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def ours(root: Path, key: Path, data_path: str) -> Iterator[Served]:
    """Serve an account by our listener."""
    root.mkdir(parents=True)
    for name in ("incoming", "retour", "logs", "accounts"):
        (root / name).mkdir()
    (root / "accounts" / f"{ACCOUNT}.pub").write_bytes(key.with_suffix(".pub").read_bytes())
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.sftp_served", str(root), data_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    port, pid = map(int, (process.stdout or sys.stdin.buffer).readline().split())
    try:
        _await(port)
        host_key, folder = root / "keys" / "host", root / "incoming" / ACCOUNT
        yield Served(data_path, port, ACCOUNT, host_key, pid, "", folder)
    finally:
        process.communicate(timeout=_SECONDS)


def make_key(path: Path) -> None:
    """Make an ed25519 key without a passphrase, and its `.pub`."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _await(port: int) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            select.select([], [], [], 0.02)
        else:
            return
