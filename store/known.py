"""What was received, read back: facts, contents, applied files, logins.

A record is read as it was written: `facts` after `apply` gives equal records, children in order.
Touches: the store, through the connection that it is given.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import itemgetter

from sqlalchemy import Connection, Table, select

from store import engine
from store.changes import AppliedFile, Cle, Known, Ligne, Record, Valeur, in_order
from store.declarations import ENTITE, NATURES, Enfant
from store.models.envois import Contenu, FichierApplique
from store.models.personnes import Connexion
from store.tables import Query, Row, columns_of, table_of

Among = tuple[str, Sequence[Valeur]]
"""A column, and the values of which it must have one."""


def facts(
    connection: Connection, nature: str, entite: str, among: Among | None = None
) -> dict[Cle, Known]:
    """Given a nature and an entity ("" for the agency's), return every record by its key.

    With `among`, those that have such a value: then a nature with children has one key, its `id`.
    """
    declared = NATURES[nature]
    names = columns_of(declared)
    key = _picking([names.index(name) for name in declared.cle])
    rows = _select(
        connection, table_of(declared.table), (*names, "absent_depuis", "empreinte"), entite, among
    )
    ids = None if among is None else [row[0] for row in rows]
    children = [_children(connection, enfant, entite, ids) for enfant in declared.enfants]
    found = {}
    for row in rows:
        cle = key(row)
        enfants = tuple([in_order(child[cle]) if cle in child else () for child in children])
        found[cle] = Known(Record(cle, row[:-2], enfants), row[-2], row[-1])
    return found


def entites(connection: Connection, nature: str) -> tuple[str, ...]:
    """Given a nature, return the entities that have records of it; ("",) for one of the agency."""
    declared = NATURES[nature]
    if not declared.par_entite:
        return ("",)
    column = table_of(declared.table).c[ENTITE]
    return tuple(sorted(connection.execute(select(column).distinct()).scalars()))


def contents(connection: Connection) -> dict[str, str]:
    """Return the format of each content that was received, by sha256."""
    table = table_of(Contenu)
    rows = connection.execute(select(table.c.sha256, table.c.format))
    return {row.sha256: row.format for row in rows}


def applied_files(connection: Connection) -> dict[tuple[str, str], AppliedFile]:
    """Return the data file that was applied last, by nature and entity, without its lines."""
    table = table_of(FichierApplique)
    names = (table.c.nature, table.c.entite, table.c.sha256, table.c.lecture)
    files = [AppliedFile(*row) for row in connection.execute(select(*names))]
    return {(file.nature, file.entite): file for file in files}


def empreintes(connection: Connection, nature: str, entite: str) -> tuple[bytes, bytes]:
    """Given a nature and an entity, return the digests of the lines of the file applied last.

    They are joined, in the order of the file; none when no such file is known line by line. With
    them the runs of these lines, where any are kept.
    """
    table = table_of(FichierApplique)
    here = (table.c.nature == nature, table.c.entite == entite)
    row = connection.execute(select(table.c.empreintes, table.c.suites).where(*here)).first()
    return (row.empreintes or b"", row.suites or b"") if row else (b"", b"")


def applied_by(connection: Connection) -> dict[tuple[str, str], str]:
    """Return the envoi whose data file was applied last, by nature and entity."""
    table = table_of(FichierApplique)
    rows = connection.execute(select(table.c.nature, table.c.entite, table.c.envoi))
    return {(row.nature, row.entite): row.envoi for row in rows}


def login(connection: Connection, identifiant: str) -> str | None:
    """Given a login, return the tiers whose list holds it now (R-071, R-072).

    None when nobody's does, and when two persons' do: then it opens nothing.
    """
    table = table_of(Connexion)
    holders: Sequence[str] = (
        connection.execute(
            select(table.c.tiers).where(
                table.c.identifiant == identifiant, table.c.absent_depuis.is_(None)
            )
        )
        .scalars()
        .all()
    )
    return holders[0] if len(holders) == 1 else None


def _children(
    connection: Connection, enfant: Enfant, entite: str, ids: Sequence[Valeur] | None
) -> dict[Cle, list[Ligne]]:
    """Return the rows of one child, of all records or of these, by the key of their record."""
    columns = (*enfant.parent, *columns_of(enfant))
    own = len(enfant.parent)
    children: defaultdict[Cle, list[Ligne]] = defaultdict(list)
    among = None if ids is None else (enfant.parent[0], ids)
    for row in _select(connection, table_of(enfant.table), columns, entite, among):
        children[row[:own]].append(row[own:])
    return children


def _select(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    entite: str,
    among: Among | None,
) -> Sequence[Row]:
    query: Query = select(*(table.c[name] for name in columns))
    if ENTITE in table.c:
        query = query.where(table.c[ENTITE] == entite)
    if among is not None:
        query = query.where(table.c[among[0]].in_(among[1]))
    return engine.fetch_all(connection, query)


def _picking(positions: Sequence[int]) -> Callable[[Row], Cle]:
    """Given positions, return what picks them out of a row, as a tuple also when it is one."""
    pick = itemgetter(*positions)
    return pick if len(positions) > 1 else lambda row: (pick(row),)
