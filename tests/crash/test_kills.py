"""The program killed before each of its effects, and again while it recovers, ends as untroubled.

Killed before its first effect a recovery leaves what the first kill left: that pair is not tried.
`CRASH_PAIRS=every` (`make crash`) tries all the others, as far as it comes in a quarter of an hour;
`make test` two per first kill: the middle and the last effect of its recovery.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

import pytest

from tests.crash.some_installation import (
    prepare_first,
    prepare_next,
    prepare_ordered,
    prepare_refused,
)
from tests.crash.some_pictures import differences, in_clear, picture_of
from tests.crash.some_program import Program, a_program

EVERY_PAIR = os.environ.get("CRASH_PAIRS") == "every"
MOST_SECONDS = 1000 if EVERY_PAIR else 240
STARTED = time.monotonic()
MEMORY = Path("/dev/shm")
ORDERED = "ordered envoi"
SCENARIOS: Mapping[str, Callable[[Path], object]] = {
    "first start": lambda data: data,
    "first envoi": prepare_first,
    "next envoi": prepare_next,
    "refused envoi": prepare_refused,
    ORDERED: prepare_ordered,
}

pytestmark = [pytest.mark.crash, pytest.mark.timeout(MOST_SECONDS + 60)]


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """A folder where fsync is cheap: what is killed here is a process, not the machine."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def programs(memory: Path) -> Iterator["SimpleQueue[Program]"]:
    """One program for each core."""
    free: SimpleQueue[Program] = SimpleQueue()
    with ExitStack() as stack:
        for number in range(len(os.sched_getaffinity(0))):
            (memory / str(number)).mkdir()
            free.put(stack.enter_context(a_program(memory / str(number))))
        yield free


class Killings:
    """One scenario: the installation that every run begins with, and how an untroubled one ends."""

    def __init__(self, prepared: Path, programs: "SimpleQueue[Program]") -> None:
        self._prepared = prepared
        self._is_ordered = prepared.parent.name == ORDERED
        self._programs = programs
        self.shortened = 0
        with self._borrowed() as program, self._copy_of(prepared) as data:
            self.effects = program.run(data).effects
            self._expected = picture_of(data)

    def everywhere(self) -> list[str]:
        """Kill before each effect, and return what was wrong or ended otherwise than expected."""
        numbers = range(1, self._count() + 1)
        with ThreadPoolExecutor(self._programs.qsize()) as pool:
            return [said for saids in pool.map(self._killed_at, numbers) for said in saids]

    def _count(self) -> int:
        """Return how many effects differ from those of the scenarios before this one."""
        if not self._is_ordered:
            return len(self.effects)
        return next(
            number
            for number, effect in enumerate(self.effects, start=1)
            if any(path.startswith("spool/active/") for path in effect.paths)
        )

    def _killed_at(self, number: int) -> list[str]:
        where = f"killed before {number} {self.effects[number - 1]}"
        with self._borrowed() as program, self._copy_of(self._prepared) as left:
            assert program.run(left, kill_at=number).was_killed, where
            said = [f"{where}: {name} holds a secret" for name in in_clear(left)]
            with self._copy_of(left) as data:
                recovery = program.run(data).effects
                said += self._wrong(where, data)
            for second in self._seconds(len(recovery)):
                with self._copy_of(left) as data:
                    assert program.run(data, kill_at=second).was_killed, where
                    program.run(data)
                    said += self._wrong(f"{where}, then {second} {recovery[second - 1]}", data)
        return said

    def _seconds(self, count: int) -> list[int]:
        """Given how many effects a recovery has, return before which it is killed."""
        if EVERY_PAIR and time.monotonic() < STARTED + MOST_SECONDS:
            return list(range(2, count + 1))
        self.shortened += 1
        return sorted({count // 2, count} & set(range(2, count + 1)))

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


@pytest.fixture(params=SCENARIOS, scope="module")
def killings(
    request: pytest.FixtureRequest, memory: Path, programs: "SimpleQueue[Program]"
) -> Killings:
    prepared = memory / request.param / "data"
    prepared.mkdir(parents=True)
    SCENARIOS[request.param](prepared)
    return Killings(prepared, programs)


def test_killed_before_any_effect_and_again_it_ends_as_if_untroubled(killings: Killings) -> None:
    wrong = killings.everywhere()
    assert not wrong, "\n".join([f"{len(wrong)} facts are wrong, these first:", *wrong[:20]])
    if EVERY_PAIR and killings.shortened:
        left = f"{killings.shortened} of {len(killings.effects)} first kills"
        pytest.skip(f"all is well, but for {left} not every pair was tried: the time was over")
