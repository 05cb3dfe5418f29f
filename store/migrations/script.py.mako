"""${message[0].upper() + message[1:].rstrip(".")}.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """From ${down_revision} to ${up_revision}."""
% for line in (upgrades or "pass").strip().splitlines():
% if "###" not in line:
${line if loop.first or not line or line.startswith("    ") else "    " + line}
% endif
% endfor
