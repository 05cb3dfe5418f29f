"""The real daemon as a program of its own, with steps that only record and file what comes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.disk.envoi import Envoi
from ingest.workshop import Workshop, instant
from store.changes import Entry, Message

SECONDS = 20
PROJECT = Path(__file__).parents[2]

RUN = """
import sys
import click
import cli
from config import logs
from syncd.duties import Steps
from syncd.service import serve
from syncd.site import read_site, try_site
from tests.edges.some_daemon import decided

@click.command()
@click.pass_obj
def run(config):
    site = read_site(config)
    logs.set_up(site.log_format)
    steps = Steps(decided, lambda envoi, workshop: False, decided)
    serve(site, steps, lambda: try_site(config))

cli.COMMANDS["run"] = cli.Place("__main__:run", "")
sys.exit(cli.run(sys.argv[1:]))
"""


def decided(envoi: Envoi, workshop: Workshop) -> Entry:
    """Record an envoi as applied, answer it and file it, as the pipeline would."""
    entry = an_entry(envoi, instant(workshop.now()))
    answer = Message(
        envoi=envoi.id, account=envoi.account, name=f"accuse-{envoi.id}.xml", content=b"<accuse/>"
    )
    with workshop.store.writing() as tx:
        tx.record(entry)
        tx.queue([answer])
    workshop.spool.file(envoi, "done")
    return entry


def an_entry(envoi: Envoi, decide_le: str) -> Entry:
    return Entry(
        id=envoi.id,
        account=envoi.account,
        domaine="immo-dupont",
        numero=envoi.numero,
        manifeste=None,
        essai=False,
        resultat="applique",
        code=0,
        scelle_le=decide_le,
        decide_le=decide_le,
        attempt=envoi.attempt,
        rapport="{}",
    )


@dataclass(frozen=True)
class Installation:
    """A settings' file and the data behind it."""

    config: Path
    data: Path

    def cli(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the real command line."""
        program = [sys.executable, "-m", "cli", "--config", str(self.config), *arguments]
        return subprocess.run(
            program, capture_output=True, text=True, cwd=PROJECT, timeout=SECONDS, check=False
        )

    def start(self, environment: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        """Start a daemon; it may refuse."""
        program = [sys.executable, "-c", RUN, "--config", str(self.config), "run"]
        return subprocess.Popen(
            program,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
        )

    def who(self) -> dict[str, object]:
        """Return what the running daemon says of itself."""
        found: dict[str, object] = json.loads((self.data / "daemon.json").read_bytes())
        return found

    @property
    def port(self) -> int:
        return int(str(self.who()["port"]))


def an_installation(root: Path, **settings: object) -> Installation:
    """Write settings that take any free port and scan four times a second."""
    values = {"domaine": "immo-dupont", "data": str(root / "data"), "scan_seconds": 0.25}
    lines = [f"{name} = {json.dumps(value)}" for name, value in {**values, **settings}.items()]
    config = root / "lsc-syncd.toml"
    config.write_text("\n".join([*lines, "[sftp]", "port = 0", ""]))
    return Installation(config, root / "data")


@contextmanager
def a_daemon(
    installation: Installation, environment: dict[str, str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """Start a daemon that is ready when the block begins; it is stopped at the end."""
    daemon = installation.start(environment)
    try:
        until((installation.data / "daemon.json").exists, daemon)
        yield daemon
    finally:
        if daemon.poll() is None:
            daemon.send_signal(signal.SIGTERM)
        try:
            daemon.communicate(timeout=SECONDS)
        finally:
            daemon.kill()


def until(what: Callable[[], object], daemon: "subprocess.Popen[str] | None" = None) -> None:
    """Given a condition, return when it holds; fail when it does not in time."""
    deadline = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < deadline, "this did not happen in time"
        if daemon is not None:
            assert daemon.poll() is None, daemon.communicate()
        time.sleep(0.01)
