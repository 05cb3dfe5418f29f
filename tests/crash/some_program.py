"""The program that is killed: it starts once, imports everything, and forks for each run.

A fork costs a tenth of a start, and has neither thread nor open database. As a module
(`python -m tests.crash.some_program`) it reads one order a line, and says how each run ended.
"""

import gc
import json
import os
import signal
import sqlite3
import sqlite3.dbapi2
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Engine, event

from tests.crash.some_deeds import DEEDS, WORK
from tests.crash.some_effects import Effects
from tests.crash.some_installation import prepare_next, work

PROJECT = Path(__file__).parents[2]
MOST_SECONDS = 30


class Effect(NamedTuple):
    """One effect as it was told, paths from the data's root."""

    kind: str
    paths: tuple[str, ...]


class Run(NamedTuple):
    """How one run ended: every effect that it began, and whether it was killed before the last."""

    effects: tuple[Effect, ...]
    was_killed: bool


@dataclass(frozen=True)
class Program:
    """The program at the other end of two pipes."""

    process: "subprocess.Popen[str]"
    told: Path

    def run(
        self, data: Path, *, deed: str = WORK, kill_at: int | None = None, store_url: str = ""
    ) -> Run:
        """Do a deed to an installation until its end, or killed before the `kill_at`-th effect.

        Any other end fails the test. Without the URL of a server, its store is a file.
        """
        self.told.write_bytes(b"")
        order = {
            "deed": deed,
            "data": str(data),
            "told": str(self.told),
            "kill_at": kill_at,
            "store_url": store_url,
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        ended = json.loads(self.process.stdout.readline() or '{"said": "the program ended"}')
        effects = tuple(read_effects(self.told.read_text(), data))
        assert ended["said"] == "", f"{ended['said']}\nafter {effects[-3:]}"
        return Run(effects, ended["signal"] == signal.SIGKILL)


@contextmanager
def a_program(folder: Path, *before: str) -> Iterator[Program]:
    """Start the program, perhaps under another (`strace …`); it ends with the block."""
    arguments = [*before, sys.executable, "-m", "tests.crash.some_program"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(arguments, text=True, cwd=PROJECT, **pipes) as process:  # type: ignore[call-overload]  # two pipes
        yield Program(process, folder / "told")


def read_effects(told: str, data: Path) -> Iterator[Effect]:
    """Given what a run told, yield its effects."""
    root = os.path.realpath(data)
    for line in told.splitlines():
        number, kind, *paths = line.rstrip("\t").split("\t")
        if number != "0":
            yield Effect(kind, tuple(os.path.relpath(path, root) for path in paths))


def main() -> None:
    """Carry out orders until there are no more; what is read once is read before the first."""
    with TemporaryDirectory() as folder:
        prepare_next(Path(folder))
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _be_the_child(**order)
        _, status = os.waitpid(pid, 0)
        errors = Path(f"{order['told']}.errors")
        said = errors.read_text() if errors.exists() else ""
        number = status & 0x7F
        if status and number != signal.SIGKILL and not said:
            said = f"ended with status {status} (14: it took more than {MOST_SECONDS} s)"
        print(json.dumps({"signal": number, "said": said}), flush=True)


def _be_the_child(deed: str, data: str, told: str, kill_at: int | None, store_url: str) -> None:
    errors = Path(f"{told}.errors")
    errors.unlink(missing_ok=True)
    signal.alarm(MOST_SECONDS)
    descriptor = os.open(told, os.O_WRONLY | os.O_APPEND)
    effects = Effects(Path(data), descriptor, kill_at=kill_at)
    sys.addaudithook(effects.heard)
    # Python 3.11 tells of a connection before one can listen to it.
    for module in (sqlite3, sqlite3.dbapi2):
        vars(module)["connect"] = effects.connect
    if store_url:
        event.listen(Engine, "commit", effects.committing)
    ended = 1
    try:
        if store_url:
            work(Path(data), store_url=store_url)
        else:
            DEEDS[deed](Path(data))
        ended = 0
    finally:
        if ended:
            errors.write_text(traceback.format_exc())
        os._exit(ended)


if __name__ == "__main__":
    main()
