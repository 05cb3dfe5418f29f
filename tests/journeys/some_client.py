"""What all clients of the tests share: the things that they may do, and how a program is run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.some_sftp import SECONDS, Account, Done


class Client:
    """A program at work for one account."""

    keeps_mode = False

    def __init__(self, account: Account) -> None:
        self.account = account
        self.port = str(account.server.port)
        self.prepare()

    def prepare(self) -> None:
        """Make what the program needs beside the account's key."""

    def put(self, source: str, target: str) -> Done:
        """Send a file under its own name."""
        raise NotImplementedError

    def dated(self, source: str, target: str) -> Done:
        """Send a file with its times, and its permissions if `keeps_mode`."""
        raise NotImplementedError

    def resume(self, source: str, target: str) -> Done:
        """Go on with a file whose beginning is there."""
        raise NotImplementedError

    def temporary(self, source: str, target: str) -> Done:
        """Send a file under a temporary name, and rename it over the one that is there."""
        raise NotImplementedError

    def tree(self, folder: str) -> Done:
        """Send a folder with all that it holds."""
        raise NotImplementedError

    def run(self, *program: str, said: str = "") -> Done:
        """Run a program as a sender does: in UTF-8, with no settings but those of the test."""
        self.needs(program[0])
        done = subprocess.run(
            program, input=said, capture_output=True, text=True, timeout=SECONDS, check=False,
            cwd=self.account.home,
            env={**os.environ, "HOME": str(self.account.home), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def needs(self, program: str) -> None:
        """Skip the test where a program is not installed."""
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} on this machine: see .ci/run")

    def script(self, script: str, *arguments: str) -> Done:
        """Run a library's program with the interpreter of the tests."""
        return self.run(sys.executable, "-c", script, *arguments)


def has_an_old_curl(client: Client) -> bool:
    """Return whether this machine's curl has a libssh2 before 1.11: it knows no AES-GCM."""
    found = re.search(r"libssh2/(\d+)\.(\d+)", client.run("curl", "--version").out)
    return found is not None and (int(found[1]), int(found[2])) < (1, 11)


def named(value: object) -> str | None:
    """Return what a test is called when this is its client."""
    return value.__name__.lower() if isinstance(value, type) else None


def files_of(root: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
