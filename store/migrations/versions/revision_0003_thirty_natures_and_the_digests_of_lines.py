"""Thirty natures and the digests of lines.

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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("reverse_au_proprietaire", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "code"),
    )
    op.create_table(
        "assemblees",
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        "budgets",
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        "digicodes",
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        "ecritures",
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "photos",
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        "pieces_depenses",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("depense", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "depense", "id"),
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
        "travaux",
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
        sa.Column("empreinte", sa.LargeBinary(), nullable=True),
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
    op.create_table(
        "votants",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("assemblee", AutoString(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("fiche", AutoString(), nullable=False),
        sa.Column("tantiemes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "assemblee", "fiche"),
    )
    with op.batch_alter_table("baux", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_baux_compte"), ["compte"], unique=False)

    with op.batch_alter_table("classeurs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("comptes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("connexions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("detentions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("entites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("evenements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("fiches_coproprietaires", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_fiches_coproprietaires_compte"), ["compte"], unique=False
        )

    with op.batch_alter_table("immeubles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("lots_baux", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lots_baux_lot"), ["lot"], unique=False)

    with op.batch_alter_table("lots_mandats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lots_mandats_lot"), ["lot"], unique=False)

    with op.batch_alter_table("mandats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_mandats_compte"), ["compte"], unique=False)

    with op.batch_alter_table("modeles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("parametres", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("pieces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pieces_sha256"), ["sha256"], unique=False)

    with op.batch_alter_table("relations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("tiers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("empreinte", sa.LargeBinary(), nullable=True))
