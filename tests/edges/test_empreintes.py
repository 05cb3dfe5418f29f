"""Reading only the lines that were not read before gives what reading the whole file gives."""

from collections.abc import Mapping
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


def read(raw: bytes, lues: Lues | None = None) -> Lecture:
    how = How(lues=Lues(frozenset(), "lecture") if lues is None else lues)
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
    lues = Lues(frozenset(empreintes_of(first).values()), "lecture")
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


def test_a_line_means_what_its_root_and_the_schemas_make_of_it() -> None:
    raw = COMPTES.read_bytes()
    known = frozenset(empreintes_of(read(raw)).values())
    for lecture, text in (
        ("another", raw),
        ("lecture", raw.replace(b"<comptes ", b'<comptes xmlns:x="urn:x" ', 1)),
    ):
        lues = Lues(known, lecture)
        read(text, lues)
        assert not lues
    same = Lues(known, "lecture")
    read(raw, same)
    assert all(each in same for each in known)
    assert not same.perdues()


def test_the_place_of_a_line_is_found_again() -> None:
    raw = COMPTES.read_bytes()
    found = read(raw)
    lues = Lues(frozenset(empreintes_of(found).values()), "lecture")
    read(raw, lues)
    numbered = enumerate(raw.splitlines(keepends=True)[2:], start=3)
    places = lues.lines(numbered, frozenset(empreintes_of(found).values()))
    assert {cle: places[e] for cle, e in empreintes_of(found).items()} == lines_of(found)
