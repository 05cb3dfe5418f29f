"""`make bench-screens`: what each view of a portal takes, for persons at random, beside one row.

The agency is the sample sender's first night, with as many buildings as are asked for. Each view is
asked about each person through the driver alone, as a portal would, three times; the median counts.
On SQLite that is the time that the processor worked.
Touches: a folder of its own below the temporary one, removed at the end.
"""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import click

from store.views import VIEWS
from syncd.sample.fondation import DOMAINE

_NOW = "2026-11-24T12:00:00.000Z"
_ROUNDS = 3
_PERSONS = 500
_SEED = 5
_ASKED = "SELECT * FROM {} WHERE tiers = ? AND du <= ? AND jusqu_au > ?"
_ALL_SHOWN = "[syndic]\ndepenses = true\ndebiteurs = true\n[gerance]\ncomptes_locataires = true\n"
"""What is off unless an agency wants it."""
_FLOOR = "SELECT * FROM publication WHERE ligne = ?"


@click.command()
@click.option("--immeubles", default=300, show_default=True)
@click.option("--persons", default=_PERSONS, show_default=True)
def bench(immeubles: int, persons: int) -> None:
    """Measure every view on SQLite."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        store = _received(root, immeubles)
        with closing(sqlite3.connect(store)) as connection:
            _tell(connection, persons)


def _received(root: Path, immeubles: int) -> Path:
    """Have the sample's first night written and received; return the store."""
    config = root / "lsc-syncd.toml"
    config.write_text(f'domaine = "{DOMAINE}"\ndata = "{root}/data"\n')
    (root / "extranet.toml").write_text(_ALL_SHOWN)
    for words in (
        ["sample", "--immeubles", str(immeubles), "--nuits", "1", f"{root}/sample"],
        ["ingest", f"{root}/sample/envoi-1"],
        ["options", "apply"],
    ):
        command = [sys.executable, "-m", "cli", "--config", str(config), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return root / "data" / "store.db"


def _tell(connection: sqlite3.Connection, persons: int) -> None:
    connection.execute("PRAGMA mmap_size = 2147483648")
    chance = Random(_SEED)  # noqa: S311  the same people in every run
    found = connection.execute("SELECT DISTINCT tiers FROM acces ORDER BY tiers").fetchall()
    people = [tiers for (tiers,) in found]
    some = chance.sample(people, min(persons, len(people)))
    lignes = [ligne for (ligne,) in connection.execute("SELECT ligne FROM publication")]
    asked = [(chance.choice(lignes),) for _ in some]
    click.echo(f"{len(people)} persons, {len(lignes)} documents; µs of CPU\n")
    click.echo(f"{'':<32}{'p50':>8}{'p99':>8}{'max':>8}{'rows':>8}")
    _line("one row by its key", _figures(connection, _FLOOR, asked))
    for view in VIEWS:
        _line(
            view.nom,
            _figures(connection, _ASKED.format(view.nom), [(tiers, _NOW, _NOW) for tiers in some]),
        )


def _figures(
    connection: sqlite3.Connection, sql: str, asked: Sequence[tuple[object, ...]]
) -> list[tuple[float, int]]:
    """Return what each question took, in microseconds, and how many rows it found, in order."""
    rounds = [[_once(connection, sql, each) for each in asked] for _ in range(_ROUNDS)]
    of_each: list[tuple[tuple[float, int], ...]] = list(zip(*rounds, strict=True))
    return sorted((median(took for took, _ in each), each[0][1]) for each in of_each)


def _once(
    connection: sqlite3.Connection, sql: str, values: tuple[object, ...]
) -> tuple[float, int]:
    begun = time.thread_time()
    rows = connection.execute(sql, values).fetchall()
    return (time.thread_time() - begun) * 1_000_000, len(rows)


def _line(name: str, found: Sequence[tuple[float, int]]) -> None:
    times = [took for took, _ in found]
    figures = (median(times), times[int(len(times) * 0.99)], times[-1])
    most = max(rows for _, rows in found)
    click.echo(f"{name:<32}" + "".join(f"{value:>8.0f}" for value in figures) + f"{most:>8}")


if __name__ == "__main__":
    bench()
