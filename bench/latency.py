"""From the last CLOSE of an envoi to its publication and its answer, by the real daemon.

A client sends a hundred new documents with all the lists, the manifest last. What is measured
begins when it asks for the CLOSE of the manifest, whose own fsync is part of it. The floor is the
same files written on the same disk, an fsync each.
Touches: a folder of its own below the one that it is given.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import click
from paramiko import SFTPClient

from bench.nights import NEW, write_nights
from bench.served import ACCOUNT, Served, served

_RUNS = 20
_LOOK_SECONDS = 0.001
_PATIENCE_SECONDS = 60
_DECIDED = "SELECT resultat FROM envois WHERE numero = ?"
_SHOWN = """
SELECT count(DISTINCT document) FROM publication JOIN envois ON envois.id = cause_du
WHERE numero = ? AND etat = 'publiee'
"""


class Latency(NamedTuple):
    """Seconds since the last CLOSE was asked for: that it was answered, and what came of it."""

    closed: float
    published: float
    answered: float


def tell_latency(root: Path) -> None:
    """Given a folder, measure twenty envois after a first one, and print the figures."""
    found: list[Latency] = []
    floors: list[float] = []
    with served(root / "served") as daemon, daemon.connected() as client:
        for numero, night in enumerate(write_nights(root / "nights", _RUNS), start=1):
            latency = _send(client, daemon, night, numero)
            if numero > 1:
                found.append(latency)
                floors.append(_floor(night, root / "floor"))
    click.echo(f"{f'{NEW} documents, ms':<24}{'p50':>8}{'p90':>8}{'max':>8}{'× floor':>9}")
    least = median(floors)
    for name, seconds in (
        ("floor: written, fsynced", floors),
        ("last CLOSE answered", [one.closed for one in found]),
        ("… published", [one.published for one in found]),
        ("… answered in retour/", [one.answered for one in found]),
    ):
        three = (median(seconds), quantiles(seconds, n=10)[-1], max(seconds))
        figures = "".join(f"{1000 * one:>8.0f}" for one in three)
        click.echo(f"{name:<24}{figures}{three[0] / least:>9.2f}")


def _send(client: SFTPClient, daemon: Served, night: Path, numero: int) -> Latency:
    """Send a night, its manifest last, and wait for what comes of it."""
    for folder in (night, *sorted(path for path in night.iterdir() if path.is_dir())):
        client.mkdir(_there(night, folder))
    manifeste = night / "manifeste.xml"
    paths = [path for path in sorted(night.rglob("*")) if path.is_file() and path != manifeste]
    for path in (*paths, manifeste):
        file = client.open(_there(night, path), "wb")
        file.set_pipelined(pipelined=True)
        file.write(path.read_bytes())
        asked = time.perf_counter()
        file.close()
    closed = time.perf_counter() - asked
    answer = daemon.data / "spool" / "retour" / ACCOUNT / f"accuse-{numero}.xml"
    with closing(sqlite3.connect(f"file:{daemon.data}/store.db?mode=ro", uri=True)) as store:
        published = _waited(lambda: _is_decided(store, numero)) - asked
        answered = _waited(answer.exists) - asked
        _check(store, numero)
    return Latency(closed, published, answered)


def _there(night: Path, path: Path) -> str:
    return f"/{night.name}/{path.relative_to(night).as_posix()}".removesuffix("/.")


def _waited(is_so: Callable[[], bool]) -> float:
    """Return when a condition holds, on the clock of `perf_counter`."""
    deadline = time.perf_counter() + _PATIENCE_SECONDS
    while not is_so():
        if time.perf_counter() > deadline:
            raise click.ClickException("No answer came")
        time.sleep(_LOOK_SECONDS)
    return time.perf_counter()


def _is_decided(store: sqlite3.Connection, numero: int) -> bool:
    return store.execute(_DECIDED, (numero,)).fetchone() is not None


def _check(store: sqlite3.Connection, numero: int) -> None:
    """Raise ClickException unless the envoi was applied, and all that it brought is shown."""
    (outcome,) = store.execute(_DECIDED, (numero,)).fetchone()
    (shown,) = store.execute(_SHOWN, (numero,)).fetchone()
    if outcome != "applique" or (numero > 1 and shown != NEW):
        raise click.ClickException(f"Envoi {numero}: {outcome}, {shown} documents are shown")


def _floor(night: Path, root: Path) -> float:
    """Write the files of a night once more, one after the other, each to last."""
    contents = [path.read_bytes() for path in night.rglob("*") if path.is_file()]
    root.mkdir(exist_ok=True)
    begun = time.perf_counter()
    for number, content in enumerate(contents):
        with (root / str(number)).open("wb") as file:
            file.write(content)
            os.fsync(file.fileno())
    return time.perf_counter() - begun
