"""Which tables a store has, by the number of their revision, and how it comes to the newest one.

The revisions are those of Alembic in `store/migrations/versions`, one chain, numbered from 0001. A
new store gets the tables of the models at once: a test proves that the chain leads to the same.
Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)
from sqlmodel import SQLModel

from store import migrations, views

VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, as it makes it."""
_BEFORE_ALEMBIC = "version_schema"
"""The table that told the version of a store before Alembic did: then it is the first one."""


class StoreEmpty(Exception):  # noqa: N818  said to the operator
    """The database has no tables: nothing was ever received in it."""


class SchemaTooOld(Exception):  # noqa: N818  the same
    """An older lsc-syncd made these tables: they are to be upgraded."""


class SchemaTooNew(Exception):  # noqa: N818  the same
    """A newer lsc-syncd made these tables: install that version again, or restore a backup."""


def create(connection: Connection) -> None:
    """Make the tables where there are none; else they must be the newest, see `check`.

    The views of a portal are made again where they are those of another version.
    """
    if _revision(connection) is None:
        SQLModel.metadata.create_all(connection)
        VERSION.create(connection)
        connection.execute(insert(VERSION).values(version_num=migrations.HEAD))
    check(connection)
    views.create(connection)


def check(connection: Connection) -> None:
    """Raise StoreEmpty, SchemaTooOld or SchemaTooNew unless the tables are the newest."""
    found = known_revision(connection)
    if found != migrations.HEAD:
        raise SchemaTooOld(
            f"The store has schema {found}, this lsc-syncd needs {migrations.HEAD}: "
            "back it up, then run `lsc-syncd upgrade` with the daemon stopped"
        )


def known_revision(connection: Connection) -> str:
    """Return which tables there are. Raise StoreEmpty or SchemaTooNew."""
    found = _revision(connection)
    if found is None:
        raise StoreEmpty("The store has no tables: nothing was ever received in it")
    if found not in migrations.REVISIONS:
        raise SchemaTooNew(
            f"The store has schema {found}, this lsc-syncd knows {migrations.HEAD}: "
            "install the newer lsc-syncd again, or restore a backup"
        )
    return found


def _revision(connection: Connection) -> str | None:
    """Return which tables there are; None where there are none."""
    tables = inspect(connection)
    if tables.has_table(VERSION.name):
        found: str = connection.execute(select(VERSION)).scalar_one()
        return found
    return migrations.REVISIONS[0] if tables.has_table(_BEFORE_ALEMBIC) else None
