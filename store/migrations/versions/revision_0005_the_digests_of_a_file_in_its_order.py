"""The digests of a file in its order.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """From 0004 to 0005."""
    with op.batch_alter_table("fichiers_appliques", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreintes", sa.LargeBinary(), nullable=True))
