"""How the store is created: for its owner only, once, and never over a newer schema."""

import sqlite3
import stat
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Store, StoreUnavailable
from store.schema import SchemaTooNew
from tests.edges.some_records import a_message, an_entry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{path}")
    store.create()
    yield store
    store.close()


def test_a_store_is_created_with_its_directory_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "store.db"
    store = Store(f"sqlite:///{path}")
    store.create()
    with store.writing() as tx:
        tx.queue([a_message()])
        files = [each for each in path.parent.iterdir() if each.is_file()]
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in files}
    store.close()
    assert modes == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600}


def test_nothing_is_opened_before_it_is_needed(path: Path) -> None:
    Store(f"sqlite:///{path}").close()
    assert not path.exists()


def test_creating_a_store_again_keeps_what_it_holds(store: Store) -> None:
    with store.writing() as tx:
        tx.record(an_entry("a"))
    store.create()
    with store.reading() as reading:
        assert reading.entries() == [an_entry("a")]


def test_a_newer_schema_is_refused_with_what_to_do(store: Store, path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
    database.close()
    with pytest.raises(SchemaTooNew, match=r"schema 0999.*restore a backup"):
        store.create()


def test_a_newer_schema_is_left_as_it_is(store: Store, path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
        database.execute("DROP TABLE droits")
    with pytest.raises(SchemaTooNew):
        store.create()
    tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    database.close()
    assert ("droits",) not in tables


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="sqlite:////path"):
        Store("mysql://agence:secret@host/base")


def test_a_refused_address_does_not_tell_its_password() -> None:
    with pytest.raises(ValueError, match="mysql") as refused:
        Store("mysql://agence:secret@host/base")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["agence:secret", "postgresql://agence:s/ecret@host:secret/base"])
def test_nor_does_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="this is no URL") as refused:
        Store(url)
    assert "secret" not in "".join(traceback.format_exception(refused.value))


def test_a_file_that_is_no_database_makes_the_store_unavailable(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable, match="not a database"):
        store.create()
    store.close()


def test_a_path_that_cannot_be_opened_makes_the_store_unavailable(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}")
    with pytest.raises(StoreUnavailable, match="unable to open"):
        store.create()
    store.close()
