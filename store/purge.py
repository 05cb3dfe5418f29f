"""Removing for good what a sweep planned: records, titles, contents, and history beyond its term.

A content leaves its table with the rows that listed it, and is written down to be unlinked: the
file goes after the commit, and whoever starts next finishes what a crash left.
Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from store import engine
from store.changes import AUDIT, Cause, Purges, Valeur
from store.declarations import ENTITE, NATURES
from store.derived import COLUMNS, TABLES
from store.history import fingerprint
from store.models.conservation import ContenuARetirer, ContenuSansLigne
from store.models.decisions import Constat
from store.models.derives import Publication
from store.models.envois import Contenu, FichierApplique
from store.tables import in_chunks, table_of

_CONTENTS = table_of(Contenu)
_FILES = table_of(FichierApplique)
_UNLISTED = table_of(ContenuSansLigne)
_TO_UNLINK = table_of(ContenuARetirer)
_CONSTATS = table_of(Constat)
_PUBLICATION = table_of(Publication)
_WITHOUT_TITLE = {"titre": "", "rangement": "[]"}
_SOUGHT = "sought_"


def purge(connection: Connection, purges: Purges, cause: Cause) -> None:
    """Given what is to be removed, remove it; contents are then to be unlinked."""
    for change in purges.facts:
        _remove_facts(connection, change.nature, change.entite, change.cles)
    _delete(connection, _FILES, "entite", purges.entites)
    _empty_titles(connection, purges.documents)
    _delete(connection, _UNLISTED, "sha256", (*purges.contents, *purges.relisted))
    _delete(connection, _CONTENTS, "sha256", purges.contents)
    _delete(connection, _TO_UNLINK, "sha256", purges.contents)  # one may wait there already
    _insert(connection, _TO_UNLINK, ("sha256",), [(each,) for each in purges.contents])
    marks = [(each, cause.instant) for each in purges.unlisted]
    _insert(connection, _UNLISTED, ("sha256", "depuis"), marks)
    if purges.before is not None:
        _forget_history(connection, purges.before)


def unlisted(connection: Connection) -> dict[str, str]:
    """Return since when each content that no row lists was seen so, by sha256."""
    rows = connection.execute(select(_UNLISTED.c.sha256, _UNLISTED.c.depuis))
    return {row.sha256: row.depuis for row in rows}


def received(connection: Connection) -> dict[str, str]:
    """Return when each content was received first, by sha256."""
    rows = connection.execute(select(_CONTENTS.c.sha256, _CONTENTS.c.recu_le))
    return {row.sha256: row.recu_le for row in rows}


def last_served(connection: Connection, wanted: Collection[str]) -> dict[str, str]:
    """Given contents, return until when a row that ended named each of them, by sha256."""
    ended, named = _PUBLICATION.c.connu_jusqu_au, _PUBLICATION.c.contenu
    query = select(named, func.max(ended)).where(ended.is_not(None)).group_by(named)
    found: dict[str, str] = {}
    for chunk in in_chunks(sorted(wanted)):
        rows = connection.execute(query.where(named.in_(chunk)))
        found.update((str(sha256), str(instant)) for sha256, instant in rows)
    return found


def to_unlink(connection: Connection, limit: int) -> list[str]:
    """Return contents whose files are to be unlinked, so many at most."""
    return list(connection.execute(select(_TO_UNLINK.c.sha256).limit(limit)).scalars())


def is_received(connection: Connection, sha256: str) -> bool:
    """Given a content, return whether it is in the table of contents."""
    found = select(_CONTENTS.c.sha256).where(_CONTENTS.c.sha256 == sha256)
    return connection.execute(found).first() is not None


def unlinked(connection: Connection, contents: Sequence[str]) -> None:
    """Given contents whose files are gone, or came back, forget that they were to go."""
    _delete(connection, _TO_UNLINK, "sha256", contents)


def _remove_facts(
    connection: Connection, nature: str, entite: str, cles: Sequence[Sequence[Valeur]]
) -> None:
    declared = NATURES[nature]
    owner = (ENTITE,) if declared.par_entite else ()
    values = [((entite,) if owner else ()) + tuple(cle) for cle in cles]
    for enfant in declared.enfants:
        _delete_keys(connection, table_of(enfant.table), (*owner, *enfant.parent), values)
    _delete_keys(connection, table_of(declared.table), (*owner, *declared.cle), values)


def _delete_keys(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    values: Sequence[Sequence[Valeur]],
) -> None:
    sought = [table.c[name] == bindparam(_SOUGHT + name) for name in names]
    keys = [_SOUGHT + name for name in names]
    for chunk in in_chunks([dict(zip(keys, each, strict=True)) for each in values]):
        connection.execute(delete(table).where(*sought), chunk)


def _delete(connection: Connection, table: Table, name: str, values: Sequence[str]) -> None:
    _delete_keys(connection, table, (name,), [(value,) for value in values])


def _insert(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    for chunk in in_chunks(rows):
        engine.insert_many(connection, table, names, chunk)


def _empty_titles(connection: Connection, documents: Sequence[str]) -> None:
    """Ended rows keep ids, sha256, dates and rule; what the agency wrote goes (domain.md §3)."""
    changed = update(_PUBLICATION).where(_PUBLICATION.c.ligne == bindparam("sought_ligne"))
    emptied = changed.values(**{name: bindparam(name) for name in (*_WITHOUT_TITLE, "empreinte")})
    for document in documents:
        rows = list(_emptied(connection, document))
        if rows:
            connection.execute(emptied, rows)


def _emptied(connection: Connection, document: str) -> Iterator[dict[str, object]]:
    names = COLUMNS["publication"]
    query = select(_PUBLICATION.c.ligne, *(_PUBLICATION.c[name] for name in names))
    own = query.where(
        _PUBLICATION.c.document == document, _PUBLICATION.c.connu_jusqu_au.is_not(None)
    )
    for ligne, *values in connection.execute(own).all():
        row = {**dict(zip(names, values, strict=True)), **_WITHOUT_TITLE}
        empreinte = fingerprint(tuple(row.values()))
        yield {"sought_ligne": ligne, "empreinte": empreinte, **_WITHOUT_TITLE}


def _forget_history(connection: Connection, before: str) -> None:
    for model in TABLES.values():
        ended = table_of(model).c.connu_jusqu_au
        connection.execute(delete(table_of(model)).where(ended.is_not(None), ended < before))
    old = delete(_CONSTATS).where(_CONSTATS.c.genre.in_(AUDIT), _CONSTATS.c.instant < before)
    connection.execute(old)
