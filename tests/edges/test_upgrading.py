"""An older store: recognised, refused with what to do, and brought whole to the newest tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.planning.projection import as_read
from ingest.planning.released import released_details
from ingest.rules.faits import Immeuble
from store import migrations
from store.database import Store
from store.schema import SchemaTooNew, SchemaTooOld, StoreEmpty
from store.upgrading import Step, upgrade
from tests.edges.some_daemon import Installation, a_daemon, an_installation

FIRST = Path(__file__).parents[1] / "stores" / "schema-1.sql"
"""A store as the version before Alembic left it, with rows in every table."""
OLD_TABLES = {"version_schema"}
"""What a store had once, and has no more."""
Rows = dict[str, list[dict[str, object]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{path}")) as store:
        yield store


@pytest.fixture
def older(path: Path, store: Store) -> Store:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(FIRST.read_text())
    return store


def sql(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database, database:
        return database.execute(query).fetchall()


def rows_of(path: Path) -> Rows:
    """Return every row of the store, by table, as values by column."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            str(name): list(map(dict, connection.execute(f'SELECT * FROM "{name}"')))  # noqa: S608  its own
            for (name,) in names
            if name not in {*OLD_TABLES, "alembic_version"}
        }


@pytest.mark.parametrize("use", [Store.reading, Store.writing, Store.create])
def test_an_older_store_is_refused_with_what_to_do(older: Store, use: object) -> None:
    with pytest.raises(SchemaTooOld, match=r"schema 0001.*needs.*`lsc-syncd upgrade`"):
        enter(older, use)


def enter(store: Store, use: object) -> None:
    """Use a store in one of its ways."""
    if use is Store.create:
        store.create()
    else:
        with getattr(store, use.__name__)():  # type: ignore[attr-defined]  # a method
            pass


def test_a_refused_store_is_left_as_it_was(older: Store, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(SchemaTooOld), older.writing():
        pass
    older.close()

    assert path.read_bytes() == before


def test_an_upgraded_store_has_every_row_that_it_had(older: Store, path: Path) -> None:
    before = rows_of(path)
    upgrade(older)

    assert all(before.values())
    for table, rows in before.items():
        kept = [{name: row[name] for name in rows[0]} for row in rows_of(path)[table]]
        assert kept[: len(rows)] == rows


def test_an_upgrade_tells_from_where_to_where(older: Store) -> None:
    assert upgrade(older) == Step("0001", migrations.HEAD)
    assert upgrade(older) == Step(migrations.HEAD, migrations.HEAD)


def test_an_upgraded_store_is_used_like_any_other(older: Store) -> None:
    upgrade(older)
    older.create()
    with older.writing() as tx:
        assert len(tx.entries()) == 1


def test_an_upgrade_refuses_a_newer_store(store: Store, path: Path) -> None:
    store.create()
    sql(path, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(SchemaTooNew, match="schema 0999"):
        upgrade(store)


def test_an_upgrade_refuses_a_database_without_tables(store: Store) -> None:
    with pytest.raises(StoreEmpty):
        upgrade(store)


def test_a_database_without_tables_is_no_bug_of_who_reads_it(store: Store) -> None:
    with pytest.raises(StoreEmpty), store.reading():
        pass


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """One that an older version left, key and spool included."""
    installation = an_installation(tmp_path)
    with a_daemon(installation):
        pass
    for file in installation.data.glob("store.db*"):
        file.unlink()
    with closing(sqlite3.connect(installation.data / "store.db")) as database:
        database.executescript(FIRST.read_text())
    return installation


def test_the_daemon_refuses_an_older_store_until_the_command_upgraded_it(
    installation: Installation,
) -> None:
    refused = installation.cli("run")
    upgraded = installation.cli("upgrade")
    again = installation.cli("upgrade")

    assert refused.returncode == 1
    assert "daemon_ready" not in refused.stdout
    assert "`lsc-syncd upgrade`" in refused.stderr
    assert upgraded.stdout == f"The store had schema 0001, it has {migrations.HEAD} now.\n"
    assert again.stdout.endswith("already: nothing was changed.\n")
    with a_daemon(installation):
        beside = installation.cli("upgrade")
    assert beside.returncode == 11


def test_bank_details_of_an_older_store_count_as_released(older: Store) -> None:
    """R-113b: they were there before anybody could confirm them."""
    upgrade(older)
    older.create()
    with older.reading() as known:
        found = released_details(known.constats())
        records = [each.record for each in known.facts("immeubles", "S1").values()]
    (immeuble,) = (as_read("immeubles", "S1", record) for record in records)
    assert isinstance(immeuble, Immeuble)
    assert immeuble.coordonnees is not None
    assert found == {"S1/I1": immeuble.coordonnees.condense}
