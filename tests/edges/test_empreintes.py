"""Reading only the lines that were not read before gives what reading the whole file gives."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ingest.reading.empreintes import Lues
from ingest.reading.validation import How, Lecture, read_nature
from ingest.telling.problems import Problem
from store.changes import Cle, Record
from store.declarations import NATURES

COMPTES = Path(__file__).parents[1] / "exemple/envoi-1/donnees/comptes-S1.xml"
HEAD, LINES, TAIL = (
    COMPTES.read_bytes().splitlines(keepends=True)[:2],
    COMPTES.read_bytes().splitlines(keepends=True)[2:-1],
    COMPTES.read_bytes().splitlines(keepends=True)[-1:],
)
CHANGES = (
    (b'solde="', b'solde="1'),
    (b'publie="true"', b'publie="oui"'),
    (b' numero="', b' numero="9'),
    (b'id="C', b'id="D'),
    (b"<compte ", b"<compte  "),
    (b"</compte>", b"<!-- . --></compte>"),
    (b'titulaire tiers="', b'titulaire au="2026-02-30" tiers="'),
)


@st.composite
def a_line(draw: st.DrawFn) -> bytes:
    line = draw(st.sampled_from(LINES))
    old, new = draw(st.sampled_from([(b"", b""), (b"", b""), *CHANGES]))
    return line.replace(old, new, 1) if old else line


files = st.lists(a_line(), max_size=8).map(lambda lines: b"".join([*HEAD, *lines, *TAIL]))
applied = st.lists(st.sampled_from(LINES), unique=True).map(
    lambda lines: b"".join([*HEAD, *lines, *TAIL])
)
roots = st.sampled_from([b"", b" "])


def lines_of(lecture: Lecture) -> dict[Cle, int]:
    return {lu.record.cle: lu.line or 0 for lu in lecture.lus}


def empreintes_of(lecture: Lecture) -> dict[Cle, bytes]:
    return {lu.record.cle: lu.empreinte for lu in lecture.lus if lu.empreinte is not None}


def joined(lecture: Lecture) -> bytes:
    """Return the digests of a file of which all lines were read, in its order."""
    return b"".join(empreintes_of(lecture).values())


def read(raw: bytes, lues: Lues | None = None) -> Lecture:
    how = How(lues=Lues(lecture="lecture") if lues is None else lues)
    return read_nature(raw, NATURES["comptes"], file="c.xml", entite="S1", how=how)


def said(problems: tuple[Problem, ...]) -> set[Problem]:
    """Return what is told, but a key of which one line was not read again: the desk tells it."""
    return {each for each in problems if each.code != "CLE_EN_DOUBLE"}


@settings(deadline=None)
@given(applied, files, roots)
def test_what_was_read_and_what_is_read_make_the_whole(
    before: bytes, after: bytes, space: bytes
) -> None:
    first = read(before)
    after = after.replace(b"<comptes ", b"<comptes " + space, 1)
    whole = read(after)
    lues = Lues(joined(first), "lecture")
    found = read(after, lues)
    event("some lines were read before" if lues else "none was")
    assert said(found.problems) == said(whole.problems)
    known = {cle: first.records[cle] for cle, e in empreintes_of(first).items() if e in lues}
    together: Mapping[Cle, Record] = {**known, **found.records}
    assert together.keys() == whole.records.keys()
    if not any(each.code == "CLE_EN_DOUBLE" for each in whole.problems):
        assert together == whole.records
        assert all(lines_of(whole)[cle] == line for cle, line in lines_of(found).items())
        assert len(lues) + len(found.records) == len(whole.records)
    if not whole.problems:
        assert lues.of_the_file() == joined(whole)


def test_a_line_means_what_its_root_and_the_schemas_make_of_it() -> None:
    raw = COMPTES.read_bytes()
    known = read(raw)
    for lecture, text in (
        ("another", raw),
        ("lecture", raw.replace(b"<comptes ", b'<comptes xmlns:x="urn:x" ', 1)),
    ):
        lues = Lues(joined(known), lecture)
        read(text, lues)
        assert not lues
    same = Lues(joined(known), "lecture")
    read(raw, same)
    assert all(each in same for each in empreintes_of(known).values())
    assert not same.perdues()


def test_the_place_of_a_line_is_found_again() -> None:
    raw = COMPTES.read_bytes()
    found = read(raw)
    lues = Lues(joined(found), "lecture")
    read(raw, lues)
    numbered = enumerate(raw.splitlines(keepends=True)[2:], start=3)
    places = lues.lines(numbered, frozenset(empreintes_of(found).values()))
    assert {cle: places[e] for cle, e in empreintes_of(found).items()} == lines_of(found)


OPENING, CLOSING = b"<comptes>", b"</comptes>\n"
numbers = st.lists(st.integers(0, 60), max_size=60, unique=True)
"""The lines of a file that was applied: none stands twice in it."""


@st.composite
def two_files(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Draw a file, and what becomes of it: lines change, come, go, move and are doubled."""
    before = draw(numbers)
    return before, edited(before, draw)


def edited(before: Sequence[int], draw: st.DrawFn) -> list[int]:
    after = list(before)
    edits = st.tuples(st.integers(0, 100), st.sampled_from(EDITS))
    for at, edit in draw(st.lists(edits, max_size=9)):
        edit(after, at % (len(after) + 1), draw)
    return after


def change(lines: list[int], at: int, draw: st.DrawFn) -> None:
    lines[at : at + 1] = [draw(st.integers(100, 110))]


def insert(lines: list[int], at: int, draw: st.DrawFn) -> None:
    lines[at:at] = draw(st.lists(st.integers(0, 110), min_size=1, max_size=3))


def remove(lines: list[int], at: int, draw: st.DrawFn) -> None:
    del lines[at : at + draw(st.integers(1, 5))]


def move(lines: list[int], at: int, draw: st.DrawFn) -> None:
    count = draw(st.integers(1, 5))
    moved, lines[at : at + count] = lines[at : at + count], []
    to = draw(st.integers(0, len(lines)))
    lines[to:to] = moved


def double(lines: list[int], at: int, draw: st.DrawFn) -> None:
    to = draw(st.integers(0, len(lines)))
    lines[to:to] = lines[at : at + 1]


EDITS = (change, insert, remove, move, double)


def raw_lines(lines: Sequence[int]) -> list[bytes]:
    return [b"<compte id='%d'/>\n" % number for number in lines]


def digests(lines: Sequence[int]) -> list[bytes]:
    """Return the digest of each line, as the reading of a file of which none is known has it."""
    lues = Lues(lecture="lecture")
    lues.begin(OPENING)
    return [empreinte for _, _, empreinte in lues.unread(a_file(lines), 3)]


def a_file(lines: Sequence[int]) -> BytesIO:
    """Return what follows the root's start tag of a file of these lines."""
    return BytesIO(b"".join([*raw_lines(lines), CLOSING]))


@given(two_files())
def test_lines_in_their_order_are_known_as_a_set_of_them_would_know(
    files: tuple[list[int], list[int]],
) -> None:
    """The sets: what is left of the known digests, and the lines whose digest is not left."""
    before, after = map(digests, files)
    left, unread = set(before), []
    for line, empreinte in enumerate(after, 3):
        if empreinte in left:
            left.remove(empreinte)
        else:
            unread.append((line, empreinte))
    event(f"{len(unread)} unread, {len(left)} lost")

    lues = Lues(b"".join(before), "lecture")
    lues.begin(OPENING)
    found = list(lues.unread(a_file(files[1]), 3))

    assert [(line, empreinte) for line, _, empreinte in found] == unread
    assert lues.perdues() == left
    assert len(lues) == len(before) - len(left)
    assert {each for each in {*before, *after} if each in lues} == {*before} - left
    assert lues.of_the_file() == b"".join(after)


@given(two_files())
def test_a_file_that_is_read_whole_has_no_known_line(files: tuple[list[int], list[int]]) -> None:
    before, _ = map(digests, files)
    lues = Lues(b"".join(before), "lecture")
    lues.begin(OPENING)
    list(lues.unread(a_file(files[1]), 3))
    lues.forget()

    assert (len(lues), lues.of_the_file(), lues.suites()) == (0, b"", b"")
    assert lues.perdues() == {*before}
    assert not any(each in lues for each in before)
