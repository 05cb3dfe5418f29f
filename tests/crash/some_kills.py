"""The program killed before each effect of one scenario, and again while it recovers.

Killed before its first effect a recovery leaves what the first kill left: that pair is not tried.
`CRASH_PAIRS=every` (`make crash`) tries all the others, as far as it comes in a quarter of an hour;
`make test` some per first kill.
"""

import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

import pytest

from ingest.doctor.examination import examine
from tests.crash.some_installation import NOW, opened
from tests.crash.some_pictures import Tables, differences, in_clear, lost, picture_of, store_in
from tests.crash.some_program import Program
from tests.crash.some_scenarios import Scenario

EVERY_PAIR = os.environ.get("CRASH_PAIRS") == "every"
MOST_SECONDS = 1000 if EVERY_PAIR else 240
STARTED = time.monotonic()
MARKS = [pytest.mark.crash, pytest.mark.timeout(MOST_SECONDS + 60)]

Programs = SimpleQueue[Program]


class Killings:
    """One scenario: the installation that every run begins with, and how an untroubled one ends."""

    def __init__(self, scenario: Scenario, prepared: Path, programs: Programs) -> None:
        """Given where the scenario is prepared, and a program for each core."""
        self._scenario = scenario
        self._prepared = prepared
        self._programs = programs
        self.shortened = 0
        with self._borrowed() as program, self._copy_of(prepared) as data:
            self.effects = program.run(data, deed=scenario.deed).effects
            self._expected = picture_of(data)
            self._stores = store_in(prepared), store_in(data)
            self.unsound = [*_unsound(data), *_idle(*self._stores)]

    def everywhere(self) -> list[str]:
        """Kill before each effect, and return what was wrong or ended otherwise than expected."""
        begin = self._first_below(self._scenario.since) or 1
        end = self._first_below(self._scenario.until) or len(self.effects)
        numbers = range(begin, end + 1)
        with ThreadPoolExecutor(self._programs.qsize()) as pool:
            return [said for saids in pool.map(self._killed_at, numbers) for said in saids]

    def _first_below(self, folder: str | None) -> int | None:
        """Return the number of the first effect below a folder, None if none is asked for."""
        if folder is None:
            return None
        return next(
            number
            for number, effect in enumerate(self.effects, start=1)
            if any(path.startswith(folder) for path in effect.paths)
        )

    def _killed_at(self, number: int) -> list[str]:
        where = f"killed before {number} {self.effects[number - 1]}"
        deed = self._scenario.deed
        with self._borrowed() as program, self._copy_of(self._prepared) as left:
            assert program.run(left, deed=deed, kill_at=number).was_killed, where
            said = [f"{where}: {line}" for line in self._wrong_at_once(left)]
            with self._copy_of(left) as data:
                recovery = program.run(data, deed=deed).effects
                said += self._wrong(where, data)
            for second in self._seconds(number, len(recovery)):
                with self._copy_of(left) as data:
                    assert program.run(data, deed=deed, kill_at=second).was_killed, where
                    program.run(data, deed=deed)
                    said += self._wrong(f"{where}, then {second} {recovery[second - 1]}", data)
        return said

    def _seconds(self, number: int, count: int) -> list[int]:
        """Given where it was killed first and the effects of its recovery, return where it is next.

        From one first kill to the next the second wanders through the recovery.
        """
        places = range(2, count + 1)
        if EVERY_PAIR and time.monotonic() < STARTED + MOST_SECONDS:
            return list(places)
        self.shortened += 1
        pairs = self._scenario.pairs
        wanted = min(int((number + 1) * pairs) - int(number * pairs), len(places))
        steps = (each * len(places) // wanted for each in range(wanted))
        return [places[(number + step) % len(places)] for step in steps]

    def _wrong_at_once(self, left: Path) -> Iterator[str]:
        """Yield what is wrong before anybody recovered anything."""
        yield from (f"{name} holds a secret" for name in in_clear(left))
        store = store_in(left)
        yield from (f"{name} is listed and lost" for name in lost(store, left / "documents"))
        if self._scenario.is_one_commit and store not in self._stores:
            yield "the store has neither nothing of it nor all"

    def _wrong(self, where: str, data: Path) -> list[str]:
        found = differences(self._expected, picture_of(data))
        return [f"{where}: {line}" for line in found]

    @contextmanager
    def _borrowed(self) -> Iterator[Program]:
        program = self._programs.get()
        try:
            yield program
        finally:
            self._programs.put(program)

    @contextmanager
    def _copy_of(self, data: Path) -> Iterator[Path]:
        with TemporaryDirectory(dir=self._prepared.parent) as folder:
            yield shutil.copytree(data, Path(folder) / "data")


def check_everywhere(killings: Killings) -> None:
    """Fail unless the scenario ends the same wherever it is killed, and in a sound state."""
    assert not killings.unsound, "\n".join(killings.unsound)
    wrong = killings.everywhere()
    assert not wrong, "\n".join([f"{len(wrong)} facts are wrong, these first:", *wrong[:20]])
    if EVERY_PAIR and killings.shortened:
        left = f"{killings.shortened} of {len(killings.effects)} first kills"
        pytest.skip(f"all is well, but for {left} not every pair was tried: the time was over")


def _idle(begun: Tables, ended: Tables) -> list[str]:
    return ["the scenario changes nothing"] if begun == ended else []


def _unsound(data: Path) -> list[str]:
    """Return what the doctor finds wrong: its look includes a full derivation from the facts."""
    with opened(data, NOW) as (_, _, workshop):
        found = examine(workshop, is_alone=True, is_deep=True)
        return [f"{each.code} {each.where}: {each.sentence}" for each in found if each.is_wrong]
