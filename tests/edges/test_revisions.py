"""The revisions: one chain, that leads to the tables of the models on either database."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from store import migrations
from store.database import Store
from store.schema import SchemaTooOld
from store.upgrading import Step, run_revisions, upgrade
from tests.some_databases import BOTH, Database, a_store

pytestmark = BOTH


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Iterator[Store]:
    with closing(a_store(database, tmp_path / "store.db")) as store:
        yield store


@pytest.fixture
def older(store: Store) -> Store:
    """A store of the first revision."""
    with store.rebuilding() as connection:
        run_revisions(connection, migrations.REVISIONS[0])
    return store


def tables_in(store: Store) -> dict[str, object]:
    with store.rebuilding() as connection:
        found = inspect(connection)
        return {name: table_in(connection, name) for name in found.get_table_names()}


def table_in(connection: Connection, name: str) -> object:
    """What a table is made of, as the database tells it."""
    found = inspect(connection)
    columns = sorted(  # a column that a revision adds comes last
        (column["name"], repr(column["type"]), column["nullable"])
        for column in found.get_columns(name)
    )
    indexes = [
        (index["name"], index["column_names"], index["unique"], conditions(index))
        for index in found.get_indexes(name)
    ]
    return columns, found.get_pk_constraint(name)["constrained_columns"], sorted(indexes, key=repr)


def conditions(index: ReflectedIndex) -> list[str]:
    return [str(value) for value in index.get("dialect_options", {}).values()]


@pytest.mark.parametrize("revision", migrations.REVISIONS[:-1])
def test_they_lead_to_the_tables_of_a_new_store(
    store: Store, database: Database, tmp_path: Path, revision: str
) -> None:
    with store.rebuilding() as connection:
        run_revisions(connection, revision)
    upgrade(store)
    store.create()  # as the daemon does when it starts
    with closing(a_store(database, tmp_path / "new.db")) as new:
        new.create()

        assert tables_in(store) == tables_in(new)


def test_the_models_need_no_revision_more(store: Store) -> None:
    """When this fails: `make migration NAME="what it does"`."""
    with store.rebuilding() as connection:
        run_revisions(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, SQLModel.metadata) == []


def test_they_are_one_chain_in_the_order_of_their_numbers() -> None:
    scripts = ScriptDirectory(str(migrations.FOLDER))
    chain = [script.revision for script in scripts.walk_revisions()]

    assert tuple(reversed(chain)) == migrations.REVISIONS
    assert scripts.get_bases() == ["0001"]


def test_a_store_of_the_first_revision_is_refused_until_it_is_upgraded(older: Store) -> None:
    with pytest.raises(SchemaTooOld), older.writing():
        pass
    step = upgrade(older)
    with older.writing() as tx:
        assert tx.entries() == []
    assert step == Step("0001", migrations.HEAD)


def test_an_upgrade_that_fails_changes_nothing(older: Store) -> None:
    """The last revision cannot be run: what was written before it is undone."""
    with older.rebuilding() as connection:
        for statement in (
            "DROP TABLE version_schema",
            "DROP TABLE alembic_version",
            "CREATE VIEW version_schema AS SELECT 1 AS version",
        ):
            connection.exec_driver_sql(statement)
    before = tables_in(older)
    with pytest.raises(DBAPIError, match="DROP VIEW"):
        upgrade(older)

    assert tables_in(older) == before
