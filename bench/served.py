"""A real daemon on a free port of loopback, with one account and its key, as a client meets it.

Touches: the folder that it is given; one daemon, which it stops.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click
from paramiko import Ed25519Key, SFTPClient, Transport

ACCOUNT = "bench"
PROGRAM = Path(sys.executable).with_name("lsc-syncd")
_PATIENCE_SECONDS = 60
_LOOK_SECONDS = 0.05


class Served(NamedTuple):
    """A daemon that runs: where it keeps its data, its port, and the key that it lets in."""

    data: Path
    port: int
    key: Path

    @contextmanager
    def connected(self) -> Iterator[SFTPClient]:
        """Be a client of it during the block."""
        with Transport(("127.0.0.1", self.port)) as transport:
            transport.connect(username=ACCOUNT, pkey=Ed25519Key(filename=str(self.key)))
            client = SFTPClient.from_transport(transport)
            if client is None:
                raise click.ClickException("The daemon gives no SFTP")
            yield client


@contextmanager
def served(root: Path) -> Iterator[Served]:
    """Given a folder to make, run `lsc-syncd run` there until the block ends."""
    data, key, log = root / "data", root / "key", root / "daemon.log"
    (data / "accounts").mkdir(parents=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    key.with_suffix(".pub").rename(data / "accounts" / f"{ACCOUNT}.pub")
    config = root / "bench.toml"
    config.write_text(f'domaine = "bench"\ndata = "{data}"\n[sftp]\nport = 0\n')
    with log.open("wb") as output:
        command = (str(PROGRAM), "--config", str(config), "run")
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            yield Served(data, _port(process, data / "daemon.json", log), key)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE_SECONDS)


def _port(process: subprocess.Popen[bytes], who: Path, log: Path) -> int:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not who.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise click.ClickException(log.read_text())
        time.sleep(_LOOK_SECONDS)
    return int(json.loads(who.read_bytes())["port"])
