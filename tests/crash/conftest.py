"""The programs that are killed: one for each core, started once for all scenarios."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

import pytest

from tests.crash.some_kills import Killings, Programs
from tests.crash.some_program import a_program
from tests.crash.some_scenarios import Scenario

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder where fsync is cheap: what is killed here is a process, not the machine."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def programs(memory: Path) -> Iterator[Programs]:
    """One program for each core."""
    free: Programs = SimpleQueue()
    with ExitStack() as stack:
        for number in range(len(os.sched_getaffinity(0))):
            (memory / str(number)).mkdir()
            free.put(stack.enter_context(a_program(memory / str(number))))
        yield free


@pytest.fixture
def killings(request: pytest.FixtureRequest, memory: Path, programs: Programs) -> Killings:
    """Given the name of a scenario and the scenario, prepare it and see how it ends."""
    name, scenario = request.param
    assert isinstance(scenario, Scenario)
    prepared = memory / name / "data"
    prepared.mkdir(parents=True)
    scenario.prepare(prepared)
    return Killings(scenario, prepared, programs)
