"""A few records, rows and contents out of many: what is near something that changed, and counts.

Everything is found by an index; how many there are in the store does not count, but where a
docstring says so.
Touches: the store, through the connection that it is given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from store import engine, known
from store.changes import EMPREINTE_BYTES, Cle, Known, Ligne, Place, Valeur
from store.declarations import ENTITE, NATURES, Enfant, Nature
from store.derived import COLUMNS, TABLES
from store.history import known_then
from store.models.derives import Publication
from store.models.envois import Contenu, FichierApplique
from store.tables import in_chunks, table_of

SHA256 = "sha256"
_CONTENUS = table_of(Contenu)
_FICHIERS = table_of(FichierApplique)
_PUBLICATION = table_of(Publication)
_AT_ONCE = 500
_DIGESTS_AT_ONCE = 10_000


class Awaited(NamedTuple):
    """A listed content that never came; `piece` is None where the record itself lists it."""

    nature: str
    entite: str
    cle: Cle
    piece: str | None
    nom: str
    sha256: str


def records(
    connection: Connection, nature: str, entite: str, colonne: str, values: Collection[Valeur]
) -> dict[Cle, Known]:
    """Given a column of a nature and values, return the records that have one of them."""
    found: dict[Cle, Known] = {}
    for chunk in in_chunks(sorted(values, key=str), _AT_ONCE):
        found |= known.facts(connection, nature, entite, (colonne, chunk))
    return found


def keys(
    connection: Connection, nature: str, entite: str, colonne: str, values: Collection[Valeur]
) -> dict[Cle, str | None]:
    """Given a column and values, return the records that have one, and since when each is absent.

    A column without an index costs a look at all the records of the list.
    """
    table = table_of(NATURES[nature].table)
    key = [table.c[name] for name in NATURES[nature].cle]
    query = select(table.c[colonne], table.c.absent_depuis, *key)
    if ENTITE in table.c:
        query = query.where(table.c[ENTITE] == entite)
    if len(values) <= _AT_ONCE:
        query = query.where(table.c[colonne].in_(values))
    wanted = frozenset(values)
    found = engine.fetch_all(connection, query) if wanted else []
    return {row[2:]: row[1] for row in found if row[0] in wanted}


def parents(
    connection: Connection, enfant: Enfant, entite: str, colonne: str, values: Collection[Valeur]
) -> set[Cle]:
    """Given a column of what repeats inside a record and values, return the keys of the records."""
    table = table_of(enfant.table)
    names = [table.c[name] for name in enfant.parent]
    found: set[Cle] = set()
    for chunk in in_chunks(sorted(values, key=str), _AT_ONCE):
        query = select(*names).where(table.c[ENTITE] == entite, table.c[colonne].in_(chunk))
        found |= {tuple(row) for row in connection.execute(query)}
    return found


def having(
    connection: Connection, nature: str, entite: str, empreintes: Collection[bytes]
) -> set[Cle]:
    """Given digests, return the keys of the listed records that have one of them.

    Each of some hundreds costs a look at all the records of the list.
    """
    table = table_of(NATURES[nature].table)
    key = [table.c[name] for name in NATURES[nature].cle]
    query = select(*key).where(*_of_list(table, entite))
    found: set[Cle] = set()
    for chunk in in_chunks(sorted(empreintes), _DIGESTS_AT_ONCE):
        among = query.where(table.c.empreinte.in_(chunk))
        found |= {tuple(row) for row in connection.execute(among)}
    return found


def digests(
    connection: Connection, nature: str, entite: str, colonne: str, values: Collection[Valeur]
) -> dict[Cle, bytes]:
    """Given a column and values, return the digests of the listed records that have one."""
    table = table_of(NATURES[nature].table)
    key = [table.c[name] for name in NATURES[nature].cle]
    query = select(table.c.empreinte, *key).where(*_of_list(table, entite))
    query = query.where(table.c.empreinte.is_not(None))
    found: dict[Cle, bytes] = {}
    for chunk in in_chunks(sorted(values, key=str), _AT_ONCE):
        rows = connection.execute(query.where(table.c[colonne].in_(chunk)))
        found |= {tuple(cle): empreinte for empreinte, *cle in rows}
    return found


def _of_list(table: Table, entite: str) -> list[ColumnElement[bool]]:
    of = [table.c[ENTITE] == entite] if ENTITE in table.c else []
    return [*of, table.c.absent_depuis.is_(None)]


def counts(connection: Connection, places: Collection[Place]) -> dict[Place, int]:
    """Given lists, return how many records each holds.

    They are as many as its file has lines, if these are known; else they are counted.
    """
    files = _FICHIERS.c
    size = func.length(files.empreintes)
    known = connection.execute(select(files.nature, files.entite, size).where(size > 0))
    lines = {(nature, entite): size // EMPREINTE_BYTES for nature, entite, size in known}
    return {
        place: lines[place]
        if place in lines and not NATURES[place[0]].demeure
        else _count(connection, *place)
        for place in places
    }


def _count(connection: Connection, nature: str, entite: str) -> int:
    table = table_of(NATURES[nature].table)
    query = select(func.count()).select_from(table).where(*_of_list(table, entite))
    return connection.execute(query).scalar_one()


def rows(connection: Connection, table: str, colonne: str, values: Collection[str]) -> set[Ligne]:
    """Given a derived table, a column and values, return the rows that are true now."""
    source = table_of(TABLES[table])
    columns = [source.c[name] for name in COLUMNS[table]]
    found: set[Ligne] = set()
    for chunk in in_chunks(sorted(values), _AT_ONCE):
        query = select(*columns).where(source.c[colonne].in_(chunk), known_then(source, None))
        found.update(engine.fetch_all(connection, query))
    return found


def formats(connection: Connection, contents: Collection[str]) -> dict[str, str]:
    """Given contents, return the format of those that were received."""
    found: dict[str, str] = {}
    for chunk in in_chunks(sorted(contents), _AT_ONCE):
        query = select(_CONTENUS.c.sha256, _CONTENUS.c.format)
        rows = connection.execute(query.where(_CONTENUS.c.sha256.in_(chunk)))
        found |= {row.sha256: row.format for row in rows}
    return found


def listing(connection: Connection, contents: Collection[str]) -> Mapping[Place, frozenset[Cle]]:
    """Given contents, return the records that list one, withdrawn or not, by nature and entity."""
    found: dict[Place, set[Cle]] = defaultdict(set)
    for chunk in in_chunks(sorted(contents), _AT_ONCE):
        for nature, table, key in _listers():
            query = select(table.c[ENTITE], *key).where(table.c[SHA256].in_(chunk))
            for entite, *cle in connection.execute(query):
                found[nature.nom, entite].add(tuple(cle))
    return {place: frozenset(cles) for place, cles in found.items()}


def awaited(connection: Connection) -> list[Awaited]:
    """Return every listed content that never came; each listed content is looked up."""
    found = []
    for nature, table, key in _listers():
        own = table_of(nature.table)
        is_child = table is not own
        piece = [table.c["id"]] if is_child else []
        query = (
            select(table.c[ENTITE], table.c["nom"], table.c[SHA256], *piece, *key)
            .where(table.c[SHA256].is_not(None))
            .where(~select(1).where(_CONTENUS.c.sha256 == table.c[SHA256]).exists())
            .where(*_listed(own, table, key))
        )
        for entite, nom, sha256, *rest in connection.execute(query):
            named = str(rest.pop(0)) if is_child else None
            found.append(Awaited(nature.nom, entite, tuple(rest), named, nom, sha256))
    return found


def _listers() -> Iterator[tuple[Nature, Table, list[ColumnElement[Valeur]]]]:
    """Yield each table with a column of contents, and the columns of the record's key in it."""
    for nature in NATURES.values():
        own = table_of(nature.table)
        if SHA256 in own.c:
            yield nature, own, [own.c[name] for name in nature.cle]
        for enfant in nature.enfants:
            table = table_of(enfant.table)
            if SHA256 in table.c:
                yield nature, table, [table.c[name] for name in enfant.parent]


def _listed(
    own: Table, table: Table, key: list[ColumnElement[Valeur]]
) -> Iterator[ColumnElement[bool]]:
    """Yield what makes a row one that a list holds now: its record, and in it the row itself."""
    if table is own:
        yield own.c.absent_depuis.is_(None)
        return
    if "retiree" in table.c:
        yield table.c.retiree.is_(False)
    record: Select[tuple[int]] = select(1).where(own.c.absent_depuis.is_(None))
    same = [own.c[ENTITE] == table.c[ENTITE], own.c["id"] == key[0]]
    yield record.where(*same).exists()
