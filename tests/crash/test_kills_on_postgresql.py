"""The program killed around each of its commits to a server ends as if untroubled.

What it does on its own disk is the same whatever the store is, and `test_kills.py` kills it there;
here it is killed before each commit and before the effect that follows it, when the server has
committed and the disk does not say so yet. `CRASH_PAIRS=every` (`make crash`) kills it everywhere.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Integer, create_engine, inspect

from tests.crash.some_effects import COMMIT, SERVER
from tests.crash.some_installation import upload_first, upload_next, work
from tests.crash.some_pictures import LEFT_OUT, Picture, differences, picture_of
from tests.crash.some_program import Effect, Program, a_program
from tests.some_databases import ONLY_POSTGRESQL, Postgresql

EVERYWHERE = os.environ.get("CRASH_PAIRS") == "every"
COMMITTING = Effect(COMMIT, (SERVER,))
NUMBERED = ("id", "ligne")

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900), ONLY_POSTGRESQL]


def first_envoi(data: Path, url: str) -> None:
    work(data, store_url=url)
    upload_first(data)


def next_envoi(data: Path, url: str) -> None:
    first_envoi(data, url)
    work(data, store_url=url)
    upload_next(data)


SCENARIOS: Mapping[str, Callable[[Path, str], object]] = {
    "first start": lambda data, _: data,
    "first envoi": first_envoi,
    "next envoi": next_envoi,
}


class Killings:
    """One scenario: the installation that every run begins with, and how an untroubled one ends."""

    def __init__(self, folder: Path, program: Program, database: Postgresql, scenario: str) -> None:
        self._folder, self._program, self._database = folder, program, database
        self._numbers = count()
        self._prepared = folder / "prepared"
        self._prepared.mkdir()
        SCENARIOS[scenario](self._prepared, database.url(self._prepared))

    def untroubled(self) -> tuple[tuple[Effect, ...], Picture]:
        """Return the effects of a run that nobody kills, and what it leaves."""
        with self._copy_of(self._prepared) as data:
            effects = self._program.run(data, store_url=self._database.url(data)).effects
            return effects, self._picture(data)

    def killed_before(self, number: int) -> Picture:
        """Return what is left by a run that was killed there, and by the one that follows it."""
        with self._copy_of(self._prepared) as data:
            url = self._database.url(data)
            assert self._program.run(data, kill_at=number, store_url=url).was_killed, number
            self._program.run(data, store_url=url)
            return self._picture(data)

    @contextmanager
    def _copy_of(self, source: Path) -> Iterator[Path]:
        data = self._folder / str(next(self._numbers))
        with self._database.between():
            self._database.copy(source, data)
            yield shutil.copytree(source, data)
        shutil.rmtree(data)

    def _picture(self, data: Path) -> Picture:
        return {**picture_of(data), **dict(tables_of(self._database.url(data)))}


def tables_of(url: str) -> Iterator[tuple[str, object]]:
    """Yield each table of a server's store, with its rows but for what may differ."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = inspect(connection)
        for table in found.get_table_names():
            names = [
                f'"{column["name"]}"'
                for column in found.get_columns(table)
                if (table, column["name"]) not in LEFT_OUT
                if not (column["name"] in NUMBERED and isinstance(column["type"], Integer))
            ]
            rows = connection.exec_driver_sql(f'SELECT {", ".join(names)} FROM "{table}"')  # noqa: S608  our own names
            yield table, Counter(map(tuple, rows))
    engine.dispose()


def moments(effects: tuple[Effect, ...]) -> list[int]:
    """Return before which effects the program is killed, by their number from 1."""
    if EVERYWHERE:
        return list(range(1, len(effects) + 1))
    commits = [at for at, effect in enumerate(effects, start=1) if effect == COMMITTING]
    return sorted({at + after for at in commits for after in (0, 1)} & set(range(len(effects) + 1)))


@pytest.fixture(params=SCENARIOS)
def killings(request: pytest.FixtureRequest, database: Postgresql) -> Iterator[Killings]:
    memory = Path("/dev/shm")
    with (
        TemporaryDirectory(dir=memory if memory.is_dir() else None) as name,
        a_program(Path(name)) as program,
    ):
        yield Killings(Path(name), program, database, request.param)


def test_killed_around_any_commit_it_ends_as_if_untroubled(killings: Killings) -> None:
    effects, expected = killings.untroubled()
    wrong = [
        f"killed before {number} {effects[number - 1]}: {line}"
        for number in moments(effects)
        for line in differences(expected, killings.killed_before(number))
    ]

    assert COMMITTING in effects
    assert not wrong, "\n".join(wrong[:20])
