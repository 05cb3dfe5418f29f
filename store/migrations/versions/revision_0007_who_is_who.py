"""Who is who.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """From 0006 to 0007."""
    op.create_table(
        "conseil",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("niveau", AutoString(), nullable=False),
        sa.Column("du", AutoString(), nullable=True),
        sa.Column("jusqu_au", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("conseil", schema=None) as batch_op:
        batch_op.create_index(
            "conseil_immeuble", ["immeuble", "tiers", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index(
            "conseil_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "contrats",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("dossier", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("du", AutoString(), nullable=True),
        sa.Column("jusqu_au", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("contrats", schema=None) as batch_op:
        batch_op.create_index("contrats_immeuble", ["immeuble", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "contrats_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "fins_titulaires",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("jusqu_au", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("fins_titulaires", schema=None) as batch_op:
        batch_op.create_index(
            "fins_titulaires_compte", ["compte", "tiers", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index(
            "fins_titulaires_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "locations",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("locataire", AutoString(), nullable=False),
        sa.Column("bail", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("premier_jour", sa.Date(), nullable=True),
        sa.Column("dernier_jour", sa.Date(), nullable=True),
        sa.Column("du", AutoString(), nullable=True),
        sa.Column("jusqu_au", AutoString(), nullable=True),
        sa.Column("suivi_jusqu_au", AutoString(), nullable=True),
        sa.Column("solde_propre", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.create_index("locations_compte", ["compte", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "locations_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    with op.batch_alter_table("comptes", schema=None) as batch_op:
        batch_op.create_index(
            "comptes_fournisseurs",
            ["entite"],
            unique=False,
            sqlite_where=sa.text("genre = 'fournisseur'"),
            postgresql_where=sa.text("genre = 'fournisseur'"),
        )

    with op.batch_alter_table("rattachements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("rattachements_compte"))
        batch_op.create_index(
            "rattachements_compte", ["compte", "connu_jusqu_au", "lot"], unique=False
        )
