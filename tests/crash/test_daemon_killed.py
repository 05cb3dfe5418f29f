"""The real daemon, killed at random moments while it works through five nights of the sample."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.rules.derivation import derive
from ingest.telling.explanation import facts_known
from store.changes import Entry
from store.derived import TABLES
from store.durable import TEMPORARY
from syncd.sample.writing import write_sample
from syncd.site import parts_of, read_site, workshop_of
from tests.edges.some_daemon import PROJECT, Installation, an_installation, until

NIGHTS, KILLS = 5, 20
SEED = 2026
ACCOUNT = "lsc"
MOST_SECONDS = 40
"""After that the last nights are worked through without being killed: the host is slow today."""
BEFORE_LAST_START = "~2"

pytestmark = [pytest.mark.crash, pytest.mark.timeout(180)]


class Outcome(NamedTuple):
    """What the installation holds when all is done."""

    entries: list[Entry]
    derived: dict[str, frozenset[object]]
    derivation: dict[str, frozenset[object]]


class Tormentor:
    """A daemon that is killed and started again; an envoi is never interrupted a third time.

    A third crash on the same envoi would have it held, as it must be.
    """

    def __init__(self, installation: Installation) -> None:
        self.kills = 0
        self._installation = installation
        self._random = random.Random(SEED)  # noqa: S311  the moments of a test
        self._until = time.monotonic() + MOST_SECONDS
        begun = time.monotonic()
        self._daemon = self._start()
        until(self._is_ready, self._daemon)
        self._start_seconds = time.monotonic() - begun

    def bring(self, envoi: Path) -> None:
        """Put an envoi into the account's folder, and kill the daemon some times meanwhile."""
        folder = self._installation.data / "spool" / "incoming" / ACCOUNT
        folder.mkdir(exist_ok=True)
        shutil.copytree(envoi, folder / envoi.name)
        for _ in range(KILLS // NIGHTS):
            if time.monotonic() > self._until or self._is_in("active", BEFORE_LAST_START):
                break
            time.sleep(self._random.uniform(0, 1.5 * self._start_seconds))
            self._kill()
            self._daemon = self._start()
        until(lambda: self._is_answered(envoi), self._daemon)

    def stop(self) -> int:
        """Stop the daemon in peace, and return its exit code."""
        until(self._is_ready, self._daemon)
        self._daemon.send_signal(signal.SIGTERM)
        return self._daemon.wait(20)

    def end(self) -> None:
        """Leave nothing running, whatever happened."""
        if self._daemon.poll() is None:
            self._kill()

    def _start(self) -> "subprocess.Popen[str]":
        program = [sys.executable, "-m", "cli", "--config", str(self._installation.config), "run"]
        log = self._installation.config.with_name("log")
        with log.open("ab") as said:
            return subprocess.Popen(
                program, stdout=said, stderr=said, text=True, cwd=PROJECT, start_new_session=True
            )

    def _kill(self) -> None:
        """Kill the daemon with its listener and its sessions, as a power cut would."""
        os.killpg(self._daemon.pid, signal.SIGKILL)
        self._daemon.wait()
        self.kills += 1

    def _is_ready(self) -> bool:
        with suppress(FileNotFoundError):
            return self._installation.who()["pid"] == self._daemon.pid
        return False

    def _is_in(self, state: str, ending: str) -> bool:
        folder = self._installation.data / "spool" / state
        return any(path.name.endswith(ending) for path in folder.iterdir())

    def _is_answered(self, envoi: Path) -> bool:
        numero = envoi.name.removeprefix("envoi-")
        retour = self._installation.data / "spool" / "retour" / ACCOUNT
        return (retour / f"accuse-{numero}.txt").exists()


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation whose daemon was killed again and again, and stopped when all was done."""
    root = tmp_path_factory.mktemp("killed")
    nights = write_sample(root / "sample", seed=SEED, immeubles=2, nuits=NIGHTS)
    installation = an_installation(root, domaine="immo-exemple")
    tormentor = Tormentor(installation)
    try:
        for envoi in nights:
            tormentor.bring(envoi)
        assert tormentor.stop() == 0
    finally:
        tormentor.end()
    assert tormentor.kills >= NIGHTS
    return installation


@pytest.fixture(scope="module")
def outcome(installation: Installation) -> Outcome:
    site = read_site(installation.config)
    parts = parts_of(site)
    with parts.store.reading() as known:
        derivation = derive(facts_known(known, workshop_of(site, parts)))
        outcome = Outcome(
            known.entries(),
            {table: frozenset(known.derived(table)) for table in TABLES},
            {table: frozenset(getattr(derivation, table)) for table in TABLES},
        )
    parts.store.close()
    return outcome


def test_each_envoi_is_applied_once_and_in_order(outcome: Outcome) -> None:
    decided = sorted(outcome.entries, key=lambda entry: entry.decide_le)

    assert [entry.numero for entry in decided] == list(range(1, NIGHTS + 1))
    assert {entry.resultat for entry in decided} == {"applique"}


def test_what_each_person_sees_is_what_follows_from_the_facts(outcome: Outcome) -> None:
    assert outcome.derived == outcome.derivation
    assert all(outcome.derived[table] for table in ("acces", "droits", "publication"))


def test_every_envoi_is_filed_as_done(installation: Installation) -> None:
    spool = installation.data / "spool"
    states = ("ready", "active", "deferred", "hold", "refused", f"incoming/{ACCOUNT}")

    assert len(list((spool / "done").iterdir())) == NIGHTS
    assert [path for state in states for path in (spool / state).glob("[!.]*")] == []


def test_nothing_half_written_is_left(installation: Installation) -> None:
    files = installation.data.rglob("*")

    assert [path for path in files if TEMPORARY.fullmatch(path.name)] == []
