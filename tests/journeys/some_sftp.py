"""A real listener in a process of its own, and OpenSSH's clients that talk to it, on loopback."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

from syncd.sftp.endpoint import DataPath
from syncd.winscp_log import Operation
from syncd.winscp_reading import read_recording

SECONDS = 20
DATA_PATHS = get_args(DataPath)
PROJECT = Path(__file__).parents[2]

SUPERVISOR = """
import json, logging, select, sys
from pathlib import Path
from syncd.sftp.listener import start_listener
from tests.journeys.some_endpoint import an_endpoint

said = "%(levelname)s %(message)s %(reason)s"
logging.basicConfig(level=logging.INFO, stream=sys.stderr)
logging.getLogger().handlers[0].setFormatter(logging.Formatter(said, defaults={"reason": ""}))
root, limits = Path(sys.argv[1]), json.loads(sys.argv[2])
listener = start_listener(an_endpoint(root, **limits))
print(json.dumps({"port": listener.port, "pid": listener.pid}), flush=True)
while True:
    ready, _, _ = select.select([sys.stdin, listener.events], [], [])
    if listener.events in ready:
        datagram = listener.events.recv(65536)
        print(datagram.decode(), flush=True)
        if not datagram:
            break
    elif sys.stdin in ready:
        break
listener.stop()
"""


_GENEROUS = {
    "max_sessions": 64,
    "max_login": 64,
    "max_per_address": 64,
    "max_per_account": 64,
    "login_seconds": SECONDS,
    "ban_failures": 1000,
    "data_path": "fast",
}
"""All tests are one address: what is not about that must not depend on it."""


def until(what: object, seconds: float = SECONDS) -> None:
    """Given a condition, return when it holds; fail when it does not in time."""
    assert callable(what)
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "this did not happen in time"
        select.select([], [], [], 0.01)


def is_alive(pid: int) -> bool:
    """Return whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def held_by(pid: int) -> set[str]:
    """Return the paths that a process holds open; none for one that is ending."""
    try:
        return {os.path.realpath(path) for path in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return set()


@dataclass
class Server:
    """The listener's supervisor, as a program of its own; what it hears is kept by `heard`."""

    root: Path
    process: subprocess.Popen[bytes]
    port: int
    pid: int
    told: list[dict[str, object]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def account(self) -> "Account":
        """Make an account of its own for a test."""
        return make_account(self, f"lsc{next(self.numbers)}")

    def said(self) -> str:
        """Return what it said to its own log."""
        return (self.root / "stderr").read_text()

    def hear(self, account: str, event: str, **fields: object) -> dict[str, object]:
        """Return the first event of an account that looks like this, when it is told."""
        deadline = time.monotonic() + SECONDS
        wanted = {"account": account, "event": event, **fields}
        while True:
            for told in tuple(self.told):
                if wanted.items() <= told.items():
                    return told
            assert time.monotonic() < deadline, f"{event} was not told; {self.told}"
            time.sleep(0.005)

    def listen(self) -> None:
        """Keep what it hears until it ends: sessions wait for a supervisor that does not listen."""
        assert self.process.stdout is not None
        for line in filter(bytes.strip, self.process.stdout):
            self.told.append(json.loads(line))

    def stop(self) -> None:
        """End it as its supervisor would."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(SECONDS)
        finally:
            self.process.kill()
            self.process.wait()


@contextmanager
def a_server(root: Path, *, before: Path | None = None, **limits: float | str) -> Iterator[Server]:
    """Start a listener over a fresh root; stop it at the end.

    What `before` holds is imported before what is installed; `said` then tells what it logged.
    """
    for folder in ("incoming", "retour", "logs", "accounts"):
        (root / folder).mkdir(exist_ok=True)
    settings = json.dumps({**_GENEROUS, **limits})
    with (root / "stderr").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(root), settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(before or "")},
            start_new_session=True,
        )
    assert process.stdout is not None
    first = process.stdout.readline()
    server = Server(root=root, process=process, **json.loads(first))
    listening = threading.Thread(target=server.listen)
    listening.start()
    try:
        yield server
    finally:
        server.stop()
        listening.join(SECONDS)
        process.stdout.close()
    assert "Traceback" not in server.said()


@dataclass
class Account:
    """One account of a server, its key, and a place for its client's files."""

    server: Server
    name: str
    key: Path
    home: Path
    config: Path = Path("/dev/null")

    @property
    def incoming(self) -> Path:
        return self.server.root / "incoming" / self.name

    @property
    def retour(self) -> Path:
        folder = self.server.root / "retour" / self.name
        folder.mkdir(exist_ok=True)
        return folder

    def a_file(self, name: str, content: bytes) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def options(self) -> list[str]:
        known = self.server.root / "known_hosts"
        words = {
            "IdentityFile": self.key,
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "BatchMode": "yes",
            "StrictHostKeyChecking": "accept-new",
            "UserKnownHostsFile": known,
            "GlobalKnownHostsFile": "/dev/null",
            "LogLevel": "ERROR",
        }
        return ["-F", str(self.config), *(f"-o{name}={value}" for name, value in words.items())]

    def sftp(self, *commands: str, options: tuple[str, ...] = ()) -> "Done":
        """Run a batch of `sftp`; a command that begins with `-` may fail."""
        program = ["sftp", *self.options(), "-P", str(self.server.port), *options, "-b", "-"]
        return self.run([*program, f"{self.name}@127.0.0.1"], "\n".join(commands) + "\n")

    def scp(self, *arguments: str) -> "Done":
        """Run `scp`; the remote end of the last argument is a path of ours."""
        program = ["scp", *self.options(), "-P", str(self.server.port), *arguments[:-1]]
        return self.run([*program, f"{self.name}@127.0.0.1:{arguments[-1]}"])

    def ssh(self, *arguments: str) -> "Done":
        program = ["ssh", *self.options(), "-p", str(self.server.port)]
        return self.run([*program, f"{self.name}@127.0.0.1", *arguments])

    def run(self, program: list[str], said: str = "") -> "Done":
        done = subprocess.run(
            program, input=said, capture_output=True, text=True, timeout=SECONDS, check=False,
            cwd=self.home,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def logs(self) -> list[Path]:
        return sorted((self.server.root / "logs").glob(f"*-{self.name}-*.xml"))

    def session(self) -> int:
        """Return the pid of the account's one session: it holds the log open."""
        (log,) = self.logs()
        (found,) = (pid for pid in children(self.server.pid) if str(log) in held_by(pid))
        return found

    def peak_memory(self) -> int:
        """Return the most bytes that the account's one session has held so far."""
        status = Path(f"/proc/{self.session()}/status").read_text()
        (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(peak) << 10

    def operations(self) -> list[Operation]:
        """Return what is in the account's logs now, session after session."""
        recordings = [read_recording(path) for path in self.logs()]
        return [done for found in recordings if found for done in found.operations]

    def ended_log(self) -> ET.Element:
        """Return the log of the account's one session, when it ended, by a strict reader."""
        self.server.hear(self.name, "ended")
        (path,) = self.logs()
        return ET.fromstring(path.read_bytes())  # noqa: S314  our own log

    def is_locked(self, envoi: str) -> bool:
        """Return whether a session still holds an envoi (the kernel lists the lock's inode)."""
        inode = (self.incoming / envoi).stat().st_ino
        return any(f":{inode} " in line for line in Path("/proc/locks").read_text().splitlines())


@dataclass(frozen=True)
class Done:
    """What a client's program did."""

    code: int
    out: str
    err: str


def make_account(server: Server, name: str, *keygen: str) -> Account:
    """Make an account with a key of its own (`ssh-keygen` options: ed25519 without any)."""
    home = server.root / "clients" / name
    home.mkdir(parents=True)
    key = make_key(home / "id", *keygen)
    public = key.with_suffix(".pub").read_bytes()
    (server.root / "accounts" / f"{name}.pub").write_bytes(public)
    return Account(server, name, key, home)


def make_key(path: Path, *keygen: str) -> Path:
    kind = keygen or ("-t", "ed25519")
    subprocess.run(
        ["ssh-keygen", "-q", *kind, "-N", "", "-C", "essai", "-f", str(path)],
        check=True,
        timeout=SECONDS,
    )
    return path


def kill(pid: int) -> None:
    """Kill a process that a test started, at once."""
    os.kill(pid, signal.SIGKILL)
