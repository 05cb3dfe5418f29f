"""The journal: every transfer that a client was told about, one row each, in `journal.db`.

Touches: one SQLite file (WAL, synchronous=FULL), written by the supervisor only and filled only
from the sessions' own logs. A log is imported together with the offset reached in it, in one
transaction: after a crash the import goes on where it stood, and nothing is there twice. `ended` of
a session is known once its log is closed; a killed session's log is read as far as it goes.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from syncd import journal_sql
from syncd.whereabouts import Step, follow
from syncd.winscp_log import Operation
from syncd.winscp_reading import Tail, read_tail


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One row: `path` as the client named it, `stored` where it went, `reason` why it failed.

    `peer` is the client's address; instants are UTC texts; `size` counts bytes.
    """

    session: str
    sequence: int
    account: str
    peer: str
    operation: str
    path: str | None
    stored: str | None
    size: int | None
    sha256: str | None
    envoi: str | None
    started: str | None
    ended: str | None
    success: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows to list: each None leaves a column free.

    `since` is inclusive, `until` exclusive, both compared with the end of the operation;
    `path_contains` is looked for in the client's path, case sensitive.
    """

    account: str | None = None
    since: str | None = None
    until: str | None = None
    path_contains: str | None = None
    failed_only: bool = False
    envoi: str | None = None
    operation: str | None = None


class Sealing(NamedTuple):
    """Which sealing it was: the account, the id given, and the instant told to the sealing.

    What began after that instant under the same name is another envoi's.
    """

    account: str
    envoi: str
    at: str


class Journal:
    """`journal.db`, open; its methods may be called from any thread of the supervisor."""

    def __init__(self, path: Path) -> None:
        """Open the journal, making it (readable by its owner only) when it is not there."""
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        self._lock = threading.RLock()
        self._database = sqlite3.connect(
            path, timeout=10, isolation_level=None, check_same_thread=False
        )
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.executescript(journal_sql.SCHEMA)

    def close(self) -> None:
        """Close the journal."""
        self._database.close()

    def read_log(self, path: Path) -> int:
        """Given a session's log, import what was not imported yet; return how many operations.

        The session's id is the name of the file. A partial last operation waits for its end.
        """
        imported = 0
        with self._writing() as database:
            while (read := self._read_once(database, path)) > 0:
                imported += read
        return imported

    def catch_up(self, logs: Path) -> int:
        """Given the directory of the logs, import every one that is not complete; return how many.

        For the start, and before a sealing is noted.
        """
        with self._lock:
            closed = {
                row[0]
                for row in self._database.execute("SELECT session FROM sessions WHERE closed")
            }
        left = [path for path in sorted(logs.glob("*.xml")) if path.stem not in closed]
        return sum(self.read_log(path) for path in left)

    def note_sealed(self, name: str, sealing: Sealing, files: Mapping[str, str]) -> int:
        """Given a sealed envoi's sha256 by path (from its folder), note them on its uploads.

        The latest successful upload of each path gets the sha256 and the id; renames are followed,
        in the order of time whatever the order of the logs. Call `catch_up` before: what was not
        imported cannot be followed. Return how many rows were filled.
        """
        root = f"incoming/{sealing.account}/{name}"
        rows = [(sha256, sealing.envoi, f"{root}/{path}") for path, sha256 in files.items()]
        with self._writing() as database:
            _follow(database, sealing.account, sealing.at)
            before = database.total_changes
            database.executemany(journal_sql.SEAL, rows)
            filled = database.total_changes - before
            database.execute(journal_sql.FORGET_BELOW, (root,))
        return filled

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Commit all that the block writes together, or nothing of it: one wait for the disk."""
        with self._writing():
            yield

    def envois(self) -> frozenset[str]:
        """Return the ids of the attempts that any upload became part of."""
        with self._lock:
            return frozenset(row[0] for row in self._database.execute(journal_sql.ENVOIS))

    def transfers(
        self, wanted: Wanted | None = None, *, limit: int | None = None
    ) -> list[Transfer]:
        """Return the rows wanted, oldest first; with `limit`, the latest ones only."""
        wanted = wanted or Wanted()
        values = {field: getattr(wanted, field) for field in Wanted.__slots__}
        with self._lock:
            rows = self._database.execute(
                journal_sql.SELECT, {**values, "limit": -1 if limit is None else limit}
            ).fetchall()
        return [_transfer(row) for row in reversed(rows)]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._database.in_transaction:  # in `at_once`, of this very thread
                yield self._database
                return
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _read_once(self, database: sqlite3.Connection, path: Path) -> int:
        known = database.execute(
            "SELECT position, operations FROM sessions WHERE session = ?", (path.stem,)
        ).fetchone()
        position, count = known or (0, 0)
        tail = read_tail(path, position)
        if tail is None:
            return 0
        if known is None:
            _start_session(database, path.stem, tail)
        for sequence, operation in enumerate(tail.operations, start=count + 1):
            _record(database, path.stem, sequence, operation)
        database.execute(
            "UPDATE sessions SET position = ?, operations = ?, closed = ? WHERE session = ?",
            (tail.offset, count + len(tail.operations), tail.closed, path.stem),
        )
        return len(tail.operations)


def _start_session(database: sqlite3.Connection, session: str, tail: Tail) -> None:
    account, _, peer = tail.header.name.partition("@")
    database.execute(
        "INSERT INTO sessions (session, account, peer, started) VALUES (?, ?, ?, ?)",
        (session, account, peer, tail.header.start),
    )


def _record(
    database: sqlite3.Connection, session: str, sequence: int, operation: Operation
) -> None:
    is_moving = operation.kind in {"upload", "rm", "mv"}
    row = (
        *(session, sequence, operation.kind, operation.filename, operation.destination),
        *(operation.size, operation.started, operation.ended, operation.success),
        " : ".join(operation.messages) or None,
        is_moving,
    )
    database.execute(journal_sql.INSERT, row)


def _follow(database: sqlite3.Connection, account: str, until: str) -> None:
    """Bring `live` up to date with what was done to an account's files until an instant."""
    folder = f"incoming/{account}"
    before = dict(database.execute(journal_sql.LIVE_BELOW, (folder,)))
    steps = [Step(*row) for row in database.execute(journal_sql.PENDING, (folder, until))]
    stood = {upload: path for path, upload in before.items()}
    stands = {upload: path for path, upload in follow(before, steps).items()}
    moved = [upload for upload in {*stood, *stands} if stood.get(upload) != stands.get(upload)]
    database.executemany(journal_sql.PLACE, [(stands.get(upload), upload) for upload in moved])
    database.executemany(journal_sql.FOLLOWED, [(step.id,) for step in steps])


def _transfer(row: tuple[object, ...]) -> Transfer:
    values = dict(zip(Transfer.__slots__, row, strict=True))
    return Transfer(**{**values, "success": bool(values["success"])})  # type: ignore[arg-type]  # SQL
