"""What an installation looks like from outside: the picture that two runs must agree on.

Left out: what may differ without anybody being wronged (the numbers of rows, how often an envoi or
a chore was begun, the salt of a hash, what the kernel notes of a directory), and of a sweep its
report and its counts: begun again it tells the rest. What went is in the audit, a row for each.
"""

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory

from ingest.disk.incoming import TOMBES
from store.changes import CONSERVATION
from tests.crash.some_exports import SECRETS

KEY, STORE = "agence.key", "store.db"
Picture = dict[str, object]
Tables = dict[str, Counter[tuple[object, ...]]]

RAPPORTS = "rapports"
LEFT_OUT = {
    ("envois", "attempt"),
    ("taches", "essais"),
    ("connexions", "secret_condense"),
    ("digicodes", "code_chiffre"),
}
_LEFT_OUT_ROWS = {"constats": f"genre = '{CONSERVATION}'", "version_portail": "TRUE"}
"""How often something changed may be one more than untroubled: who reads it reads again."""
_NUMBERS = {("id", "INTEGER"), ("ligne", "INTEGER")}
_OF_SQLITE = "sqlite_sequence"


def picture_of(data: Path) -> Picture:
    """Given an installation that nobody works on, return all that is there, one fact per name."""
    picture: Picture = {}
    for path in sorted(data.rglob("*")):
        name = str(path.relative_to(data))
        if path.suffix == ".db":
            picture |= {f"{name}:{table}": rows for table, rows in _rows(path)}
        picture[name] = (oct(S_IMODE(path.stat().st_mode)), *_content(path))
    return picture


def differences(expected: Picture, found: Picture) -> list[str]:
    """Given two pictures, return a line for each fact in which they differ."""
    return [
        f"{name}: {_only(found.get(name), expected.get(name))}"
        f" instead of {_only(expected.get(name), found.get(name))}"
        for name in sorted({*expected, *found})
        if expected.get(name) != found.get(name)
    ]


def store_in(left: Path) -> Tables:
    """Given a killed installation, return the tables of its store; not even SQLite recovers it."""
    with TemporaryDirectory(dir=left.parent) as folder:
        for path in left.glob(f"{STORE}*"):
            shutil.copy(path, folder)
        copy = Path(folder) / STORE
        return dict(_rows(copy)) if copy.exists() else {}


def lost(store: Tables, documents: Path) -> list[str]:
    """Given a store and where contents are, return those that have a row and no file."""
    names = {str(sha256) for sha256, *_ in store.get("contenus", ())}
    return sorted(name for name in names if not (documents / name[:2] / name).is_file())


def in_clear(data: Path) -> list[str]:
    """Return the files outside of `incoming` that hold a secret."""
    return [
        str(path.relative_to(data))
        for path in data.rglob("*")
        if path.is_file() and not path.is_relative_to(data / "spool" / "incoming")
        if any(secret in path.read_bytes() for secret in SECRETS)
    ]


def _only(these: object, others: object) -> object:
    """Given two facts, return the first, or what the second has not of its rows."""
    if isinstance(these, Counter) and isinstance(others, Counter):
        return list((these - others).elements())
    return these


def _content(path: Path) -> tuple[str, ...]:
    if path.is_dir():
        return ("directory",)
    if path.suffix == ".db":
        return ("database",)
    if path.parent.name == TOMBES and path.suffix == ".json":
        return (_tombstone(path),)
    if path.parent.name == RAPPORTS:
        return (path.read_text("utf-8-sig").partition("\n")[0],)
    if path.name == KEY:  # made at random: what it seals tells whether it is the same
        return (f"{path.stat().st_size} bytes",)
    return (hashlib.sha256(path.read_bytes()).hexdigest(),)


def _tombstone(path: Path) -> str:
    tombe = json.loads(path.read_bytes())
    tombe["entrees"] = [
        [chemin, mode] if is_directory else [chemin, size, mtime, mode]
        for chemin, size, mtime, mode, is_directory in sorted(tombe["entrees"])
    ]
    return json.dumps(tombe)


def _rows(path: Path) -> Iterator[tuple[str, Counter[tuple[object, ...]]]]:
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in found:
            if table != _OF_SQLITE:
                columns = ", ".join(_columns(database, table))
                out = _LEFT_OUT_ROWS.get(table, "FALSE")
                query = f"SELECT {columns} FROM {table} WHERE NOT ({out})"  # noqa: S608  our own names
                yield table, Counter(database.execute(query))


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns that have a meaning: no row's number, nothing that is left out."""
    found = database.execute(f"PRAGMA table_info({table})").fetchall()
    return [
        f'"{name}"'
        for _, name, kind, *_ in found
        if (name, kind) not in _NUMBERS and (table, name) not in LEFT_OUT
    ]
