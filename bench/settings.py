"""`make bench BENCH_OPTIONS="--only settings"`: what a change of anything but leaves costs.

A first load of many documents; then one thing is changed at a time, there and back or from one
record to the next, by an envoi that lists the changed file alone. The floor reads the same rows,
events, pieces and publication, by the bare driver.
Touches: a folder of its own, given.
"""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import click

from bench.agency import write_envoi
from bench.documents import Portfolio, classeurs, parametres
from bench.program import CONSEIL, run_program

FLOOR = "floor"
_READ = (
    "SELECT * FROM evenements",
    "SELECT * FROM pieces",
    "SELECT * FROM publication WHERE connu_jusqu_au IS NULL",
)


class Step(NamedTuple):
    """One envoi of a case; the last case is none, but a setting of the program (no path)."""

    case: str
    path: Path | None


def compare_settings(root: Path, documents: int, runs: int) -> None:
    """Given a folder, how many documents and how many times, measure each case and tell it."""
    portfolio = Portfolio(documents)
    portfolio.write(root / "first")
    steps = list(_steps(root, portfolio, runs))
    given = [step.path or CONSEIL for step in steps]
    _, *found = run_program(root / "data", [root / "first", *given])
    figures: dict[str, list[dict[str, float]]] = defaultdict(list)
    for step, measured in zip(steps, found, strict=True):
        figures[step.case].append(measured)
    for _ in range(runs):
        figures[FLOOR].append(floor(root / "data" / "data" / "store.db"))
    _tell(figures)


def floor(store: Path) -> dict[str, float]:
    """Given a store, read the rows of all documents by the driver alone; return what it took."""
    start, worked = time.perf_counter(), time.process_time()
    connection = sqlite3.connect(store)
    for query in _READ:
        connection.execute(query).fetchall()
    connection.close()
    return {"seconds": time.perf_counter() - start, "cpu": time.process_time() - worked}


def _steps(root: Path, portfolio: Portfolio, runs: int) -> Iterator[Step]:
    for run in range(runs):
        is_on = run % 2 == 0
        lists = {
            "every title": ("parametres", "", parametres(noms=is_on, factures=is_on)),
            "invoices off": ("parametres", "", parametres(noms=is_on, factures=not is_on)),
            "one box": ("classeurs", "", classeurs(president=is_on)),
            "one holder": ("comptes", "S1", portfolio.comptes(replaced=run + 1)),
        }
        for number, (case, listed) in enumerate(lists.items(), start=2 + run * len(lists)):
            path = root / f"{case} {run}"
            path.mkdir()
            write_envoi(path, number, [listed])
            yield Step(case, path)
        yield Step("our setting", None)


def _tell(figures: dict[str, list[dict[str, float]]]) -> None:
    click.echo(f"{'':<14}{'seconds':>9}{'CPU':>9}{'× floor':>9}{'MB added':>10}")
    least = median(each["cpu"] for each in figures[FLOOR])
    for case, measured in figures.items():
        seconds, cpu = (median(each[name] for each in measured) for name in ("seconds", "cpu"))
        added = [each["added_mb"] for each in measured if "added_mb" in each]
        text = f"{round(median(added)):>10}" if added else ""
        click.echo(f"{case:<14}{seconds:>9.3f}{cpu:>9.3f}{cpu / least:>9.1f}{text}")
