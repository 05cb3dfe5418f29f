"""`make bench-portal`: what a portal asks, at a million documents, beside one row by its key.

Two questions, a person's newest 50 documents and "may he read this one", each by its SQL through
the driver alone, as a portal in any language would ask it, and by `Reading`. Everybody is asked
about three times, in three rounds, and the median is his figure. On SQLite that is the time that
the processor worked, on PostgreSQL the time that passed: there the server works.
Touches: a folder of its own below the temporary one, removed at the end; with `--postgresql`, a
database that is there and empty, and stays full.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import click
from sqlalchemy import make_url

from bench.portal_asking import Asking, on_postgresql, on_sqlite
from bench.portal_store import Size, instant, write_store
from store.database import Store
from store.reading import Reading

COUNT = 50
_AT = instant(0)
_ROUNDS = 3
_RANDOM, _HEAVIEST = 2_000, 300
_SEED = 5
Way = Callable[[str], AbstractContextManager[Asking]]


@click.command()
@click.option("--documents", default=1_000_000, show_default=True)
@click.option("--people", default=50_000, show_default=True)
@click.option("--buildings", default=2_500, show_default=True)
@click.option("--postgresql", envvar="LSC_BENCH_POSTGRES", help="URL of an empty database.")
def bench(documents: int, people: int, buildings: int, postgresql: str | None) -> None:
    """Measure both questions on SQLite, and on PostgreSQL when its URL is given."""
    size = Size(documents, people, buildings)
    with TemporaryDirectory() as folder:
        _measure(f"sqlite:///{folder}/store.db", on_sqlite, size)
    if postgresql is not None:
        _measure(postgresql, on_postgresql, size)


def _measure(url: str, asking: Way, size: Size) -> None:
    with closing(Store(url)) as store:
        store.create()
        begun = time.perf_counter()
        with store.rebuilding() as connection:
            people = write_store(connection, size)
        kind = make_url(url).get_backend_name()
        click.echo(f"{kind}: {size.documents:,} documents written in {_seconds(begun)}")
        with asking(url) as driver, store.reading() as reading:
            _tell(driver, reading, people, size)


def _tell(driver: Asking, reading: Reading, people: Sequence[str], size: Size) -> None:
    chance = Random(_SEED)  # noqa: S311  the same people in every run
    some = chance.sample(people, min(_RANDOM, len(people)))
    lignes = [chance.randrange(1, size.documents) for _ in some]
    floor = _figures(driver.one_row, [(ligne,) for ligne in lignes], driver.clock)
    click.echo(f"{'µs':<42}{'p50':>8}{'p99':>8}{'max':>8}{'p50 ×':>8}{'p99 ×':>8}")
    _line("one row by its key", floor, floor)
    for who, asked in (("random people", some), ("the heaviest", people[:_HEAVIEST])):
        persons = [(tiers, _AT, COUNT) for tiers in asked]
        pairs = [
            (tiers, document, _AT)
            for tiers in asked
            for document in _one_of_each(reading, tiers, chance.randrange(size.documents))
        ]
        for what, ask, about in (
            ("newest, SQL", driver.newest, persons),
            ("newest, SQL, prepared anew", driver.newest_anew, persons),
            ("newest, Reading", _newest_of(reading), persons),
            ("may read, SQL", driver.may_read, pairs),
            ("may read, Reading", _may_read_of(reading), pairs),
        ):
            _line(f"{what}, {who}", _figures(ask, about, driver.clock), floor)


def _newest_of(reading: Reading) -> Callable[[str, str, int], object]:
    return lambda tiers, at, count: reading.newest(tiers, at=at, count=count)


def _may_read_of(reading: Reading) -> Callable[[str, str, str], object]:
    return lambda tiers, document, at: reading.may_read(tiers, document, at=at)


def _one_of_each(reading: Reading, tiers: str, number: int) -> list[str]:
    """Return a document that he sees, if he sees any, and one of all, which he hardly may."""
    own = reading.newest(tiers, at=_AT, count=COUNT)
    return [*(each.document for each in own[-1:]), f"S1/E{number}/P1"]


def _figures(
    ask: Callable[..., object], about: Sequence[tuple[object, ...]], clock: Callable[[], float]
) -> list[float]:
    """Return the microseconds that each question took, in order of size."""
    rounds = [[_once(ask, each, clock) for each in about] for _ in range(_ROUNDS)]
    return sorted(median(each) * 1_000_000 for each in zip(*rounds, strict=True))


def _once(
    ask: Callable[..., object], about: tuple[object, ...], clock: Callable[[], float]
) -> float:
    begun = clock()
    ask(*about)
    return clock() - begun


def _line(name: str, found: Sequence[float], floor: Sequence[float]) -> None:
    middle, high = median(found), found[int(len(found) * 0.99)]
    times = "".join(f"{value:>8.0f}" for value in (middle, high, found[-1]))
    ratios = "".join(f"{value / median(floor):>8.1f}" for value in (middle, high))
    click.echo(f"{name:<42}{times}{ratios}")


def _seconds(begun: float) -> str:
    return f"{time.perf_counter() - begun:.0f} s"


if __name__ == "__main__":
    bench()
