"""A decision and an envoi at the same time, in two processes: neither is lost."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ingest import pipeline
from tests.edges.some_daemon import PROJECT, SECONDS, until
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import SEEN_WITH_E9, with_e9
from tests.some_databases import ONLY_SQLITE

pytestmark = ONLY_SQLITE

E1 = {"S1/E1/a", "S1/E1/b"}
HIDE_E1 = ("depublish", "--evenement", "S1/E1", "--reason", "erreur")
SEEN = {login: seen - E1 for login, seen in SEEN_WITH_E9.items()}


def a_command(begun: Agency, *arguments: str) -> "subprocess.Popen[str]":
    program = [sys.executable, "-m", "cli", "--config", str(begun.settings()), *arguments]
    return subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT
    )


def is_being_written(store: Path) -> bool:
    with closing(sqlite3.connect(store, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def has_open(process: "subprocess.Popen[str]", path: Path) -> bool:
    """Return whether a process has a file open; what it closes meanwhile is not open."""
    held = Path(f"/proc/{process.pid}/fd")
    return any(leads_to(fd, path) for fd in held.iterdir())


def leads_to(descriptor: Path, path: Path) -> bool:
    try:
        return descriptor.samefile(path)
    except FileNotFoundError:
        return False


def test_a_decision_waits_for_the_envoi_that_is_being_applied(
    begun: Agency, tmp_path: Path
) -> None:
    """The clock of the envoi, read under the write lock, waits for the command to be there."""
    envoi = begun.workshop.spool.start(begun.deliver(with_e9(tmp_path / "envoi-2")))
    process = a_command(begun, *HIDE_E1)
    store, still_waits = begun.root / "store.db", []

    def now() -> datetime:
        if is_being_written(store):
            until(lambda: process.poll() is not None or has_open(process, store))
            still_waits.append(process.poll() is None)
        return begun.clock()

    entry = pipeline.process(envoi, replace(begun.workshop, now=now))
    out, err = process.communicate(timeout=SECONDS)

    assert still_waits[-1]
    assert (entry.resultat, process.returncode) == ("applique", 0), (out, err)
    assert begun.seen() == SEEN


def test_two_programs_that_begin_together_both_do_what_they_were_asked(
    begun: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    together = [
        a_command(begun, "ingest", str(envoi), "--account", "lsc"),
        a_command(begun, *HIDE_E1),
    ]
    said = [process.communicate(timeout=SECONDS) for process in together]

    assert [process.returncode for process in together] == [0, 0], said
    assert begun.seen() == SEEN
