"""Lines of accounts.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """From 0009 to 0010."""
    op.create_table(
        "ecritures_masquees",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("ecriture", AutoString(), nullable=False),
        sa.Column("motif", AutoString(), nullable=False),
        sa.Column("rang", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("ecritures_masquees", schema=None) as batch_op:
        batch_op.create_index(
            "ecritures_masquees_compte", ["compte", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index(
            "ecritures_masquees_ecriture", ["ecriture", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index(
            "ecritures_masquees_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "lignes_de_compte",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("rang", AutoString(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("sous_compte", AutoString(), nullable=True),
        sa.Column("rubrique", AutoString(), nullable=True),
        sa.Column("journal", AutoString(), nullable=True),
        sa.Column("genre", AutoString(), nullable=False),
        sa.Column("ecritures", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("lignes_de_compte", schema=None) as batch_op:
        batch_op.create_index(
            "lignes_de_compte_compte", ["compte", "connu_jusqu_au", "date"], unique=False
        )
        batch_op.create_index(
            "lignes_de_compte_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    with op.batch_alter_table("ecritures", schema=None) as batch_op:
        batch_op.create_index("ecritures_compte", ["entite", "compte"], unique=False)
