"""What a run of lines tells at once is what its lines would tell one by one."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from ingest.reading.empreintes import Lues
from ingest.reading.suites import LINES
from store.changes import EMPREINTE_BYTES
from tests.edges.test_empreintes import CLOSING, OPENING, a_file, edited

MANY = list(range(10 * LINES))


class Counting(BytesIO):
    """A file that counts the lines that are asked for one by one."""

    asked = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self.asked += 1
        return super().readline(size)


class Told(NamedTuple):
    unread: list[tuple[int, bytes, bytes]]
    closing: bytes
    behind: bytes
    perdues: frozenset[bytes]
    known: int
    digests: bytes


@st.composite
def nights(draw: st.DrawFn) -> list[list[int]]:
    """Draw a file, then what becomes of it night after night."""
    files = [list(range(draw(st.integers(0, 5 * LINES))))]
    for _ in range(draw(st.integers(1, 4))):
        files.append(edited(list(dict.fromkeys(files[-1])), draw))
    return files


def told(lues: Lues, source: BytesIO) -> Told:
    """Go through a file, and return all that is told of it."""
    lues.begin(OPENING)
    closing = []

    def unread() -> Iterator[tuple[int, bytes, bytes]]:
        closing.append((yield from lues.unread(source, 3)))

    found = list(unread())
    return Told(found, closing[0], source.read(), lues.perdues(), len(lues), lues.of_the_file())


def applied(lines: Sequence[int], lecture: str = "lecture") -> tuple[bytes, bytes]:
    """Return the digests of the lines of a file, and its runs."""
    lues = Lues(lecture=lecture)
    return told(lues, a_file(lines)).digests, lues.suites()


def asked(lines: Sequence[int], lues: Lues) -> int:
    """Return how many lines of a file are read one by one, its end tag left out."""
    source = Counting(a_file(lines).getvalue())
    told(lues, source)
    return source.asked - 1


@given(nights())
def test_a_run_tells_what_its_lines_would(files: list[list[int]]) -> None:
    """Night after night: what is applied has no line twice, and keeps the runs it has."""
    known, suites = b"", b""
    for lines in files:
        by_run = Lues(known, "lecture", suites=suites)
        found = told(by_run, a_file(lines))
        assert found == told(Lues(known, "lecture"), a_file(lines))
        event(f"{len(suites) and asked(lines, by_run) - len(lines)} lines in runs")
        if len(set(lines)) == len(lines):
            known, suites = found.digests, by_run.suites()
            assert len(known) == len(lines) * EMPREINTE_BYTES


@pytest.mark.parametrize("at", [0, 1, LINES - 1, LINES, 5 * LINES + 3, 10 * LINES - 1])
def test_of_one_changed_line_only_its_run_is_read_line_by_line(at: int) -> None:
    known, suites = applied(MANY)
    changed = [*MANY[:at], 1_000, *MANY[at + 1 :]]
    lues = Lues(known, "lecture", suites=suites)
    assert asked(changed, lues) <= LINES + 1  # where it goes on as it was, one is asked for twice
    assert (lues.of_the_file(), lues.suites()) == (b"", applied(changed)[1])


def test_a_line_that_is_added_leaves_the_runs_beside_it() -> None:
    known, suites = applied(MANY)
    at = 3 * LINES + 5
    added = [*MANY[:at], 1_000, *MANY[at:]]
    lues = Lues(known, "lecture", suites=suites)
    digests, runs = told(lues, a_file(added)).digests, lues.suites()
    assert asked(added, Lues(digests, "lecture", suites=runs)) == 1


def test_runs_that_moved_are_found_again() -> None:
    known, suites = applied(MANY)
    moved = [*MANY[5 * LINES :], *MANY[: 5 * LINES]]
    assert asked(moved, Lues(known, "lecture", suites=suites)) <= LINES


def test_lines_that_are_added_each_night_fill_their_run() -> None:
    known, suites = applied(MANY)
    for night in range(1, LINES // 2 + 1):
        lines = [*MANY, *range(1_000, 1_000 + night)]
        lues = Lues(known, "lecture", suites=suites)
        assert asked(lines, lues) == night
        known, suites = applied(lines)[0], lues.suites()
    assert asked(lines, Lues(known, "lecture", suites=suites)) == 0


def test_a_run_means_what_its_lines_mean() -> None:
    """Under another reading, or beside other digests, no run is taken for read."""
    known, suites = applied(MANY)
    for digests, lecture, runs in (
        (known, "another", suites),
        (known[EMPREINTE_BYTES:], "lecture", suites),
        (known, "lecture", suites[1:]),
        (known, "lecture", suites[: len(suites) // 2]),
        (known, "lecture", b""),
    ):
        assert asked(MANY, Lues(digests, lecture, suites=runs)) == len(MANY)
    assert asked(MANY, Lues(known, "lecture", suites=suites)) == 0


def test_a_run_that_is_too_long_to_be_held_is_read_line_by_line() -> None:
    long = b"".join(b"<compte id='%d'/>%b\n" % (n, b" " * 6_000) for n in range(LINES)) + CLOSING
    first = Lues(lecture="lecture")
    digests = told(first, BytesIO(long)).digests
    again, source = Lues(digests, "lecture", suites=first.suites()), Counting(long)
    assert told(again, source).unread == []
    assert source.asked == LINES + 1
