"""What an installation looks like from outside: the picture that two runs must agree on.

Left out: what may differ without anybody being wronged (the numbers of rows, how often an envoi was
begun, the salt of a hash, what the kernel notes of a directory).
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE

from ingest.incoming import TOMBES
from tests.crash.some_exports import SECRETS

KEY = "agence.key"
Picture = dict[str, object]

_LEFT_OUT = {
    ("envois", "attempt"),
    ("connexions", "secret_condense"),
    ("digicodes", "code_chiffre"),
}
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
                yield table, Counter(database.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608  our own names


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns that have a meaning: no row's number, nothing that is left out."""
    found = database.execute(f"PRAGMA table_info({table})").fetchall()
    return [
        f'"{name}"'
        for _, name, kind, *_ in found
        if (name, kind) not in _NUMBERS and (table, name) not in _LEFT_OUT
    ]
