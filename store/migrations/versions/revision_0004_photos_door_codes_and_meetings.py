"""Photos door codes and meetings.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """From 0003 to 0004."""
    op.create_table(
        "assemblees",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("tenue_le", AutoString(), nullable=False),
        sa.Column("lieu", AutoString(), nullable=False),
        sa.Column("convoquee_le", sa.Date(), nullable=True),
        sa.Column("limite", AutoString(), nullable=True),
        sa.Column("note", AutoString(), nullable=True),
        sa.Column("destinataire", AutoString(), nullable=False),
        sa.Column("adresse1", AutoString(), nullable=True),
        sa.Column("adresse2", AutoString(), nullable=True),
        sa.Column("adresse3", AutoString(), nullable=True),
        sa.Column("code_postal", AutoString(), nullable=True),
        sa.Column("ville", AutoString(), nullable=True),
        sa.Column("email", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "digicodes",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("code_empreinte", AutoString(), nullable=True),
        sa.Column("code_chiffre", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "immeuble", "lot"),
    )
    op.create_table(
        "photos",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("rang", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("publiable", sa.Boolean(), nullable=False),
        sa.Column("vignette", sa.Boolean(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "immeuble", "lot", "rang"),
    )
    op.create_table(
        "resolutions",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("assemblee", AutoString(), nullable=False),
        sa.Column("rang", AutoString(), nullable=False),
        sa.Column("numero", AutoString(), nullable=False),
        sa.Column("titre", AutoString(), nullable=False),
        sa.Column("texte", AutoString(), nullable=True),
        sa.Column("majorite", AutoString(), nullable=False),
        sa.Column("vote", AutoString(), nullable=False),
        sa.Column("second_tour", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "assemblee", "rang"),
    )
    op.create_table(
        "votants",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("assemblee", AutoString(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("fiche", AutoString(), nullable=False),
        sa.Column("tantiemes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "assemblee", "fiche"),
    )
