"""Changes made true: facts replaced, absences noted, derived rows ended and begun, in bulk.

It trusts the plan for what changes, and nothing for how: a record is written whole over whatever
stood under its key, so that applying what is already there changes nothing.
Touches: the store, through the connection that it is given; nothing is there before its commit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import chain

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    insert,
    literal,
    select,
    update,
)

from store import decisions, engine, history, reglages, version
from store import purge as removal
from store.changes import (
    AppliedFile,
    Cause,
    Changes,
    Cle,
    FactChange,
    Ligne,
    Lu,
    ReceivedContent,
    Valeur,
)
from store.declarations import ENTITE, NATURES, Enfant, Nature
from store.models.envois import Contenu, FichierApplique
from store.tables import columns_of, in_chunks, table_of

_SOUGHT = "sought_"
"""Before the name of a column that a row is sought by: an update names its own columns bare."""
_CONTENTS = table_of(Contenu)
_FILES = table_of(FichierApplique)
Row = dict[str, Valeur]
EMPREINTE = "empreinte"
_NOTHING = Changes()


def apply(connection: Connection, changes: Changes, cause: Cause) -> None:
    """Given changes, write all of them: facts, derived rows, applied files, decisions, constats.

    Raise NotTrueError when a derived row to end is not true now.
    """
    for fact in changes.facts:
        _apply_facts(connection, fact, cause)
    for derived in changes.derived:
        history.end(connection, derived.table, derived.fins, cause)
        history.begin(connection, derived.table, derived.debuts, cause)
    for file in changes.files:
        _note_file(connection, file, cause)
    decisions.write(connection, changes.decisions)
    decisions.close(connection, changes.closings, cause)
    decisions.note(connection, changes.constats, cause)
    removal.purge(connection, changes.purges, cause)
    if changes.reglages is not None:
        reglages.replace(connection, changes.reglages)
    if _is_news(changes):
        version.grow(connection, cause)


def _is_news(changes: Changes) -> bool:
    """Return whether a portal may read anything new: that a file was read again is none."""
    facts = tuple(fact for fact in changes.facts if fact.is_news)
    return replace(changes, facts=facts, files=()) != _NOTHING


def keep(
    connection: Connection, contents: Iterable[ReceivedContent], cause: Cause
) -> frozenset[str]:
    """Given contents, note those that are new, as received now; return them."""
    given = {content.sha256: content for content in contents}
    new = set(given) - set(_noted(connection, list(given)))
    names = (*ReceivedContent._fields, "recu_le", "envoi")
    for chunk in in_chunks(sorted(new)):
        rows = [(*given[sha256], cause.instant, cause.id) for sha256 in chunk]
        engine.insert_many(connection, _CONTENTS, names, rows)
    return frozenset(new)


def _noted(connection: Connection, wanted: Sequence[str]) -> Iterator[str]:
    for chunk in in_chunks(wanted):
        found = select(_CONTENTS.c.sha256).where(_CONTENTS.c.sha256.in_(chunk))
        yield from connection.execute(found).scalars()


def _apply_facts(connection: Connection, change: FactChange, cause: Cause) -> None:
    declared = NATURES[change.nature]
    owner: Row = {ENTITE: change.entite} if declared.par_entite else {}
    is_first = not _has_any(connection, declared, owner)
    for lus in in_chunks(chain(change.nouveaux, change.modifies)):
        records = [lu.record for lu in lus]
        if not is_first:
            _make_room(connection, declared, owner, [record.cle for record in records])
        _write(connection, declared, owner, lus)
        for place, enfant in enumerate(declared.enfants):
            _write_children(connection, enfant, owner, [(r.cle, r.enfants[place]) for r in records])
    for keys in in_chunks(change.disparus):
        _note_absent(connection, declared, [_row(declared.cle, cle, owner) for cle in keys], cause)
    for relus in in_chunks(change.relus.items()):
        _note_lines(connection, declared, owner, dict(relus))


def _has_any(connection: Connection, declared: Nature, owner: Row) -> bool:
    """Return whether any record of a nature and entity was ever written: a first load finds none.

    To seek each of its keys in vain would take as long as to write the records.
    """
    table = table_of(declared.table)
    of_owner = (table.c[name] == value for name, value in owner.items())
    found = select(literal(1)).select_from(table).where(*of_owner).limit(1)
    return connection.execute(found).first() is not None


def _make_room(connection: Connection, declared: Nature, owner: Row, keys: Sequence[Cle]) -> None:
    """Delete what stands under the keys of records, children included."""
    _delete(connection, table_of(declared.table), [_row(declared.cle, cle, owner) for cle in keys])
    for enfant in declared.enfants:
        parents = [_row(enfant.parent, cle, owner) for cle in keys]
        _delete(connection, table_of(enfant.table), parents)


def _write(connection: Connection, declared: Nature, owner: Row, lus: Sequence[Lu]) -> None:
    """Write records where nothing stands under their keys; a row written is present."""
    table, names = table_of(declared.table), (EMPREINTE, *owner, *columns_of(declared))
    owners = tuple(owner.values())
    rows = [(lu.empreinte, *owners, *lu.record.valeurs) for lu in lus]
    engine.insert_many(connection, table, names, rows)


def _write_children(
    connection: Connection,
    enfant: Enfant,
    owner: Row,
    families: Sequence[tuple[Cle, Sequence[Ligne]]],
) -> None:
    """Write the rows of each record, given by its key."""
    table, ranked = table_of(enfant.table), (enfant.rang,) if enfant.rang else ()
    names = (*owner, *enfant.parent, *columns_of(enfant), *ranked)
    rows = [
        (*owner.values(), *cle, *ligne, *((rang,) if ranked else ()))
        for cle, lignes in families
        for rang, ligne in enumerate(lignes)
    ]
    for chunk in in_chunks(rows):
        engine.insert_many(connection, table, names, chunk)


def _note_lines(
    connection: Connection, declared: Nature, owner: Row, empreintes: Mapping[Cle, bytes]
) -> None:
    """Note the digests of lines whose records did not change."""
    table = table_of(declared.table)
    keys = [_row(declared.cle, cle, owner) for cle in empreintes]
    noting = update(table).where(*_sought(table, keys[0])).values({EMPREINTE: bindparam("lue")})
    seeking = zip(_seeking(keys), empreintes.values(), strict=True)
    connection.execute(noting, [{**sought, "lue": empreinte} for sought, empreinte in seeking])


def _note_absent(
    connection: Connection, declared: Nature, keys: Sequence[Row], cause: Cause
) -> None:
    """Note that records left their list; one that is absent keeps its first instant."""
    table = table_of(declared.table)
    leaving = update(table).where(*_sought(table, keys[0]), table.c.absent_depuis.is_(None))
    connection.execute(
        leaving.values(absent_depuis=cause.instant, absent_par=cause.id), _seeking(keys)
    )


def _note_file(connection: Connection, file: AppliedFile, cause: Cause) -> None:
    _delete(connection, _FILES, [{"nature": file.nature, "entite": file.entite}])
    connection.execute(insert(_FILES).values(**asdict(file), envoi=cause.id))


def _delete(connection: Connection, table: Table, keys: Sequence[Row]) -> None:
    """Delete the rows that have these values; all keys name the same columns."""
    connection.execute(delete(table).where(*_sought(table, keys[0])), _seeking(keys))


def _row(names: Sequence[str], values: Ligne, owner: Row) -> Row:
    return {**owner, **dict(zip(names, values, strict=True))}


def _sought(table: Table, key: Row) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(_SOUGHT + name) for name in key]


def _seeking(keys: Sequence[Row]) -> list[Row]:
    return [{_SOUGHT + name: value for name, value in key.items()} for key in keys]
