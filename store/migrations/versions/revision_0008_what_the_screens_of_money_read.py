"""What the screens of money read.

Touches: the tables, in the transaction of who upgrades.
"""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """From 0007 to 0008."""
    op.create_table(
        "coordonnees_montrees",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("forme", AutoString(), nullable=False),
        sa.Column("condense", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("coordonnees_montrees", schema=None) as batch_op:
        batch_op.create_index(
            "coordonnees_montrees_immeuble", ["immeuble", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index(
            "coordonnees_montrees_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "reperes",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("repere", AutoString(), nullable=False),
        sa.Column("valeur", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("reperes", schema=None) as batch_op:
        batch_op.create_index("reperes_repere", ["repere", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "reperes_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    with op.batch_alter_table("depenses", schema=None) as batch_op:
        batch_op.create_index("depenses_exercice", ["entite", "exercice"], unique=False)

    with op.batch_alter_table("exercices", schema=None) as batch_op:
        batch_op.create_index("exercices_immeuble", ["entite", "immeuble"], unique=False)

    with op.batch_alter_table("travaux", schema=None) as batch_op:
        batch_op.create_index("travaux_immeuble", ["entite", "immeuble"], unique=False)
    release_what_there_is(op.get_bind())


def release_what_there_is(connection: sa.Connection) -> None:
    """Bank details that the store had before count as released, as those of a first envoi (R-113b).

    The digest is that of `ingest.reading.banque`, as it was then.
    """
    columns = ("entite", "id", "titulaire", "iban", "bic", "rib")
    names = ", ".join(columns)
    found = connection.execute(sa.text(f"SELECT {names} FROM immeubles"))  # noqa: S608  ours
    constats = sa.table(
        "constats", *map(sa.column, ("genre", "cible", "instant", "cause", "detail"))
    )
    for entite, identifiant, titulaire, *numbers in found:
        values = [_compact(each) for each in numbers]
        if any(values):
            payee = " ".join((titulaire or "").split())
            condense = sha256(json.dumps([payee, *values]).encode()).hexdigest()
            connection.execute(
                sa.insert(constats).values(
                    genre="coordonnees_premieres",
                    cible=f"{entite}/{identifiant}",
                    instant="",
                    cause="upgrade",
                    detail=json.dumps({"condense": condense}),
                )
            )


def _compact(text: str | None) -> str:
    value = "".join((text or "").split())
    return value.upper() if value.isascii() else value
