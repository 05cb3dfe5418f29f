"""What Alembic runs around the revisions: on the connection that it was given, all in one.

Touches: the tables, through that connection; nothing is there before its commit.
"""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString, SQLModel

import store.database  # noqa: F401  declares every table


def _rendered(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """Given a part of a table, return how a revision writes it; False for Alembic's own way."""
    if kind != "type" or not isinstance(item, AutoString):
        return False
    autogenerate.imports.add("from sqlmodel import AutoString")
    return "AutoString()"


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite changes a column by making the table again
    render_item=_rendered,
    compare_type=True,
)
context.run_migrations()
