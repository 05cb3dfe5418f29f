"""What the journal learns of a sealed envoi, and what it must never learn."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.disk.envoi import Envoi
from ingest.disk.spool import Spool
from ingest.workshop import instant
from syncd.journal import Journal
from syncd.notes import Notes
from syncd.winscp_log import Operation, SessionLog
from tests.edges.some_envois import (
    COMPLETE,
    CONNEXIONS,
    PIECE,
    VAULT,
    a_spool,
    an_envoi,
    in_clear,
    now,
    some_conditions,
)


class Desk:
    """A journal beside a spool, and one client's uploads in both."""

    def __init__(self, root: Path, journal: Journal) -> None:
        self.root = root
        self.logs = root / "logs"
        self.logs.mkdir()
        self.spool: Spool = a_spool(root)
        self.journal = journal
        self.notes = Notes(journal, self.logs, self.spool, some_conditions())

    def uploaded(self, session: str = "20261124T020000000-lsc-1", numero: int = 12) -> None:
        """Write an envoi, and the log of the session that brought it."""
        started = instant(now())
        an_envoi(self.spool.account_dir("lsc") / "e", numero=numero)
        log = SessionLog(self.logs / f"{session}.xml", name="lsc@192.0.2.1", start=started)
        for chemin in (*COMPLETE, "manifeste.xml"):
            done = Operation(kind="upload", filename=f"/e/{chemin}", size=1, started=started)
            log.append(replace(done, destination=f"incoming/lsc/e/{chemin}", ended=started))
        log.close()

    def sealed(self) -> Envoi:
        (envoi,) = self.spool.seal_what_is_complete(now())
        return envoi

    def by_path(self) -> dict[str | None, tuple[str | None, str | None]]:
        return {row.path: (row.sha256, row.envoi) for row in self.journal.transfers()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(Journal(tmp_path / "journal.db")) as journal:
        yield Desk(tmp_path, journal)


def test_each_upload_is_noted_with_its_sha256_and_its_envoi(desk: Desk) -> None:
    desk.uploaded()
    envoi = desk.sealed()

    noted = desk.notes.note(envoi, now())

    assert noted == len(COMPLETE) + 1
    assert desk.by_path()["/e/pieces/1.pdf"] == (hashlib.sha256(PIECE).hexdigest(), envoi.id)


def test_a_secret_is_noted_by_its_keyed_digest(desk: Desk) -> None:
    desk.uploaded()
    envoi = desk.sealed()

    desk.notes.note(envoi, now())

    keyed = VAULT.keyed_digest(hashlib.sha256(CONNEXIONS).hexdigest())
    assert desk.by_path()["/e/donnees/connexions.xml"] == (keyed, envoi.id)


def test_no_digest_of_a_secret_reaches_the_disk(desk: Desk) -> None:
    desk.uploaded()

    desk.notes.note(desk.sealed(), now())

    assert in_clear(desk.root) == []


def test_noting_again_changes_nothing(desk: Desk) -> None:
    desk.uploaded()
    envoi = desk.sealed()
    desk.notes.note(envoi, now())
    before = desk.journal.transfers()

    assert desk.notes.note(envoi, now()) == 0
    assert desk.journal.transfers() == before


def test_an_envoi_that_came_by_other_means_notes_nothing(desk: Desk) -> None:
    an_envoi(desk.spool.account_dir("lsc") / "e")

    assert desk.notes.note(desk.sealed(), now()) == 0


def test_the_next_envoi_under_the_same_name_is_noted_for_itself(desk: Desk) -> None:
    desk.uploaded()
    first = desk.sealed()
    desk.notes.note(first, now())
    desk.uploaded("20261125T020000000-lsc-2", numero=13)
    second = desk.sealed()

    desk.notes.note(second, now())

    found = [row.envoi for row in desk.journal.transfers() if row.path == "/e/pieces/1.pdf"]
    assert found == [first.id, second.id]
