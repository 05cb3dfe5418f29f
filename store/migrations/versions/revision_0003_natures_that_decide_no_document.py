"""Natures that decide no document.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """From 0002 to 0003."""
    op.create_table(
        "analytiques",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("reverse_au_proprietaire", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "code"),
    )
    op.create_table(
        "budgets",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("exercice", AutoString(), nullable=False),
        sa.Column("cle", AutoString(), nullable=False),
        sa.Column("libelle_cle", AutoString(), nullable=False),
        sa.Column("numero_compte", AutoString(), nullable=False),
        sa.Column("libelle_compte", AutoString(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("realise", sa.BigInteger(), nullable=True),
        sa.Column("delegation", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "exercice", "cle", "numero_compte"),
    )
    op.create_table(
        "contacts",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("utilisateur", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "immeuble", "compte", "role"),
    )
    op.create_table(
        "correspondants",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("fonction", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "compte", "tiers"),
    )
    op.create_table(
        "depenses",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("exercice", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.Column("cle", AutoString(), nullable=False),
        sa.Column("libelle_cle", AutoString(), nullable=False),
        sa.Column("numero_compte", AutoString(), nullable=False),
        sa.Column("libelle_compte", AutoString(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "ecritures",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("journal", AutoString(), nullable=False),
        sa.Column("bloc", AutoString(), nullable=True),
        sa.Column("sous_compte", AutoString(), nullable=True),
        sa.Column("rubrique", AutoString(), nullable=True),
        sa.Column("analytique", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "exercices",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("du", sa.Date(), nullable=False),
        sa.Column("au", sa.Date(), nullable=False),
        sa.Column("clos", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "fonds_travaux",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.Column("numero_compte", AutoString(), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "lot", "numero_compte"),
    )
    op.create_table(
        "journaux",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "pieces_depenses",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("depense", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "depense", "id"),
    )
    op.create_table(
        "travaux",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("designation", AutoString(), nullable=False),
        sa.Column("debut", sa.Date(), nullable=True),
        sa.Column("fin_prevue", sa.Date(), nullable=True),
        sa.Column("decision_ag", sa.Date(), nullable=True),
        sa.Column("resolution", AutoString(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("realise", sa.BigInteger(), nullable=False),
        sa.Column("acheve_le", sa.Date(), nullable=True),
        sa.Column("inactif", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "utilisateurs",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("prenom", AutoString(), nullable=True),
        sa.Column("email", AutoString(), nullable=True),
        sa.Column("telephone", AutoString(), nullable=True),
        sa.Column("tiers", AutoString(), nullable=True),
        sa.Column("role", AutoString(), nullable=True),
        sa.Column("recoit_messages_systeme", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
