"""What the extranet shows.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """From 0005 to 0006."""
    op.create_table(
        "options_effectives",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("option", AutoString(), nullable=False),
        sa.Column("module", AutoString(), nullable=False),
        sa.Column("portee", AutoString(), nullable=False),
        sa.Column("cible", AutoString(), nullable=False),
        sa.Column("valeur", sa.Boolean(), nullable=False),
        sa.Column("origine", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("options_effectives", schema=None) as batch_op:
        batch_op.create_index(
            "options_effectives_option",
            ["option", "module", "cible", "connu_jusqu_au"],
            unique=False,
        )
        batch_op.create_index(
            "options_effectives_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "rattachements",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("genre", AutoString(), nullable=False),
        sa.Column("titre", AutoString(), nullable=False),
        sa.Column("premier_jour", sa.Date(), nullable=True),
        sa.Column("dernier_jour", sa.Date(), nullable=True),
        sa.Column("du", AutoString(), nullable=True),
        sa.Column("jusqu_au", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("rattachements", schema=None) as batch_op:
        batch_op.create_index("rattachements_compte", ["compte", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "rattachements_immeuble", ["immeuble", "genre", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index("rattachements_lot", ["lot", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "rattachements_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "reglages",
        sa.Column("portee", AutoString(), nullable=False),
        sa.Column("cible", AutoString(), nullable=False),
        sa.Column("option", AutoString(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("valeur", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("portee", "cible", "option", "source"),
    )
    op.create_table(
        "version_portail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("instant", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "vues_portail",
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("sql", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("nom"),
    )
    with op.batch_alter_table("anomalies", schema=None) as batch_op:
        batch_op.create_index(
            "anomalies_cle",
            ["nature", "entite", "cle"],
            unique=False,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )
