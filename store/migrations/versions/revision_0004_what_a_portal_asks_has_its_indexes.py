"""What a portal asks has its indexes.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """From 0003 to 0004."""
    with op.batch_alter_table("acces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("acces_tiers"))
        batch_op.create_index(
            "acces_tiers", ["tiers", "connu_jusqu_au", "cible", "portee"], unique=False
        )

    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("publication_cible"))
        batch_op.create_index(
            "publication_ouverte",
            [
                "cible",
                "portee",
                "traite_le",
                "document",
                "classeur",
                "visible_du",
                "visible_jusqu_au",
                "ligne",
            ],
            unique=False,
            sqlite_where=sa.text(
                "connu_jusqu_au IS NULL AND etat = 'publiee' AND contenu IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "connu_jusqu_au IS NULL AND etat = 'publiee' AND contenu IS NOT NULL"
            ),
        )
        batch_op.create_index(
            "publication_passee",
            ["cible", "portee"],
            unique=False,
            sqlite_where=sa.text("connu_jusqu_au IS NOT NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NOT NULL"),
        )
