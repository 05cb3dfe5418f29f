"""The way of an older store to the newest tables, by Alembic: whole, or not at all.

Apart from `store.database`, because Alembic is slow to import and needed once in a version.
Touches: the tables, in one transaction: after a crash they are as they were.
"""

from typing import NamedTuple

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect

from store import views
from store.database import Store
from store.migrations import FOLDER, HEAD
from store.schema import VERSION, known_revision


class Step(NamedTuple):
    """From which revision to which a store came; twice the same when there was nothing to do."""

    before: str
    after: str


def upgrade(store: Store) -> Step:
    """Bring the tables of a store to the newest revision; nobody else may use it meanwhile.

    Raise StoreEmpty, SchemaTooNew or StoreUnavailable.
    """
    with store.rebuilding() as connection:
        before = known_revision(connection)
        if not inspect(connection).has_table(VERSION.name):
            command.stamp(_config(connection), before)
        views.drop(connection)
        run_revisions(connection)
        views.create(connection)
    return Step(before, HEAD)


def run_revisions(connection: Connection, last: str = HEAD) -> None:
    """Given a connection, run the revisions that its tables are missing, up to one of them."""
    command.upgrade(_config(connection), last)


def write_revision(connection: Connection, name: str) -> None:
    """Given the newest tables, write the next revision: what the models have besides."""
    config = _config(connection)
    config.set_main_option("file_template", "revision_%%(rev)s_%%(slug)s")
    command.revision(config, name, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
