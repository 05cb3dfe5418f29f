"""Runs of lines that follow each other.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """From 0008 to 0009."""
    with op.batch_alter_table("fichiers_appliques", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suites", sa.LargeBinary(), nullable=True))
