"""The store itself: commits that last, writers that wait, snapshots, faults, schema versions."""

import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from store.database import Store, StoreUnavailable
from tests.edges.some_records import (
    UndoneError,
    a_cause,
    a_row,
    an_entry,
    derived_change,
)
from tests.some_databases import BOTH, ONLY_SQLITE, Database

PRELUDE = """
import sys
from store.database import Store, StoreUnavailable
from tests.edges.some_records import a_cause, a_message, a_row, an_entry, derived_change
store = Store(sys.argv[1])
"""
WRITE_ALL = """
    tx.apply(derived_change("acces", a_row("acces")), a_cause())
    tx.record(an_entry("a"))
    tx.queue([a_message()])
"""


pytestmark = BOTH


@pytest.fixture
def url(tmp_path: Path, database: Database) -> str:
    return database.url(tmp_path / "store.db")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as store:
        store.create()
        yield store


@contextmanager
def a_program(url: str, source: str) -> Iterator["subprocess.Popen[str]"]:
    """Another process with `store` on the same database; it ends with the block."""
    code = PRELUDE + textwrap.dedent(source)
    command = [sys.executable, "-c", code, url]
    pipes = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipes, stdout=pipes, text=True) as program:
        try:
            yield program
        finally:
            program.kill()


def line(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def tell(program: "subprocess.Popen[str]") -> None:
    assert program.stdin is not None
    program.stdin.write("go\n")
    program.stdin.flush()


def written(store: Store) -> tuple[int, int, int]:
    with store.reading() as reading:
        return len(reading.derived("acces")), len(reading.entries()), len(reading.messages())


def test_what_a_block_wrote_is_there_after_it(store: Store) -> None:
    with store.writing() as tx:
        tx.record(an_entry("a"))
    with store.reading() as reading:
        assert reading.entry("a") == an_entry("a")


def test_it_is_there_for_another_store_on_the_same_database(store: Store, url: str) -> None:
    with store.writing() as tx:
        tx.record(an_entry("a"))
    other = Store(url)
    with other.reading() as reading:
        assert reading.entry("a") is not None
    other.close()


@pytest.mark.parametrize("error", [UndoneError, KeyboardInterrupt, SystemExit])
def test_an_exception_undoes_all_that_its_block_wrote(
    store: Store, error: type[BaseException]
) -> None:
    def fail() -> None:
        with store.writing() as tx:
            tx.apply(derived_change("acces", a_row("acces")), a_cause())
            tx.record(an_entry("a"))
            raise error

    with pytest.raises(error):
        fail()
    assert written(store) == (0, 0, 0)


def test_the_next_block_writes_after_one_that_failed(store: Store) -> None:
    with pytest.raises(UndoneError), store.writing():
        raise UndoneError
    with store.writing() as tx:
        tx.record(an_entry("a"))
    assert written(store) == (0, 1, 0)


def test_nothing_remains_of_a_process_killed_inside_its_block(store: Store, url: str) -> None:
    source = f"with store.writing() as tx:{WRITE_ALL}    print('inside', flush=True)\n    input()"
    with a_program(url, source) as program:
        assert line(program) == "inside"
        program.kill()
        program.wait()
    assert written(store) == (0, 0, 0)


def test_a_killed_writer_leaves_no_lock_behind(url: str, store: Store) -> None:
    source = f"with store.writing() as tx:{WRITE_ALL}    print('inside', flush=True)\n    input()"
    with a_program(url, source) as program:
        line(program)
        program.kill()
        program.wait()
    hasty = Store(url, busy_seconds=5)
    with hasty.writing() as tx:
        tx.record(an_entry("b"))
    hasty.close()
    assert written(store) == (0, 1, 0)


def test_all_remains_of_a_process_killed_after_its_block(store: Store, url: str) -> None:
    source = f"with store.writing() as tx:{WRITE_ALL}print('after', flush=True)\ninput()"
    with a_program(url, source) as program:
        assert line(program) == "after"
        program.kill()
        program.wait()
    assert written(store) == (1, 1, 1)


def test_two_processes_that_write_at_once_wait_for_each_other(store: Store, url: str) -> None:
    """Each reads a counter and writes it plus one; none is lost only if none overlap."""
    source = """
        print("ready", flush=True)
        input()
        for _ in range(20):
            with store.writing() as tx:
                count = tx.entry("a").attempt
                tx.record(an_entry("a", attempt=count + 1))
        print("done", flush=True)
    """
    with store.writing() as tx:
        tx.record(an_entry("a", attempt=0))
    with a_program(url, source) as one, a_program(url, source) as other:
        for program in (one, other):
            assert line(program) == "ready"
        for program in (one, other):
            tell(program)
        assert [line(one), line(other)] == ["done", "done"]
    with store.reading() as reading:
        assert reading.entries() == [an_entry("a", attempt=40)]


def test_two_processes_may_create_the_store_at_once(url: str) -> None:
    source = "print('ready', flush=True)\ninput()\nstore.create()\nprint('done', flush=True)"
    with a_program(url, source) as one, a_program(url, source) as other:
        for program in (one, other):
            assert line(program) == "ready"
        for program in (one, other):
            tell(program)
        assert [line(one), line(other)] == ["done", "done"]


def test_a_reader_sees_one_snapshot_while_another_writes(store: Store) -> None:
    with store.writing() as tx:
        tx.record(an_entry("a"))
    with store.reading() as reading:
        with store.writing() as tx:
            tx.record(an_entry("b"))
        assert [entry.id for entry in reading.entries()] == ["a"]
        assert reading.entry("b") is None
    assert written(store) == (0, 2, 0)


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    with store.writing() as tx:
        tx.record(an_entry("a"))
        assert written(store) == (0, 0, 0)


def test_a_store_is_used_from_any_thread(store: Store) -> None:
    def write() -> None:
        with store.writing() as tx:
            tx.record(an_entry("a"))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert written(store) == (0, 1, 0)


@ONLY_SQLITE
def test_a_commit_is_on_the_disk_before_it_returns(store: Store) -> None:
    with store.writing() as tx:
        pragmas = [
            tx._connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "busy_timeout")
        ]
    assert pragmas == [2, "wal", 30_000]


def test_a_lock_that_is_not_given_in_time_makes_the_store_unavailable(
    store: Store, url: str
) -> None:
    hasty = Store(url, busy_seconds=0.01)
    with store.writing(), pytest.raises(StoreUnavailable, match="lock"), hasty.writing():
        pass
    hasty.close()


@ONLY_SQLITE
def test_a_full_disk_makes_the_store_unavailable_and_leaves_it_as_it_was(
    store: Store, url: str
) -> None:
    """The limit on the size of a file is the nearest to a full disk that a test may have."""
    source = """
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        try:
            with store.writing() as tx:
                tx.queue([a_message(content=bytes(3_000_000))])
        except StoreUnavailable as error:
            print("unavailable", flush=True)
    """
    with a_program(url, source) as program:
        assert line(program) == "unavailable"
    assert written(store) == (0, 0, 0)


def test_a_bug_is_no_fault_of_the_machine(store: Store) -> None:
    with pytest.raises(DBAPIError, match="nowhere"), store.writing() as tx:
        tx._connection.exec_driver_sql("SELECT * FROM nowhere")
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.apply(derived_change("acces", a_row("acces"), a_row("acces")), a_cause())


def test_an_error_does_not_tell_the_rows_that_were_written(store: Store) -> None:
    row = a_row("acces", tiers="DUPONT")
    with pytest.raises(IntegrityError) as found, store.writing() as tx:
        tx.apply(derived_change("acces", row, row), a_cause())
    assert "DUPONT" not in str(found.value)
