"""The effects of the program on its data, as they are about to happen: counted, told, and cut off.

An effect is what the kernel would change below one root: names, modes, times and lengths, files
opened for writing, and of SQLite each first write and each commit. They are heard as Python's own
audit events and as SQLite's trace, both raised just before; `test_trace.py` proves with strace that
none is missing. A content that goes into a new file in pieces is one effect more, `torn`: the file
is there with half of nothing in it.
"""

import os
import re
import signal
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection

from store.durable import TEMPORARY
from store.engine import WRITING as WRITING_STORE

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
OF_PATH = {"os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.chown", "os.utime"}
OF_TWO_PATHS = {"os.rename", "os.link", "os.symlink"}
SERVER = "store on a server"
"""The path that stands for the store where it is no file."""
CONNECT, STATEMENT, COMMIT, TORN = "connect", "statement", "commit", "torn"

_CONNECT = sqlite3.connect
_MEMORY = ":memory:"
"""A database that nothing is left of."""
_FD_AT = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 2, "os.chmod": 2, "os.utime": 3, "os.chown": 3}
_CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|PRAGMA journal_mode\W)")


class Effects:
    """What one process is about to do below a root; before the `kill_at`-th it dies."""

    def __init__(self, root: Path, told: int, *, kill_at: int | None) -> None:
        """Given a descriptor to which each effect is told, one line each, before it happens."""
        self._root = os.path.realpath(root)
        self._told = told
        self._kill_at = kill_at
        self._number = 0
        self._lock = threading.RLock()

    def heard(self, event: str, args: tuple[object, ...]) -> None:
        """Given an audit event, tell and count the effect that it announces, if it is one."""
        if event == "open":
            self._open(cast("str | int", args[0]), cast("int", args[2]))
        elif event in OF_PATH:
            position = _FD_AT.get(event)
            path = _absolute(args[0], args[position] if position else -1)
            self._of_path(event, path, args[1] if event == "os.chmod" else None)
        elif event in OF_TWO_PATHS:
            at = (-1, -1) if event == "os.symlink" else args[2:4]
            self._effect(event, _absolute(args[0], at[0]), _absolute(args[1], at[1]))
        elif event == "sqlite3.connect" and args[0] != _MEMORY:
            self._effect(CONNECT, _absolute(args[0], -1))

    def connect(self, database: str, *args: Any, **values: Any) -> sqlite3.Connection:
        """Connect as `sqlite3.connect`, whose place this takes, and hear what is written."""
        connection: sqlite3.Connection = _CONNECT(database, *args, **values)
        if database != _MEMORY:
            connection.set_trace_callback(self._statements(_absolute(database, -1)))
        return connection

    def committing(self, connection: Connection) -> None:
        """Given a connection to a server that is about to commit, tell it if it is the writer's."""
        if connection.get_execution_options().get(WRITING_STORE):
            self._effect(COMMIT, f"{self._root}/{SERVER}")

    def _open(self, path: str | int, flags: int) -> None:
        if isinstance(path, int) or not flags & WRITING:
            return
        found = _absolute(path, -1)
        self._effect("open", found)
        if flags & os.O_CREAT and TEMPORARY.fullmatch(Path(found).name):
            self._effect(TORN, found, half_done=lambda: _tear(found))

    def _statements(self, database: str) -> Callable[[str], None]:
        """Return what hears the statements of one connection."""
        is_begun = has_written = False

        def heard(statement: str) -> None:
            nonlocal is_begun, has_written
            if statement.startswith("BEGIN"):
                is_begun = True
            elif statement.startswith(("COMMIT", "ROLLBACK")):
                if has_written and statement.startswith("COMMIT"):
                    self._effect(COMMIT, database)
                is_begun = has_written = False
            elif _CHANGES.match(statement) and not is_begun:
                self._effect(STATEMENT, database)
            elif _CHANGES.match(statement):
                has_written = True

        return heard

    def _effect(
        self, kind: str, *paths: str, half_done: Callable[[], object] = lambda: None
    ) -> None:
        if not any(path.startswith(f"{self._root}/") for path in paths):
            return
        with self._lock:
            self._number += 1
            self._tell(self._number, kind, *paths)
            if self._number == self._kill_at:
                half_done()
                os.kill(os.getpid(), signal.SIGKILL)

    def _of_path(self, kind: str, path: str, mode: object) -> None:
        """What changes nothing is told, so that the trace is explained, and is no effect."""
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            is_idle = kind == "os.remove"
        else:
            is_idle = kind == "os.chmod" and stat.S_IMODE(found.st_mode) == mode
        if is_idle and path.startswith(f"{self._root}/"):
            self._tell(0, kind, path)
        elif not is_idle:
            self._effect(kind, path)

    def _tell(self, number: int, kind: str, *paths: str) -> None:
        os.write(self._told, "\t".join([str(number), kind, *paths, "\n"]).encode())


def _absolute(path: object, directory: object) -> str:
    """Given the path or descriptor of an event, return the path, its last part not followed."""
    if isinstance(path, int):
        return str(Path(f"/proc/self/fd/{path}").readlink())
    found = Path(os.fsdecode(cast("str", path)))
    if isinstance(directory, int) and directory >= 0:
        found = Path(f"/proc/self/fd/{directory}").readlink() / found
    return str(found.parent.resolve() / found.name)


def _tear(path: str) -> None:
    Path(path).write_bytes(b"half of")
