"""Forget the version that Alembic tells.

Touches: the tables, in the transaction of who upgrades.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From 0001 to 0002."""
    op.drop_table("version_schema")
