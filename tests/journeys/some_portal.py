"""What a portal writes, written as one does: into its file, or into the store's server."""

from tests.journeys.some_agency import STORE, Agency
from tests.some_databases import SQLITE, Row, Sqlite, change, rows_of

ECRIT = "portail_ecrit_"


def portal_url(agency: Agency) -> str:
    """Return where the portal of an agency writes."""
    if isinstance(agency.database, Sqlite):
        return f"{SQLITE}:///{(agency.root / STORE).parent}/portail/portal.db"
    return agency.store_url


def write(agency: Agency, table: str, *rows: str) -> None:
    """Given a table without its prefix, and rows as SQL writes them, add them."""
    change(portal_url(agency), *(f"INSERT INTO {ECRIT}{table} VALUES {row}" for row in rows))  # noqa: S608  ours


def written(agency: Agency) -> dict[str, list[Row]]:
    """Return every row of what the portal wrote, by table."""
    return {
        name: sorted(rows, key=repr)
        for name, rows in rows_of(portal_url(agency)).items()
        if name.startswith(ECRIT)
    }
