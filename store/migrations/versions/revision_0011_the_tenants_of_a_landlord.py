"""The tenants of a landlord.

Touches: the tables, in the transaction of who upgrades.
"""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """From 0010 to 0011."""
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("locations_compte"))
        batch_op.create_index(
            "locations_compte", ["compte", "connu_jusqu_au", "locataire"], unique=False
        )
