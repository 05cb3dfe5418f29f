"""Who was there on 1 January.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """From 0011 to 0012."""
    op.create_table(
        "occupations",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("du", AutoString(), nullable=True),
        sa.Column("jusqu_au", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("occupations", schema=None) as batch_op:
        batch_op.create_index("occupations_compte", ["compte", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "occupations_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )
