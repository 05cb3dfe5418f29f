"""The views `portail_*`: what a portal reads, made of facts and derived rows; nothing else.

They are made again wherever they are not those of this program: they hold nothing of their own.
Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, TableClause, column, delete, insert, inspect, select, table

from store.changes import Valeur
from store.models.portail import Vue
from store.tables import table_of
from store.views import (
    banques,
    budgets,
    classeurs,
    comptes,
    connexions,
    conseil,
    contacts,
    contrats,
    coproprietaires,
    debiteurs,
    depenses,
    documents,
    ecritures,
    fichiers,
    fonds,
    immeubles,
    locataires,
    lots,
    personnel,
    photos,
    portefeuille,
    prestataires,
    tickets,
    versions,
)
from store.views.view import View

_THEMES = (
    connexions,
    documents,
    ecritures,
    fichiers,
    classeurs,
    lots,
    comptes,
    banques,
    fonds,
    depenses,
    debiteurs,
    budgets,
    conseil,
    coproprietaires,
    contacts,
    prestataires,
    contrats,
    immeubles,
    locataires,
    photos,
    personnel,
    portefeuille,
    tickets,
)
VIEWS: tuple[View, ...] = tuple(view for theme in _THEMES for view in theme.VIEWS)
"""Those that are asked about a person, in the order in which they are made."""
ALL: tuple[View, ...] = (*versions.VIEWS, *VIEWS)
_BY_NOM = {view.nom: view for view in VIEWS}
_PREFIX = "portail_"
_VUES = table_of(Vue)
_HERE = Path(__file__).parent
_WRITTEN: dict[tuple[object, ...], str] = {}
_SOURCES = ""
"""The name under which what the views were made from is noted."""


def create(connection: Connection) -> None:
    """Make the views of this program where they are missing or others; drop all that it has not.

    To write the SQL of all takes a second: it is not done where the same sources did it.
    """
    sources = _sources(connection)
    if _made(connection) == {view.nom for view in ALL} and _noted(connection) == sources:
        return
    drop(connection)
    connection.execute(delete(_VUES))
    connection.execute(insert(_VUES).values(nom=_SOURCES, sql=sources))
    for view in ALL:
        sql = _sql(connection, view)
        connection.exec_driver_sql(sql)
        connection.execute(insert(_VUES).values(nom=view.nom, sql=sql))


def drop(connection: Connection) -> None:
    """Remove every view of a portal: a revision changes tables that they read."""
    found = inspect(connection).get_view_names()
    for nom in found:
        if nom.startswith(_PREFIX):
            connection.exec_driver_sql(f'DROP VIEW "{nom}"')


def rows(connection: Connection, nom: str, tiers: str, *, at: str) -> list[dict[str, Valeur]]:
    """Given a view, a person and a UTC instant, return the rows that he sees then, by column.

    Raise KeyError for a view that there is not.
    """
    view = _table_of(nom)
    query = select(view).where(view.c.tiers == tiers, view.c.du <= at, view.c.jusqu_au > at)
    return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001  SQLAlchemy's public name


@cache
def _table_of(nom: str) -> TableClause:
    columns = _BY_NOM[nom].requete().selected_columns
    return table(nom, *(column(each.name, each.type) for each in columns))


def _sql(connection: Connection, view: View) -> str:
    """Return what makes a view; written once, it is the same for every store of its kind."""
    dialect = connection.dialect
    kind = dialect.name, dialect.server_version_info, view.nom
    if kind not in _WRITTEN:
        query = view.requete().compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        _WRITTEN[kind] = f"CREATE VIEW {view.nom} AS {query}"
    return _WRITTEN[kind]


def _made(connection: Connection) -> set[str]:
    """Return the views that there are."""
    return {nom for nom in inspect(connection).get_view_names() if nom.startswith(_PREFIX)}


def _noted(connection: Connection) -> str | None:
    """Return what they were made from."""
    return connection.execute(select(_VUES.c.sql).where(_VUES.c.nom == _SOURCES)).scalar()


def _sources(connection: Connection) -> str:
    """Return a digest of all that their SQL follows from."""
    digest = sha256(f"{connection.dialect.name} {sqlalchemy.__version__}\n".encode())
    for path in (*sorted(_HERE.glob("*.py")), *sorted((_HERE.parent / "models").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()
