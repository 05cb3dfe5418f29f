"""What a portal writes, read by the daemon: as it is, or not at all when it is not ours."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.database import Store
from store.ecrits import EcritsUnreadable
from store.models.ecrits import (
    DerniereConnexion,
    Lecture,
    MotDePasse,
    ReglageEcrit,
    Usurpation,
)
from tests.some_databases import BOTH, ONLY_SQLITE, SQLITE, Database, Sqlite, change

NOON, EVENING = "2026-11-24T12:00:00.000Z", "2026-11-24T18:00:00.000Z"
_ROWS = """
INSERT INTO portail_ecrit_mots_de_passe VALUES ('T1', '$argon2id$x', 'NOON', NULL)
INSERT INTO portail_ecrit_connexions VALUES ('T1', 'S1/C1', 'NOON')
INSERT INTO portail_ecrit_lectures VALUES ('T1', 'S1/E1/a', 'NOON', NULL)
INSERT INTO portail_ecrit_lectures VALUES ('T2', 'S1/E1/a', 'NOON', 'EVENING')
INSERT INTO portail_ecrit_refus VALUES ('T3', 'NOON')
INSERT INTO portail_ecrit_reglages VALUES ('immeuble', 'S1/I1', 'lots', false)
INSERT INTO portail_ecrit_usurpations VALUES (1, 'T8', 'T1', 'NOON', 'EVENING')
"""
WRITTEN = _ROWS.replace("NOON", NOON).replace("EVENING", EVENING).strip().splitlines()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.db"


@pytest.fixture
def store(path: Path, database: Database) -> Iterator[Store]:
    with closing(Store(database.url(path))) as store:
        store.create()
        yield store


def portal_url(database: Database, path: Path) -> str:
    """Where a portal writes: on a server the store's own database."""
    if isinstance(database, Sqlite):
        return f"{SQLITE}:///{path.parent}/portail/portal.db"
    return database.url(path)


@BOTH
def test_what_a_portal_wrote_is_read(store: Store, database: Database, path: Path) -> None:
    """R-023, R-058, R-071, R-073, R-086, R-088."""
    change(portal_url(database, path), *WRITTEN)

    with store.reading() as known:
        ecrits = known.ecrits
        assert ecrits.mots_de_passe() == [MotDePasse("T1", "$argon2id$x", NOON, None)]
        assert ecrits.connexions(tiers="T1") == [DerniereConnexion("T1", "S1/C1", NOON)]
        assert ecrits.connexions(tiers="T2") == []
        assert ecrits.lectures(tiers="T2") == [Lecture("T2", "S1/E1/a", NOON, EVENING)]
        assert len(ecrits.lectures(document="S1/E1/a")) == 2
        assert ecrits.refus() == {"T3"}
        assert ecrits.reglages() == {ReglageEcrit("immeuble", "S1/I1", "lots", valeur=False)}
        assert ecrits.usurpations(tiers="T1") == [Usurpation("T8", "T1", NOON, EVENING)]


@BOTH
def test_a_store_that_is_there_already_keeps_it(
    store: Store, database: Database, path: Path
) -> None:
    change(portal_url(database, path), *WRITTEN)
    store.create()

    with store.reading() as known:
        assert known.ecrits.refus() == {"T3"}


@ONLY_SQLITE
def test_the_file_is_for_the_group_of_its_folder(store: Store, path: Path) -> None:
    del store
    folder = path.parent / "portail"

    assert stat.S_IMODE(folder.stat().st_mode) == 0o2770
    assert stat.S_IMODE((folder / "portal.db").stat().st_mode) == 0o660
    assert sorted(each.name for each in folder.iterdir()) == ["portal.db"]


@ONLY_SQLITE
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW portail_vu AS SELECT 1",
        "CREATE TABLE autre (x)",
        "DROP TABLE portail_ecrit_refus",
        "CREATE TRIGGER t AFTER INSERT ON portail_ecrit_refus BEGIN SELECT 1; END",
        "ALTER TABLE portail_ecrit_refus ADD COLUMN x",
    ],
)
def test_a_file_with_other_tables_than_ours_counts_for_nothing(
    store: Store, database: Database, path: Path, statement: str
) -> None:
    change(portal_url(database, path), *WRITTEN, statement)

    with store.reading() as known, pytest.raises(EcritsUnreadable, match="not what this lsc-syncd"):
        known.ecrits.reglages()


@ONLY_SQLITE
def test_values_of_another_kind_are_left_out(store: Store, database: Database, path: Path) -> None:
    change(
        portal_url(database, path), *WRITTEN, "INSERT INTO portail_ecrit_refus VALUES ('T4', x'00')"
    )

    with store.reading() as known:
        assert known.ecrits.refus() == {"T3"}


@ONLY_SQLITE
@pytest.mark.parametrize("kind", ["link", "nothing", "text", "folder", "pipe"])
def test_what_is_no_file_of_ours_is_neither_read_nor_written(
    store: Store, path: Path, kind: str
) -> None:
    """A portal's user may put anything there: the store itself, by a link."""
    place = path.parent / "portail" / "portal.db"
    place.unlink()
    if kind == "link":
        place.symlink_to(path)
    elif kind == "text":
        place.write_text("no database")
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)

    with store.reading() as known, pytest.raises(EcritsUnreadable):
        known.ecrits.reglages()
    if kind == "nothing":
        store.create()
        with store.reading() as known:
            assert known.ecrits.reglages() == frozenset()
    else:
        store.create()
        with closing(sqlite3.connect(path)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master").fetchall()
        assert not [name for (name,) in names if name.startswith("portail_ecrit_")]


@ONLY_SQLITE
def test_a_portal_that_is_writing_keeps_nobody_waiting(
    store: Store, database: Database, path: Path
) -> None:
    """Its lock is on its own file: envois go on, and readers see what was committed."""
    place = portal_url(database, path).removeprefix(f"{SQLITE}:///")
    with closing(sqlite3.connect(place, isolation_level=None)) as portal:
        portal.execute("BEGIN IMMEDIATE")
        portal.execute(WRITTEN[4])
        with store.writing() as tx:
            assert tx.ecrits.refus() == frozenset()
        portal.execute("COMMIT")
        with store.reading() as known:
            assert known.ecrits.refus() == {"T3"}
