"""What a portal may do on a server: read the views, write what is its own, and nothing else.

Its logins are members of the role `lsc_portail`, which the administrator makes (docs/portal.md); on
SQLite rights are those of files.
Touches: the rights of that role, through the connection that it is given.
"""

from sqlalchemy import Connection, text

from store.models.ecrits import ECRITS, USURPATIONS, VERSIONS
from store.views import ALL

ROLE = "lsc_portail"
_WRITE = "SELECT, INSERT, UPDATE, DELETE"


def grant(connection: Connection) -> None:
    """Give the role what it lacks, if there is such a role: views that are made again have none."""
    if connection.dialect.name != "postgresql":
        return
    there = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.execute(there, {"role": ROLE}).first() is None:
        return
    for view in ALL:
        _give(connection, view.nom, "SELECT")
    for table in ECRITS.sorted_tables:
        _give(connection, table.name, "SELECT" if table is VERSIONS else _WRITE)
    connection.exec_driver_sql(f"GRANT USAGE ON SEQUENCE {USURPATIONS.name}_id_seq TO {ROLE}")


def _give(connection: Connection, name: str, rights: str) -> None:
    connection.exec_driver_sql(f"GRANT {rights} ON {name} TO {ROLE}")
